"""Poll one feed: fetch it, read it, save its new entries and the time of its next poll."""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING

from worker.errors import DatabaseAway, GiveUp, TryAgain
from worker.feeds.parse import parse_feed
from worker.log import Log
from worker.steps.manners import fetch_in_turn
from worker.steps.poll_results import failure, not_yet, success, unchanged
from worker.steps.telling import tell
from worker.steps.turns import NotYetError
from worker.steps.websub import note_hub
from worker.store.feeds import MAX_URL_BYTES, find_feed, register_feed
from worker.store.polls import save_poll
from worker.text.urls import masked_url
from worker.web.answers import check_answer
from worker.web.client import WebRequest

if TYPE_CHECKING:
    from worker.shapes import FeedDocument, Page
    from worker.steps.context import Context
    from worker.store.rows import FeedLine, PollResult

ACCEPT = "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"
ASK_WHOLE = 0.01  # of all polls forget what they know: some servers say 304 for ever (NewsBlur's share)
MAX_CHILDREN = 20  # sitemaps followed of one index: the rest is archive
log = Log("poll")


def poll_feed(context: Context, feed_id: int) -> tuple[int, ...]:
    """Poll a feed once and return the ids of its new and changed entries.

    Whatever happens, a row of the log tells it, and the feed has a next time.

    Raises:
        DatabaseAway: the database fails; the feed comes up again.
    """
    feed = find_feed(context.store, feed_id)
    if feed is None or feed.state != "active":
        return ()
    started = perf_counter()
    result, document = _poll(context, feed)
    result = replace(result, elapsed_ms=int(1000 * (perf_counter() - started)))
    ids = save_poll(context.store, feed_id, result, document.entries if document else ())
    if document is not None:
        note_hub(context, feed, document)
        _register_children(context, feed, document)
    tell(f"{result.outcome}, {len(ids)} to fetch" if document else result.outcome)
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
            return unchanged(context, feed, page), None
        document = parse_feed(page, context.settings.max_entries_per_poll)
        return success(context, feed, page, document), document
    except NotYetError as error:
        return not_yet(context, feed, error.wait_s), None
    except TryAgain as error:
        result = failure(context, feed, "try-again", error.reason, error.wait_s)
    except GiveUp as error:
        result = failure(context, feed, error.outcome, error.detail, None)
    except DatabaseAway:  # no fault of the feed
        raise
    except Exception as error:
        log.exception("poll.failed", feed=feed.id)
        result = failure(context, feed, "crashed", f"{type(error).__name__}: {error}", None)
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
