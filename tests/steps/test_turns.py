"""Turns at a host: short waits slept, long ones handed back, never more than a few threads in line."""

from __future__ import annotations

import threading
from contextlib import suppress

import pytest
from worker.steps.turns import FULL_WAIT_S, PATIENCE_S, WAITING, NotYetError, Terms, Turns

from stage import FakeSpacing

HOST = "outlet.example"


def visit(turns, host=HOST, **terms):
    with turns.visit(host, Terms(**terms)):
        pass


def turns_with(waits):
    spacing, naps = FakeSpacing(list(waits)), []
    return Turns(spacing, naps.append, lambda: 0.0), spacing, naps


@pytest.mark.parametrize(
    ("waits", "naps"),
    [([], []), ([2.0], [2.0]), ([2.0, 0.5], [2.0, 0.5]), ([PATIENCE_S], [PATIENCE_S])],
)
def test_a_short_wait_is_slept(waits, naps):
    """Others may be faster; then it waits again."""
    turns, spacing, slept = turns_with(waits)
    visit(turns, gap_s=4.0)
    assert slept == naps
    assert spacing.asked == [(HOST, 4.0)] * (len(waits) + 1)


@pytest.mark.parametrize("waits", [[PATIENCE_S + 1], [6.0, 6.0]])
def test_a_long_wait_is_handed_back(waits):
    """A thread has better things to do."""
    turns, _, _ = turns_with(waits)
    with pytest.raises(NotYetError) as caught:
        visit(turns)
    assert caught.value.wait_s == waits[-1]


def test_few_threads_wait_for_one_host_and_none_for_another(stage):
    """One crowded host must not stop the rest."""
    arrived, go = threading.Semaphore(0), threading.Event()

    def nap(_seconds):
        arrived.release()
        assert go.wait(30)

    spacing = FakeSpacing([1.0] * WAITING + [1.0])
    turns = Turns(spacing, nap, lambda: 0.0)
    threads = [threading.Thread(target=visit, args=(turns,)) for _ in range(WAITING)]
    for thread in threads:
        thread.start()
    for _ in threads:
        assert arrived.acquire(timeout=30)
    try:
        with pytest.raises(NotYetError):
            visit(turns)
        visit(turns, "other.example")
    finally:
        go.set()
        for thread in threads:
            thread.join()
    spacing.waits = [1.0]
    visit(turns)  # the line is empty again


def test_a_place_is_given_back_whatever_happens():
    """Or a host would fill up with visitors who left long ago."""
    turns, spacing, _ = turns_with([])
    with suppress(ZeroDivisionError), turns.visit(HOST, Terms(parallel=3, for_s=9.0)):
        assert spacing.left == []
        raise ZeroDivisionError
    assert (spacing.visits, spacing.left) == ([(HOST, 3, 9.0)], [(HOST, 0)])


def test_a_full_host_is_waited_for_and_then_left_to_others():
    """One that needs half a minute for each answer must not hold every thread."""
    turns, spacing, naps = turns_with([])
    spacing.full = [True, True]
    visit(turns)
    assert naps == [FULL_WAIT_S] * 2
    spacing.full = [True] * 9
    with pytest.raises(NotYetError):
        visit(turns)
    assert spacing.left == [(HOST, 0)]
