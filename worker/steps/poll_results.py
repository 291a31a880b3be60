"""What one poll means for its feed: the line of the log, the next time, moves and changes of its state."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from worker.feeds.hints import fresh_s
from worker.feeds.life import MOVED_HITS, ended_because, failures_after, returns_because, turned
from worker.feeds.pace import PaceHints, PollHistory, pace
from worker.store.polls import HOST_BUSY, recent_entry_times
from worker.store.rows import PollResult
from worker.text.urls import masked_url

if TYPE_CHECKING:
    from datetime import datetime

    from worker.shapes import FeedDocument, Page
    from worker.steps.context import Context
    from worker.store.rows import FeedLine


def success(context: Context, feed: FeedLine, page: Page, document: FeedDocument) -> PollResult:
    """Say what a readable document brought."""
    times = tuple(entry.published_at for entry in document.entries if entry.published_at)
    history = PollHistory(times or recent_entry_times(context.store, feed.id))
    hints = PaceHints(_longest(document.ttl_s, fresh_s(page)), None, document.skip_hours, document.skip_days)
    result = PollResult(
        outcome="ok",
        at=context.now(),
        next_poll_at=_next_poll(context, history, hints),
        status=page.status,
        entries=len(document.entries),
        detail=f"{document.dropped} entries past the limit" if document.dropped else None,
        etag=page.header("etag"),
        last_modified=page.header("last-modified"),
        title=document.title,
        ttl_s=document.ttl_s,
        skip_hours=document.skip_hours,
        skip_days=document.skip_days,
    )
    return _recovered(_with_move(result, feed, page), feed)


def unchanged(context: Context, feed: FeedLine, page: Page) -> PollResult:
    """Say that nothing came; the wishes of the document that we hold still count."""
    history = PollHistory(recent_entry_times(context.store, feed.id))
    hints = PaceHints(_longest(feed.ttl_s, fresh_s(page)), None, feed.skip_hours, feed.skip_days)
    result = replace(
        _as_before(context, feed, "not-modified", _next_poll(context, history, hints)),
        status=page.status,
        etag=page.header("etag") or feed.etag,
        last_modified=page.header("last-modified") or feed.last_modified,
        moved_to=None,
        moved_hits=0,
    )
    return _recovered(_with_move(result, feed, page), feed)


def failure(
    context: Context, feed: FeedLine, outcome: str, detail: str, wait_s: float | None = None
) -> PollResult:
    """Count a failure, which may slow the feed, take it back to its former address, or end it."""
    failures = failures_after(feed.failures, outcome, detail)
    back_because = returns_because(failures, outcome) if feed.former_url else None
    if back_because:
        failures = 0.0
    ended = None if back_because else ended_because(outcome)
    change = turned(feed.failures, failures) if not back_because else None
    changes = [(change, f"{failures:g} failures in a row, the last: {outcome}: {detail}")] if change else []
    changes += [("ended", ended)] if ended else []
    history = PollHistory(recent_entry_times(context.store, feed.id), failures)
    hints = PaceHints(feed.ttl_s, wait_s, feed.skip_hours, feed.skip_days)
    return replace(
        _as_before(context, feed, outcome, _next_poll(context, history, hints)),
        detail=detail,
        failures=failures,
        trouble=f"{outcome}: {detail}" if detail else outcome,
        ended=ended,
        returned_because=back_because,
        changes=tuple(changes),
    )


def not_yet(context: Context, feed: FeedLine, wait_s: float) -> PollResult:
    """Come back when the host has time; that is nobody's failure."""
    next_poll_at = context.now() + timedelta(seconds=wait_s * (1 + context.chance()))
    before = _as_before(context, feed, HOST_BUSY, next_poll_at)
    return replace(before, failures=feed.failures, trouble=feed.trouble)


def _with_move(result: PollResult, feed: FeedLine, page: Page) -> PollResult:
    """Adopt a permanent redirect only after several polls agree on it: sites take them back."""
    target = page.permanent_url
    if not target or target == feed.url:
        return result
    hits = feed.moved_hits + 1 if feed.moved_to == target else 1
    if hits >= MOVED_HITS:
        words = f"{hits} polls were sent on for good: {masked_url(feed.url)} → {masked_url(target)}"
        return replace(result, adopted_url=target, changes=(*result.changes, ("moved", words)))
    return replace(result, moved_to=target, moved_hits=hits)


def _recovered(result: PollResult, feed: FeedLine) -> PollResult:
    change = turned(feed.failures, 0.0)
    words = f"after {feed.failures:g} failures in a row"
    return replace(result, changes=(*result.changes, (change, words))) if change else result


def _as_before(context: Context, feed: FeedLine, outcome: str, next_poll_at: datetime) -> PollResult:
    return PollResult(
        outcome=outcome,
        at=context.now(),
        next_poll_at=next_poll_at,
        etag=feed.etag,
        last_modified=feed.last_modified,
        moved_to=feed.moved_to,
        moved_hits=feed.moved_hits,
        ttl_s=feed.ttl_s,
        skip_hours=feed.skip_hours,
        skip_days=feed.skip_days,
    )


def _longest(*wishes: float | None) -> float | None:
    return max((wish for wish in wishes if wish), default=None)


def _next_poll(context: Context, history: PollHistory, hints: PaceHints) -> datetime:
    settings = context.settings
    shortest = timedelta(seconds=settings.poll_interval_min_s)
    longest = timedelta(seconds=settings.poll_interval_max_s)
    return pace(history, hints, context.now(), context.chance(), (shortest, longest))
