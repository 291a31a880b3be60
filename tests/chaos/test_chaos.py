"""Kill -9 of every part at every step, on real processes: the same rows, none twice, soon."""

from __future__ import annotations

import os
import shutil
import signal
import time
from itertools import count, product
from types import SimpleNamespace

import pytest

from fault_results import note

pytestmark = [pytest.mark.chaos, pytest.mark.broker, pytest.mark.postgres]

# Where each step has its result in hand and has not saved it.
SAVING = {
    "poll": "feeds.poll saving 1",
    "fetch": "pages.fetch saving 2",  # the first ends the page that is gone
    "read": "articles.extract saving 1",  # articles and statements
    "match": "articles.extract saving 2",  # their utterances
}
SAVED = {step: place.replace("saving", "saved") for step, place in SAVING.items()}
TEXTS = ("read", "match")
PARTS = ("worker", "broker", "database", "beat", "flower", "supervisor")
CASES = [
    *((part, step, SAVING[step]) for step, part in product(SAVING, PARTS)),  # no part twice in a row
    *(("child", step, places[step]) for step in TEXTS for places in (SAVING, SAVED)),
    *(("worker", step, SAVED[step]) for step in SAVED),
    *(("broker with all its data", step, SAVED[step]) for step in ("poll", "fetch", "read")),
]
WITHIN_S = {"worker": 12 + 10, "child": 12 + 10, "broker": 10}
numbers = count(1)


def pages_of(number):
    return [f"{number}-a", f"{number}-b", f"gone-{number}"]


def strike(stack, server, part, step, pid):
    """Kill a part and do what its operator or supervisor would do."""
    if part == "child":
        os.kill(pid, signal.SIGKILL)
    elif part == "worker":
        os.kill(stack.pid("hosts" if step in ("poll", "fetch") else "texts"), signal.SIGKILL)
    elif part == "database":
        server.kill()
        server.start()
    elif part == "supervisor":
        stack.process.kill()
        stack.process.communicate()
        stack.start()
    elif part == "broker with all its data":
        os.kill(stack.pid("broker"), signal.SIGKILL)
        shutil.rmtree(stack.home / "stack" / "appendonlydir")
    else:
        os.kill(stack.pid(part), signal.SIGKILL)


def test_the_undisturbed_run(stack, server):
    """What every case below is compared with."""
    number = next(numbers)
    feed_id = stack.publish(str(number), pages_of(number))
    stack.wait(feed_id, 3)
    stack.end_feed(feed_id)
    assert stack.outcomes(feed_id) == {"stored": 2, "not-found": 1}
    assert len(stack.statements(feed_id)) >= 4


@pytest.mark.parametrize(("part", "step", "place"), CASES, ids=str)
def test_a_killed_part_costs_seconds_and_no_row(part, step, place, stack, server):
    """Every entry has its one outcome, each statement is there once, and the time is bounded."""
    number = next(numbers)
    stack.arm(place)
    feed_id = stack.publish(str(number), pages_of(number))
    pid = stack.reached()
    begun = time.monotonic()
    strike(stack, server, part, step, pid)
    stack.go()
    stack.wait(feed_id, 3)
    spent_s = time.monotonic() - begun
    stack.end_feed(feed_id)
    assert stack.outcomes(feed_id) == {"stored": 2, "not-found": 1}
    statements = stack.statements(feed_id)
    assert len(statements) == len(set(statements)) == expected(stack)
    note(SimpleNamespace(group=f"kill -9: {part}", name=place), "postgresql", spent_s, real=True)
    assert spent_s < WITHIN_S.get(part, 60)


def expected(stack):
    return len(stack.statements(1))
