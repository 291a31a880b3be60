"""When to poll a feed next: its own rhythm, bounded by what the publisher asks and by our caps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

SHORTEST, LONGEST = timedelta(minutes=5), timedelta(hours=24)
QUIET = timedelta(hours=1)  # for a feed whose rhythm is not known yet
RHYTHM_SHARE = 0.5  # of the median gap: half of all entries are then seen within half a gap
BACKOFF_LIMIT = 8  # doublings
MOVED_HITS = 3  # polls that must agree on a permanent redirect before it is adopted
FAILURE_LIMIT = 30.0  # a site that is away over a month of daily tries is away for good
FAILURE_WEIGHT = {"not-found": 0.5, "dns": 0.25}  # soft: such feeds come back (FIELD, "Feeds and pages")


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
        jitter: 0 to 1; up to a tenth of the interval is added, so that feeds do not march in step.
        bounds: shortest and longest interval. The publisher's wishes, skipped hours and days may lead
            past the longest, never below the shortest.
    """
    shortest, longest = bounds
    floor = max(shortest, _asked(hints))
    interval = _rhythm(history.entry_times, now)
    if history.failures > 0:
        interval = max(interval, QUIET / 4) * 2 ** min(BACKOFF_LIMIT, history.failures)
    jittered = max(interval, floor) * (1 + 0.1 * jitter)
    return _after_skipped(now + min(jittered, max(longest, floor)), hints)


def _asked(hints: PaceHints) -> timedelta:
    wishes = [wish for wish in (hints.ttl_s, hints.retry_after_s) if wish and wish > 0]
    # Compared as seconds: a wish may be longer than a timedelta holds.
    return timedelta(seconds=min(max(wishes, default=0.0), LONGEST.total_seconds()))


def _rhythm(times: tuple[datetime, ...], now: datetime) -> timedelta:
    """Return half the median gap between the newest entries; a silence longer than that counts as a gap."""
    recent = sorted((moment for moment in times if moment <= now), reverse=True)[:20]
    if len(recent) < 2:
        return QUIET
    gaps = sorted([now - recent[0], *(newer - older for newer, older in pairwise(recent))])
    typical = gaps[len(gaps) // 2]
    return max(typical * RHYTHM_SHARE, (now - recent[0]) * 0.1)


def _after_skipped(moment: datetime, hints: PaceHints) -> datetime:
    """Move a time by whole hours behind those in which nothing is published; its minutes keep the jitter."""
    for hours in range(24 * 8):
        later = moment + timedelta(hours=hours)
        if later.hour not in hints.skip_hours and later.weekday() not in hints.skip_days:
            return later
    return moment  # every hour is skipped: nobody means that


def failures_after(failures: float, outcome: str, detail: str) -> float:
    """Count one more failure; soft ones weigh less."""
    word = "dns" if detail.startswith("dns") else outcome
    return failures + FAILURE_WEIGHT.get(word, 1.0)


def ended_because(failures: float, outcome: str) -> str | None:
    """Tell why a feed is not polled any more, None while it lives; the reason is for people to read."""
    if outcome == "gone":
        return "the publisher says it is gone (410)"
    if failures >= FAILURE_LIMIT:
        return f"nothing but failures for long, the last: {outcome}"
    return None
