"""run-once on a small newsroom: every entry gets an outcome, also when processes are killed on the way."""

from __future__ import annotations

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from worker.settings import load_settings

once = pytest.importorskip("worker.stack.once")
from worker.stack import parts  # noqa: E402
from worker.steps.context import migrate, open_context  # noqa: E402
from worker.store.counts import count_all  # noqa: E402
from worker.store.feeds import register_feed  # noqa: E402

pytestmark = pytest.mark.broker

FEED = """<rss version="2.0"><channel><title>The Harbour Post</title>{items}</channel></rss>"""
ITEM = "<item><guid>{n}</guid><title>Envoy speaks, part {n}</title><link>{base}/{n}.html</link></item>"
PAGE = """<html lang="en"><head><title>Envoy speaks, part {n}</title></head><body><article>
<h1>Envoy speaks, part {n}</h1>
<p>The foreign ministry of Norway spoke on Monday about talks that had lasted for most of a week.</p>
<p>“We condemn the attack on vessel number {n} most strongly,” Norwegian Foreign Minister Ada Lind said
in Oslo. “Norway will bring the matter before the United Nations Security Council this week.”</p>
<p>She added that her government expected an answer within days and that the ambassador had been summoned.</p>
</article></body></html>"""
ENTRIES = 5


class Quiet(SimpleHTTPRequestHandler):
    """Serve files without a line on stderr for each."""

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def newsroom(tmp_path):
    """Serve one feed of some entries, one of which leads nowhere; return its address."""
    place = tmp_path / "newsroom"
    place.mkdir()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(place))) as server:
        base = f"http://127.0.0.1:{server.server_port}"
        items = "".join(ITEM.format(n=n, base=base) for n in range(ENTRIES + 1))
        (place / "feed.xml").write_text(FEED.format(items=items), encoding="utf-8")
        for n in range(ENTRIES):
            (place / f"{n}.html").write_text(PAGE.format(n=n), encoding="utf-8")
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield base
        server.shutdown()
        thread.join()


@pytest.fixture
def settings(home, newsroom):
    """Return settings of an empty home with the newsroom's feed registered."""
    allowed = newsroom.removeprefix("http://")
    environ = {"COMMUNIQUE_HOME": str(home), "COMMUNIQUE_ALLOW_HOSTS": allowed, "COMMUNIQUE_PRELOAD": "false"}
    made = load_settings(environ)
    migrate(made)
    context = open_context(made)
    register_feed(context.store, f"{newsroom}/feed.xml", context.now(), outlet="The Harbour Post", lang="en")
    context.close()
    return made


def totals(settings):
    """Return how many rows there are, and the outcomes."""
    context = open_context(settings)
    counts = count_all(context.store, context.now())
    context.close()
    return counts.entries, counts.articles, counts.statements, counts.outcomes


def run(settings, timeout_s=60.0):
    """Run once, and return the summary."""
    return once.run_once(settings, timeout_s, lambda _: None, lambda _: None)


def test_every_entry_has_an_outcome_also_when_processes_are_killed(settings, monkeypatch, tmp_path):
    """Kill -9 before the work and after its commit: the same rows, each once; a further run adds none."""
    monkeypatch.setattr(parts, "APP", "trial_pipeline")
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    faults = tmp_path / "faults"
    faults.mkdir()
    monkeypatch.setenv("TRIAL_FAULTS", str(faults))
    summary = run(settings)
    assert sorted(file.name for file in faults.iterdir()) == ["after-2", "before-1"]
    assert (summary.exit_code, summary.left) == (0, 0)
    assert (summary.feeds, summary.entries, summary.articles) == (1, ENTRIES + 1, ENTRIES)
    rows = totals(settings)
    assert summary.statements == rows[2] >= ENTRIES
    assert run(settings).exit_code == 0
    assert totals(settings) == rows


def test_time_that_runs_out_leaves_exit_code_three_and_the_rest_for_the_next_run(settings):
    """What was not done stays, in rows and in the broker's file."""
    first = run(settings, timeout_s=0.0)
    assert first.exit_code == 3
    again = run(settings)
    assert again.exit_code == 0
    assert first.entries + again.entries == totals(settings)[0] == ENTRIES + 1
