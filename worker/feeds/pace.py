"""When to poll a feed next: its own rhythm, bounded by what the publisher asks and by our caps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from worker.feeds.life import FAILURE_LIMIT

SHORTEST, LONGEST = timedelta(minutes=5), timedelta(hours=24)
QUIET = timedelta(hours=1)  # for a feed whose rhythm is not known yet
# ``bench/polling.py pace`` on the dates of 37 real feeds: half the gap and a tenth of the silence, without
# the cap, see half of all entries within 34 minutes and 95 % within 8 hours, for half as many polls.
RHYTHM_SHARE = 0.2  # of the median gap
SILENCE_SHARE = 0.05  # of the time since the newest entry
AWAKE = timedelta(hours=3)  # a ministry that speaks once a week is heard this soon when it does …
ASLEEP_SHARE = 0.01  # … until it has said nothing for two weeks, and more slowly after that
BACKOFF_LIMIT = 8  # doublings
DORMANT = timedelta(days=7)  # for a feed of which nothing but failures came for long: slow, never silent


@dataclass(frozen=True, slots=True)
class PollHistory:
    """When the newest entries appeared, newest first, and the failures in a row (fractions count)."""

    entry_times: tuple[datetime, ...] = ()
    failures: float = 0.0


@dataclass(frozen=True, slots=True)
class PaceHints:
    """What the publisher asks for; hours are UTC, Monday is 0."""

    ttl_s: float | None = None
    retry_after_s: float | None = None
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[int] = frozenset()


def pace(
    history: PollHistory,
    hints: PaceHints,
    now: datetime,
    jitter: float,
    bounds: tuple[timedelta, timedelta] = (SHORTEST, LONGEST),
) -> datetime:
    """Return the time of the next poll.

    Args:
        history: what earlier polls brought.
        hints: what this answer asks for; a wish for more than a day is cut to one.
        now: aware UTC.
        jitter: 0 to 1; a tenth of the interval hangs on it, so that feeds do not march in step, not even
            those at the longest interval.
        bounds: shortest and longest interval. The publisher's wishes, skipped hours and days, and failures
            past the limit may lead past the longest, never below the shortest.
    """
    shortest, longest = bounds
    floor = max(shortest, _asked(hints))
    interval = _rhythm(history.entry_times, now)
    if history.failures > 0:
        interval = max(interval, QUIET / 4) * 2 ** min(BACKOFF_LIMIT, history.failures)
    if history.failures >= FAILURE_LIMIT:
        interval = longest = max(longest, DORMANT)
    stretched = 1 + 0.1 * jitter
    cap = max(longest * (0.9 + 0.1 * jitter), floor * stretched)
    return _after_skipped(now + min(max(interval, floor) * stretched, cap), hints)


def _asked(hints: PaceHints) -> timedelta:
    wishes = [wish for wish in (hints.ttl_s, hints.retry_after_s) if wish and wish > 0]
    # Compared as seconds: a wish may be longer than a timedelta holds.
    return timedelta(seconds=min(max(wishes, default=0.0), LONGEST.total_seconds()))


def _rhythm(times: tuple[datetime, ...], now: datetime) -> timedelta:
    """Return a share of the median gap between the newest entries, more in a silence, within reason."""
    recent = sorted((moment for moment in times if moment <= now), reverse=True)[:20]
    if len(recent) < 2:
        return QUIET
    gaps = sorted([now - recent[0], *(newer - older for newer, older in pairwise(recent))])
    typical = gaps[len(gaps) // 2]
    silence = now - recent[0]
    awake = min(max(typical * RHYTHM_SHARE, silence * SILENCE_SHARE), AWAKE)
    return max(awake, silence * ASLEEP_SHARE)


def _after_skipped(moment: datetime, hints: PaceHints) -> datetime:
    """Move a time by whole hours behind those in which nothing is published; its minutes keep the jitter."""
    for hours in range(24 * 8):
        later = moment + timedelta(hours=hours)
        if later.hour not in hints.skip_hours and later.weekday() not in hints.skip_days:
            return later
    return moment  # every hour is skipped: nobody means that
