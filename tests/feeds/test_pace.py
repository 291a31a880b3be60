"""The next poll: a feed's own rhythm, the publisher's wishes as floors, caps, patience with failures."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worker.feeds.pace import (
    FAILURE_LIMIT,
    LONGEST,
    SHORTEST,
    PaceHints,
    PollHistory,
    ended_because,
    failures_after,
    pace,
)

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)  # a Tuesday
NO_HINTS = PaceHints()
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def rhythm(gap: timedelta, count: int = 20, latest: datetime = NOW) -> PollHistory:
    return PollHistory(tuple(latest - gap * place for place in range(count)))


def wait(history: PollHistory, hints: PaceHints = NO_HINTS, jitter: float = 0.0) -> timedelta:
    return pace(history, hints, NOW, jitter) - NOW


moments = st.floats(-36 * 365, 400).map(lambda days: NOW + timedelta(days=days))
histories = st.builds(PollHistory, st.lists(moments, max_size=30).map(tuple), st.floats(0, 100))
wishes = st.none() | st.floats(-1e12, 1e15)
hints = st.builds(
    PaceHints,
    wishes,
    wishes,
    st.frozensets(st.integers(0, 23)),
    st.frozensets(st.integers(0, 6)),
)


@given(histories, hints, st.floats(0, 1))
def test_next_poll_keeps_the_lower_bound_and_comes_within_nine_days(history, asked, jitter):
    """A day at most, and only skipped hours and days may add to it."""
    found = pace(history, asked, NOW, jitter) - NOW
    assert SHORTEST <= found <= LONGEST + timedelta(days=8)
    if not asked.skip_hours and not asked.skip_days:
        assert found <= LONGEST


@given(histories, hints, st.floats(0, 1))
def test_wishes_are_floors_up_to_a_day(history, asked, jitter):
    wish = max(asked.ttl_s or 0, asked.retry_after_s or 0, 0)
    found = pace(history, asked, NOW, jitter) - NOW
    assert found.total_seconds() >= min(wish, LONGEST.total_seconds()) - 1e-3


@given(histories, hints, st.floats(0, 1))
def test_skipped_hours_and_days_are_kept(history, asked, jitter):
    found = pace(history, asked, NOW, jitter)
    if len(asked.skip_hours) < 24 and len(asked.skip_days) < 7:
        assert found.hour not in asked.skip_hours
        assert found.weekday() not in asked.skip_days


@given(histories, st.floats(0, 99), st.floats(0, 1))
def test_failures_never_hasten(history, more, jitter):
    worse = PollHistory(history.entry_times, history.failures + more)
    assert pace(history, NO_HINTS, NOW, jitter) <= pace(worse, NO_HINTS, NOW, jitter)


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        (PollHistory(), HOUR),
        (PollHistory((NOW,)), HOUR),
        (rhythm(timedelta(seconds=10)), SHORTEST),
        (rhythm(20 * MINUTE), 10 * MINUTE),
        (rhythm(2 * HOUR), HOUR),
        (rhythm(timedelta(days=30)), LONGEST),
        (rhythm(20 * MINUTE, latest=NOW - 10 * HOUR), HOUR),
        (rhythm(20 * MINUTE, latest=NOW - timedelta(days=400)), LONGEST),
        (rhythm(-20 * MINUTE), HOUR),  # all but one lie in the future: they tell nothing
    ],
)
def test_interval_follows_the_feeds_own_rhythm(history, expected):
    """Half the usual gap, and slower the longer nothing came."""
    assert wait(history) == expected


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (PaceHints(ttl_s=3600), HOUR),
        (PaceHints(retry_after_s=7200), 2 * HOUR),
        (PaceHints(ttl_s=3600, retry_after_s=600), HOUR),
        (PaceHints(ttl_s=30), 10 * MINUTE),
        (PaceHints(ttl_s=-5), 10 * MINUTE),
        (PaceHints(ttl_s=1e300), LONGEST),
        (PaceHints(ttl_s=float("inf")), LONGEST),
        (PaceHints(skip_hours=frozenset({12})), HOUR + 10 * MINUTE),
        (PaceHints(skip_hours=frozenset({12, 13, 14})), 3 * HOUR + 10 * MINUTE),
        (PaceHints(skip_days=frozenset({1})), 12 * HOUR + 10 * MINUTE),
        (PaceHints(skip_hours=frozenset(range(24))), 10 * MINUTE),
        (PaceHints(skip_days=frozenset(range(7))), 10 * MINUTE),
    ],
)
def test_publisher_is_heard(asked, expected):
    assert wait(rhythm(20 * MINUTE), asked) == expected


def test_jitter_adds_up_to_a_tenth():
    assert wait(rhythm(20 * MINUTE), jitter=1.0) == 11 * MINUTE


def test_jitter_survives_skipped_hours():
    """Otherwise every feed with quiet hours would be polled at the same second."""
    asked = PaceHints(skip_hours=frozenset({12}))
    assert wait(rhythm(20 * MINUTE), asked, 0.5) != wait(rhythm(20 * MINUTE), asked, 0.6)


def test_operator_may_set_other_bounds():
    bounds = (timedelta(seconds=1), 2 * MINUTE)
    assert pace(rhythm(HOUR), NO_HINTS, NOW, 0.0, bounds) == NOW + 2 * MINUTE
    assert pace(rhythm(MINUTE / 60), NO_HINTS, NOW, 0.0, bounds) == NOW + timedelta(seconds=1)


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


def test_feed_lives_until_the_publisher_or_patience_ends_it():
    assert ended_because(0.0, "ok") is None
    assert ended_because(FAILURE_LIMIT - 0.25, "not-found") is None
    assert "410" in ended_because(1.0, "gone")
    assert "not-found" in ended_because(FAILURE_LIMIT, "not-found")
