"""Poll one feed: fetch it, read it, save its new entries and the time of its next poll."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from time import perf_counter
from typing import TYPE_CHECKING

from worker.errors import GiveUp, TryAgain
from worker.feeds.pace import MOVED_HITS, PaceHints, PollHistory, ended_because, failures_after, pace
from worker.feeds.parse import parse_feed
from worker.log import Log
from worker.steps.manners import fetch_in_turn
from worker.steps.turns import NotYetError
from worker.store.feeds import MAX_URL_BYTES, find_feed, register_feed
from worker.store.polls import recent_entry_times, save_poll
from worker.store.rows import PollResult
from worker.text.urls import masked_url
from worker.web.answers import check_answer
from worker.web.client import WebRequest

if TYPE_CHECKING:
    from datetime import datetime

    from worker.shapes import FeedDocument, Page
    from worker.steps.context import Context
    from worker.store.rows import FeedLine

ACCEPT = "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"
ASK_WHOLE = 0.01  # of all polls forget what they know: some servers say 304 for ever (NewsBlur's share)
MAX_CHILDREN = 20  # sitemaps followed of one index: the rest is archive
NO_HINTS = PaceHints()
log = Log("poll")


def poll_feed(context: Context, feed_id: int) -> tuple[int, ...]:
    """Poll a feed once and return the ids of its new and changed entries.

    Whatever happens, a row of the log tells it, and the feed has a next time. Only a database that
    fails is raised.
    """
    feed = find_feed(context.store, feed_id)
    if feed is None or feed.state != "active":
        return ()
    started = perf_counter()
    result, document = _poll(context, feed)
    result = replace(result, elapsed_ms=int(1000 * (perf_counter() - started)))
    ids = save_poll(context.store, feed_id, result, document.entries if document else ())
    if document is not None and document.kind == "sitemapindex":
        _register_children(context, feed, document)
    log.info("feed.polled", feed=feed_id, url=masked_url(feed.url), outcome=result.outcome, entries=len(ids))
    return ids


def _register_children(context: Context, feed: FeedLine, index: FeedDocument) -> None:
    """Make feeds of the sitemaps that an index lists, those changed last first; known ones stay."""
    for url in index.links[:MAX_CHILDREN]:
        if len(url.encode()) <= MAX_URL_BYTES:
            register_feed(
                context.store, url, context.now(), outlet=feed.outlet, lang=feed.lang, country=feed.country
            )


def _poll(context: Context, feed: FeedLine) -> tuple[PollResult, FeedDocument | None]:
    page: Page | None = None
    try:
        page = fetch_in_turn(context, _request(context, feed))
        check_answer(page, context.now())
        if page.status == 304:
            return _unchanged(context, feed, page), None
        document = parse_feed(page, context.settings.max_entries_per_poll)
        return _success(context, feed, page, document), document
    except NotYetError as error:
        return _not_yet(context, feed, error.wait_s), None
    except TryAgain as error:
        result = _failure(context, feed, "try-again", error.reason, error.wait_s)
    except GiveUp as error:
        result = _failure(context, feed, error.outcome, error.detail, None)
    except Exception as error:
        log.exception("poll.failed", feed=feed.id)
        result = _failure(context, feed, "crashed", f"{type(error).__name__}: {error}", None)
    return replace(result, status=page.status if page else None), None


def _request(context: Context, feed: FeedLine) -> WebRequest:
    settings = context.settings
    whole = context.chance() < ASK_WHOLE
    return WebRequest(
        url=feed.url,
        max_bytes=settings.max_feed_bytes,
        deadline_s=settings.feed_deadline_s,
        accept=ACCEPT,
        etag=None if whole else feed.etag,
        last_modified=None if whole else feed.last_modified,
    )


def _success(context: Context, feed: FeedLine, page: Page, document: FeedDocument) -> PollResult:
    times = tuple(entry.published_at for entry in document.entries if entry.published_at)
    hints = PaceHints(document.ttl_s, None, document.skip_hours, document.skip_days)
    history = PollHistory(times or recent_entry_times(context.store, feed.id))
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
    )
    return _with_move(result, feed, page)


def _unchanged(context: Context, feed: FeedLine, page: Page) -> PollResult:
    history = PollHistory(recent_entry_times(context.store, feed.id))
    result = PollResult(
        outcome="not-modified",
        at=context.now(),
        next_poll_at=_next_poll(context, history, NO_HINTS),
        status=page.status,
        etag=page.header("etag") or feed.etag,
        last_modified=page.header("last-modified") or feed.last_modified,
    )
    return _with_move(result, feed, page)


def _with_move(result: PollResult, feed: FeedLine, page: Page) -> PollResult:
    """Adopt a permanent redirect only after several polls agree on it: sites take them back."""
    target = page.permanent_url
    if not target or target == feed.url:
        return result
    hits = feed.moved_hits + 1 if feed.moved_to == target else 1
    if hits >= MOVED_HITS:
        return replace(result, adopted_url=target)
    return replace(result, moved_to=target, moved_hits=hits)


def _failure(context: Context, feed: FeedLine, outcome: str, detail: str, wait_s: float | None) -> PollResult:
    failures = failures_after(feed.failures, outcome, detail)
    history = PollHistory(recent_entry_times(context.store, feed.id), failures)
    next_poll_at = _next_poll(context, history, PaceHints(retry_after_s=wait_s))
    ended = ended_because(failures, outcome)
    return replace(
        _as_before(context, feed, outcome, next_poll_at), detail=detail, failures=failures, ended=ended
    )


def _not_yet(context: Context, feed: FeedLine, wait_s: float) -> PollResult:
    """Come back when the host has time; that is nobody's failure."""
    next_poll_at = context.now() + timedelta(seconds=wait_s * (1 + context.chance()))
    return replace(_as_before(context, feed, "host-busy", next_poll_at), failures=feed.failures)


def _as_before(context: Context, feed: FeedLine, outcome: str, next_poll_at: datetime) -> PollResult:
    return PollResult(
        outcome=outcome,
        at=context.now(),
        next_poll_at=next_poll_at,
        etag=feed.etag,
        last_modified=feed.last_modified,
        moved_to=feed.moved_to,
        moved_hits=feed.moved_hits,
    )


def _next_poll(context: Context, history: PollHistory, hints: PaceHints) -> datetime:
    settings = context.settings
    shortest = timedelta(seconds=settings.poll_interval_min_s)
    longest = timedelta(seconds=settings.poll_interval_max_s)
    return pace(history, hints, context.now(), context.chance(), (shortest, longest))
