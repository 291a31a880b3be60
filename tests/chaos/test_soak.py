"""The line for minutes against a newsroom that misbehaves, its processes killed at random: the books balance.

One request in twenty gets a 500, one in fifty hangs beyond the deadline; every few seconds a part of the
stack or one of its pool's processes is killed. ``SOAK_HOSTILE`` names a folder of gzipped documents made to
hurt (feed_*, html_*), which are served among the rest. ``SOAK_SEED`` repeats a run.
"""

from __future__ import annotations

import gzip
import os
import random
import signal
import time
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest
from chaos_news import News, served
from chaos_stack import ChaosStack, until
from sqlalchemy import func, select
from worker.store.models import ArticleTable, EntryRow, StatementTable

from fault_results import note

pytestmark = [pytest.mark.soak, pytest.mark.broker]

FEEDS = 10
NEW_EVERY_S = 2.0
KILL_EVERY_S = 15.0
ERRORS, HANGS = 0.05, 0.02
HANG_S = 9.0  # beyond every deadline of the trial
KILLED = ("hosts", "texts", "child", "child", "broker", "beat", "flower")
AMBIGUOUS = ("quarantined", "unreachable")  # endings that errors and kills may bring to a good page


@pytest.fixture
def news():
    with served(News()) as running:
        yield running


def test_the_books_balance_after_minutes_of_trouble(news, tmp_path):
    """Each entry published has one row with one outcome; each good article its statements, each once."""
    minutes, seed = float(os.environ.get("SOAK_MINUTES", "1")), int(os.environ.get("SOAK_SEED", "1"))
    dice = random.Random(seed)
    # The newsroom is polled every few seconds, and what fails is tried again within seconds.
    settings = {"POLL_INTERVAL_MIN_S": "5", "POLL_INTERVAL_MAX_S": "10", "HOST_PAUSE_S": "0"}
    stack = ChaosStack(tmp_path, f"sqlite:///{tmp_path}/communique.db", news, **settings)
    stack.start()
    try:
        kills, peak_mb = _disturb(stack, news, dice, minutes * 60)
        news.disturb = lambda path: None
        listed = sum(map(len, news.lists.values()))
        begun = time.monotonic()
        until(lambda: _seen(stack) >= listed, "all that was published")
        until(lambda: not _unended(stack), "an outcome for every entry", stack.state)
        idle_s = time.monotonic() - begun
    finally:
        stack.stop()
    _audit(stack, news, listed)
    outcomes = stack.outcomes()
    figures = {
        "minutes": minutes,
        "entries": sum(outcomes.values()),
        "outcomes": {word or "retry set": number for word, number in outcomes.most_common()},
        "kills": dict(kills),
        "requests": sum(news.asked.values()),
        "peak_mb": round(peak_mb),
        "hostile": len(news.raw),
    }
    print(f"\nseed {seed}, calm after {idle_s:.0f} s: {figures}")  # noqa: T201 - pytest -s shows it
    case = SimpleNamespace(group="soak", name=f"{minutes:g} minutes, seed {seed}")
    note(case, "sqlite", idle_s, real=True, figures=figures)


def _disturb(stack, news, dice, for_s):
    """Publish, err, hang and kill until the time is over; return what was killed and the most memory used."""
    chance = random.Random(dice.random())

    def trouble(path):
        roll = chance.random()
        return 500 if roll < ERRORS else HANG_S if roll < ERRORS + HANGS else None

    news.disturb = trouble
    for number in range(FEEDS):
        stack.publish(f"soak-{number}", [])
    _publish_hostile(stack, news)
    end = time.monotonic() + for_s
    number, kills, peak_mb = 0, Counter(), 0.0
    next_new, next_kill = time.monotonic(), time.monotonic() + KILL_EVERY_S
    while time.monotonic() < end:
        now = time.monotonic()
        if now >= next_new:
            next_new = now + NEW_EVERY_S
            for name in dice.sample(range(FEEDS), 3):
                news.lists[f"soak-{name}"] = [*news.lists[f"soak-{name}"], _page(number := number + 1)]
        if now >= next_kill:
            next_kill = now + KILL_EVERY_S * dice.uniform(0.5, 1.5)
            kills[_kill(stack, dice.choice(KILLED))] += 1
            peak_mb = max(peak_mb, _memory_mb(stack.process.pid))
        assert stack.process.poll() is None, "the supervisor has ended"
        time.sleep(0.1)
    return kills, peak_mb


def _page(number):
    # Five digits: a page that calls itself "part 404" is taken for an error page.
    return f"gone-{number:05}" if number % 17 == 0 else f"soak-{number:05}"


def _publish_hostile(stack, news):
    """Serve documents made to hurt: feeds as feeds, pages as entries of one."""
    folder = os.environ.get("SOAK_HOSTILE")
    if not folder:
        return
    pages = []
    for file in sorted(Path(folder).glob("*.gz")):
        name, body = file.stem, gzip.decompress(file.read_bytes())
        if name.startswith("feed"):
            # Their entries lead to a port that the guard refuses: nothing leaves this machine.
            news.raw[f"/feed/{name}"] = (
                "application/rss+xml",
                body.replace(b"http://example.com", b"http://127.0.0.1:9"),
            )
            stack.publish_address(f"/feed/{name}")
        else:
            news.raw[f"/page/{name}"] = ("text/html", body)
            pages.append(name)
    stack.publish("hostile", pages)


def _kill(stack, part):
    """Kill -9 a part, if it is there at this moment."""
    try:
        if part == "child":
            workers = psutil.Process(stack.find("texts")).children()
            workers[0].kill()
        else:
            os.kill(stack.find(part), signal.SIGKILL)
    except (TypeError, IndexError, psutil.Error, ProcessLookupError):
        return "nothing"  # it was being started again
    return part


def _memory_mb(pid):
    total = 0
    for process in [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]:
        try:
            total += process.memory_info().rss
        except psutil.Error:
            continue
    return total / 1e6


def _seen(stack, *wanted):
    ours = EntryRow.url.like(f"{stack.news.base}/page/%")
    with stack.store.reading() as session:
        return session.scalar(select(func.count()).select_from(EntryRow).where(ours, *wanted))


def _unended(stack):
    """Count ours without an outcome, and others in limbo: hostile feeds lead to hosts that rest for long."""
    others = (EntryRow.outcome.is_(None), EntryRow.next_attempt_at.is_(None))
    with stack.store.reading() as session:
        limbo = session.scalar(select(func.count()).select_from(EntryRow).where(*others))
    return _seen(stack, EntryRow.outcome.is_(None)) + limbo


def _audit(stack, news, listed):
    """Compare what was published with what stands in the rows."""
    with stack.store.reading() as session:
        rows = session.execute(
            select(EntryRow.url, EntryRow.outcome, func.count(StatementTable.id))
            .outerjoin(ArticleTable, ArticleTable.entry_id == EntryRow.id)
            .outerjoin(StatementTable, StatementTable.article_id == ArticleTable.id)
            .where(EntryRow.url.like(f"{news.base}/page/%"))
            .group_by(EntryRow.id)
        ).all()
        texts = Counter(session.scalars(select(StatementTable.text)))
    assert len(rows) == listed == len({row[0] for row in rows})
    for url, outcome, statements in rows:
        name = url.rpartition("/")[2]
        if name.startswith("gone"):
            assert outcome in ("not-found", *AMBIGUOUS), (url, outcome)
        elif name.startswith("soak"):
            assert outcome in ("stored", *AMBIGUOUS), (url, outcome)
            assert statements == (2 if outcome == "stored" else 0), (url, outcome, statements)
    ours = {text: times for text, times in texts.items() if "vessel" in text and "soak-" in text}
    assert set(ours.values()) <= {1}
