"""Poll one feed: fetch it, read it, save its new entries and the time of its next poll."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from time import perf_counter
from typing import TYPE_CHECKING

from worker.errors import GiveUp, TryAgain
from worker.feeds.pace import MOVED_HITS, PaceHints, PollHistory, failures_after, pace
from worker.feeds.parse import parse_feed
from worker.log import Log
from worker.store.feeds import find_feed, recent_entry_times, save_poll
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
log = Log("poll")


def poll_feed(context: Context, feed_id: int) -> tuple[int, ...]:
    """Poll a feed once and return the ids of its new entries; whatever happens, a log row tells it."""
    feed = find_feed(context.store, feed_id)
    if feed is None or feed.state != "active":
        return ()
    started = perf_counter()
    document: FeedDocument | None = None
    page: Page | None = None
    try:
        page = _fetch(context, feed)
        check_answer(page, context.now())
        document = parse_feed(page, context.settings.max_entries_per_poll) if page.status != 304 else None
        result = _success(context, feed, page, document)
    except TryAgain as error:
        result = _failure(context, feed, "try-again", error.reason, error.wait_s)
    except GiveUp as error:
        result = _failure(context, feed, error.outcome, error.detail, None)
    entries = document.entries if document and result.outcome == "ok" else ()
    status = page.status if page else None
    result = replace(
        result, status=status, entries=len(entries), elapsed_ms=int(1000 * (perf_counter() - started))
    )
    new = save_poll(context.store, feed_id, result, entries)
    log.info("feed.polled", feed=feed_id, url=masked_url(feed.url), outcome=result.outcome, new=len(new))
    return new


def _fetch(context: Context, feed: FeedLine) -> Page:
    settings = context.settings
    request = WebRequest(
        url=feed.url,
        max_bytes=settings.max_feed_bytes,
        deadline_s=settings.feed_deadline_s,
        accept=ACCEPT,
        etag=feed.etag,
        last_modified=feed.last_modified,
    )
    return context.web.fetch(request)


def _success(context: Context, feed: FeedLine, page: Page, document: FeedDocument | None) -> PollResult:
    moved, hits, adopted = _moved(feed, page)
    unchanged = page.status == 304
    return PollResult(
        outcome="not-modified" if unchanged else "ok",
        at=context.now(),
        next_poll_at=_next_poll(context, feed, 0.0, document, None),
        etag=page.header("etag") or (feed.etag if unchanged else None),
        last_modified=page.header("last-modified") or (feed.last_modified if unchanged else None),
        moved_to=moved,
        moved_hits=hits,
        adopted_url=adopted,
        title=document.title if document else None,
    )


def _moved(feed: FeedLine, page: Page) -> tuple[str | None, int, str | None]:
    """Adopt a permanent redirect only after several polls agree on it: sites take them back."""
    if not page.permanent_url or page.permanent_url == feed.url:
        return None, 0, None
    hits = feed.moved_hits + 1 if feed.moved_to == page.permanent_url else 1
    adopted = page.permanent_url if hits >= MOVED_HITS else None
    return (None, 0, adopted) if adopted else (page.permanent_url, hits, None)


def _failure(context: Context, feed: FeedLine, outcome: str, detail: str, wait_s: float | None) -> PollResult:
    failures = failures_after(feed.failures, outcome, detail)
    return PollResult(
        outcome=outcome,
        at=context.now(),
        next_poll_at=_next_poll(context, feed, failures, None, wait_s),
        detail=detail,
        etag=feed.etag,
        last_modified=feed.last_modified,
        failures=failures,
        ended="the publisher says it is gone (410)" if outcome == "gone" else None,
        moved_to=feed.moved_to,
        moved_hits=feed.moved_hits,
    )


def _next_poll(
    context: Context, feed: FeedLine, failures: float, document: FeedDocument | None, wait_s: float | None
) -> datetime:
    times = tuple(entry.published_at for entry in document.entries if entry.published_at) if document else ()
    history = PollHistory(times or recent_entry_times(context.store, feed.id), failures)
    hints = PaceHints(
        ttl_s=document.ttl_s if document else None,
        retry_after_s=wait_s,
        skip_hours=document.skip_hours if document else frozenset(),
        skip_days=document.skip_days if document else frozenset(),
    )
    settings = context.settings
    bounds = (
        timedelta(seconds=settings.poll_interval_min_s),
        timedelta(seconds=settings.poll_interval_max_s),
    )
    return pace(history, hints, context.now(), random.random(), bounds)
