"""Real faults beside the kill of a supervised part: a lone worker, two beats, pages that break readers."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from types import SimpleNamespace

import pytest
from chaos_news import News, served
from chaos_stack import ChaosStack, until

from fault_results import note

pytestmark = [pytest.mark.chaos, pytest.mark.broker, pytest.mark.postgres]
GOOD = 60


@pytest.fixture
def own_stack(tmp_path):
    """Return a function that brings a stack up on SQLite; it is gone afterwards."""
    started = []
    with served(News()) as news:

        def start(name, **settings):
            home = tmp_path / name
            home.mkdir()
            made = ChaosStack(home, f"sqlite:///{home}/communique.db", news, **settings)
            started.append(made)
            made.start()
            return made

        yield start
        for stack in started:
            stack.stop()


def command_of(stack, name):
    """Return the command line of a part and the environment it runs in."""
    import psutil  # noqa: PLC0415

    process = psutil.Process(stack.pid(name))
    return process.cmdline(), process.environ()


def test_a_worker_that_nobody_supervises_loses_its_message_for_the_visibility_timeout(own_stack):
    """As on a machine that is gone: a second worker takes over what the first one held."""
    stack = own_stack("lone", SWEEP_AFTER_S="600")  # the sweep would be faster
    words, environ = command_of(stack, "texts")
    stack.process.send_signal(signal.SIGSTOP)  # no supervisor that would return the messages
    os.kill(stack.pid("texts"), signal.SIGSTOP)
    lone = [word.replace("texts@", "lone@") for word in words]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": environ}
    with subprocess.Popen(lone, start_new_session=True, **quiet) as first:
        stack.arm("articles.extract saving 1")
        feed_id = stack.publish("lone", ["lone-a", "lone-b", "gone-lone"])
        stack.reached()
        os.killpg(first.pid, signal.SIGKILL)
        first.wait()
    begun = time.monotonic()
    os.kill(stack.pid("texts"), signal.SIGCONT)
    try:
        stack.wait(feed_id, 3)
    finally:
        stack.process.send_signal(signal.SIGCONT)
    spent_s = time.monotonic() - begun
    assert stack.outcomes(feed_id) == {"stored": 2, "not-found": 1}
    note(SimpleNamespace(group="kill -9: lone worker", name="articles.extract"), "sqlite", spent_s, real=True)
    assert spent_s < float(environ["COMMUNIQUE_VISIBILITY_TIMEOUT_S"]) + 10


def test_two_beats_do_nothing_twice(own_stack):
    """Both send every message: feeds are claimed once, rows are written once."""
    stack = own_stack("twin")
    words, environ = command_of(stack, "beat")
    words[words.index("--schedule") + 1] += "-second"
    with subprocess.Popen(words, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as second:
        begun = time.monotonic()
        feed_id = stack.publish("two", [f"two-{number}" for number in range(10)])
        stack.wait(feed_id, 10)
        spent_s = time.monotonic() - begun
        second.terminate()
    assert stack.outcomes(feed_id) == {"stored": 10}
    statements = stack.statements(feed_id)
    assert len(statements) == len(set(statements))
    assert stack.news.asked["/feed/two"] == 1
    note(SimpleNamespace(group="two beats", name="real processes"), "sqlite", spent_s, real=True)


@pytest.mark.parametrize("poison", ["crash", "hang"])
def test_poison_ends_in_quarantine_and_the_rest_goes_on(poison, own_stack):
    """A page that kills or hangs its reader: three tries, its bytes kept, all others dealt with meanwhile."""
    stack = own_stack(poison)
    _time_for(stack, "first", [])  # everything is warm for the two that are compared
    plain_s = _time_for(stack, "plain", [])
    poisoned_s = _time_for(stack, "mixed", [f"{poison}-1"])
    feed_id = _feed_of(stack, "mixed")
    stack.wait(feed_id, GOOD + 1)
    assert stack.outcomes(feed_id) == {"stored": GOOD, "quarantined": 1}
    until(lambda: stack.outcomes()["quarantined"] == 1, "the quarantine")
    case = SimpleNamespace(group=f"poison: page that makes its reader {poison}", name=f"{GOOD} good pages")
    note(
        case,
        "sqlite",
        max(0.0, poisoned_s - plain_s),
        real=True,
        figures={"plain_pages_s": round(GOOD / plain_s, 1), "poisoned_pages_s": round(GOOD / poisoned_s, 1)},
    )


def _time_for(stack, name, poison):
    """Return the seconds until all good pages of a feed are dealt with."""
    pages = [f"{name}-{number}" for number in range(GOOD)]
    begun = time.monotonic()
    feed_id = stack.publish(name, poison + pages)
    until(lambda: stack.outcomes(feed_id)["stored"] == GOOD, "the good pages", stack.state)
    return time.monotonic() - begun


def _feed_of(stack, name):
    from worker.store.feeds import list_feeds  # noqa: PLC0415

    return next(feed.id for feed in list_feeds(stack.store) if feed.url.endswith(f"/feed/{name}"))
