"""The next poll: a feed's own rhythm, the publisher's wishes as floors, caps, patience with failures."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worker.feeds.life import FAILURE_LIMIT
from worker.feeds.pace import AWAKE, DORMANT, LONGEST, SHORTEST, PaceHints, PollHistory, pace

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)  # a Tuesday
NO_HINTS = PaceHints()
EVER = {"skip_hours": frozenset(), "skip_days": frozenset()}
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
def test_next_poll_keeps_both_bounds(history, asked, jitter):
    """A day at most; only a tenth above a wish, failures for weeks, and skipped hours and days add to it."""
    found = pace(history, asked, NOW, jitter) - NOW
    longest = DORMANT if history.failures >= FAILURE_LIMIT else 1.1 * LONGEST
    assert SHORTEST <= found <= longest + timedelta(days=8)
    if not asked.skip_hours and not asked.skip_days:
        assert found <= longest


@given(histories, hints, st.floats(0, 0.99))
def test_no_two_feeds_march_in_step(history, asked, jitter):
    """Not at the longest interval either, where thousands of silent feeds meet."""
    both = [pace(history, replace(asked, **EVER), NOW, chance) for chance in (jitter, jitter + 0.01)]
    assert both[0] < both[1]


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
        (rhythm(50 * MINUTE), 10 * MINUTE),
        (rhythm(5 * HOUR), HOUR),
        (rhythm(timedelta(days=10)), AWAKE),  # a ministry that speaks seldom is heard all the same
        (rhythm(50 * MINUTE, latest=NOW - 10 * HOUR), HOUR / 2),
        (rhythm(50 * MINUTE, latest=NOW - timedelta(days=25)), 6 * HOUR),
        (rhythm(50 * MINUTE, latest=NOW - timedelta(days=400)), 0.9 * LONGEST),
        (rhythm(-20 * MINUTE), HOUR),  # all but one lie in the future: they tell nothing
    ],
)
def test_interval_follows_the_feeds_own_rhythm(history, expected):
    """A fifth of the usual gap, and slower the longer nothing came."""
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
    assert wait(rhythm(50 * MINUTE), asked) == expected


def test_jitter_adds_up_to_a_tenth():
    assert wait(rhythm(50 * MINUTE), jitter=1.0) == 11 * MINUTE


def test_jitter_survives_skipped_hours():
    """Otherwise every feed with quiet hours would be polled at the same second."""
    asked = PaceHints(skip_hours=frozenset({12}))
    assert wait(rhythm(50 * MINUTE), asked, 0.5) != wait(rhythm(50 * MINUTE), asked, 0.6)


@pytest.mark.parametrize(
    ("failures", "expected"), [(1.0, HOUR / 2), (3.0, 2 * HOUR), (8.0, 0.9 * LONGEST), (30.0, 0.9 * DORMANT)]
)
def test_failures_slow_a_feed_and_never_stop_it(failures, expected):
    assert wait(replace(rhythm(50 * MINUTE), failures=failures)) == expected


def test_operator_may_set_other_bounds():
    bounds = (timedelta(seconds=1), 2 * MINUTE)
    assert pace(rhythm(HOUR), NO_HINTS, NOW, 1.0, bounds) == NOW + 2 * MINUTE
    assert pace(rhythm(MINUTE / 60), NO_HINTS, NOW, 0.0, bounds) == NOW + timedelta(seconds=1)
