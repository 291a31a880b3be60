"""What failures weigh, when a moved feed goes back, and the one thing that ends a feed."""

from __future__ import annotations

import pytest
from worker.feeds.life import (
    FAILURE_LIMIT,
    RETURN_AFTER,
    TROUBLE,
    ended_because,
    failures_after,
    returns_because,
    turned,
)


@pytest.mark.parametrize(
    ("outcome", "detail", "weight"),
    [
        ("not-found", "status 404", 0.5),
        ("try-again", "dns: no such host", 0.25),
        ("try-again", "timeout", 1.0),
    ],
)
def test_soft_failures_weigh_less(outcome, detail, weight):
    assert failures_after(2.0, outcome, detail) == 2.0 + weight


def test_only_the_publishers_word_ends_a_feed():
    assert "410" in ended_because("gone")
    assert ended_because("not-found") is None


@pytest.mark.parametrize(
    ("failures", "outcome", "goes_back"),
    [(1.0, "try-again", False), (RETURN_AFTER, "try-again", True), (1.0, "gone", True)],
)
def test_a_moved_feed_goes_back_when_the_new_address_fails(failures, outcome, goes_back):
    """One time-out is no reason."""
    assert (returns_because(failures, outcome) is not None) == goes_back


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        (0.0, 1.0, None),
        (TROUBLE - 0.25, TROUBLE, "struggling"),
        (TROUBLE, TROUBLE + 1, None),
        (FAILURE_LIMIT - 0.5, FAILURE_LIMIT, "dormant"),
        (FAILURE_LIMIT, FAILURE_LIMIT + 1, None),
        (FAILURE_LIMIT, 0.0, "recovered"),
        (1.0, 0.0, None),
    ],
)
def test_a_change_is_told_once(before, after, change):
    assert turned(before, after) == change
