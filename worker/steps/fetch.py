"""Fetch one entry's page, politely, and store it raw; a page that another entry has is left to it."""

from __future__ import annotations

from datetime import timedelta
from html import escape
from typing import TYPE_CHECKING

from worker.errors import GiveUp, TryAgain
from worker.log import Log
from worker.shapes import Page
from worker.steps.attempts import attempt
from worker.steps.manners import check_robots, fetch_in_turn
from worker.steps.outcomes import DUPLICATE, NO_ADDRESS, ROBOTS, TOO_OLD
from worker.steps.telling import tell
from worker.store.entries import move_on
from worker.store.pages import packed, save_page
from worker.web.answers import check_answer
from worker.web.client import WebRequest

if TYPE_CHECKING:
    from worker.steps.context import Context
    from worker.store.rows import EntryWork

ACCEPT = "text/html, application/xhtml+xml;q=0.9, */*;q=0.5"
MIN_CONTENT = 800  # characters of a feed's own content from which it can stand for the page
FIRM = (DUPLICATE, ROBOTS, TOO_OLD)  # here the feed's own content is no way around
log = Log("fetch")


def fetch_page(context: Context, entry_id: int) -> int | None:
    """Fetch and store the page of an entry.

    An entry without an address, or whose page can't be had, goes on with the content that its feed
    brings, if there is enough of it; ``outcome_detail`` says so.

    Returns:
        The page's id, None when the entry has ended or waits for a later attempt.
    """
    return attempt(context, entry_id, "fetch", lambda work: _fetch(context, work))


def _fetch(context: Context, work: EntryWork) -> int:
    page, detail = _page_or_content(context, work)
    body = packed(page.body)
    with context.store.transaction() as session:
        page_id = save_page(context.store, session, work.id, page, body)
        move_on(session, work.id, "extract", context.now(), detail)
    tell(f"{page.status}, {len(page.body):,} bytes")
    log.info("page.stored", entry=work.id, page=page_id, status=page.status, size=len(page.body))
    return page_id


def _page_or_content(context: Context, work: EntryWork) -> tuple[Page, str]:
    """Return the page, else the feed's own content, and what to note about it."""
    content = work.entry.content_html or ""
    try:
        return _page(context, work), ""
    except TryAgain as error:
        if work.attempts < context.settings.max_attempts or len(content) < MIN_CONTENT:
            raise
        reason = error.reason
    except GiveUp as error:
        enough = 1 if error.outcome == NO_ADDRESS else MIN_CONTENT
        if error.outcome in FIRM or len(content) < enough:
            raise
        reason = error.outcome
    return _content_as_page(context, work), f"the feed's own content; page: {reason}"


def _page(context: Context, work: EntryWork) -> Page:
    entry, settings = work.entry, context.settings
    if not entry.url:
        raise GiveUp(NO_ADDRESS, "the entry names no page")
    oldest = context.now() - timedelta(days=settings.max_entry_age_days)
    if settings.max_entry_age_days and entry.published_at and entry.published_at < oldest:
        raise GiveUp(TOO_OLD, f"published {entry.published_at:%Y-%m-%d}")
    if work.twin_id is not None:
        raise GiveUp(DUPLICATE, f"entry {work.twin_id} leads to the same page")
    gap_s = check_robots(context, entry.url)
    request = WebRequest(
        url=entry.url, max_bytes=settings.max_page_bytes, deadline_s=settings.page_deadline_s, accept=ACCEPT
    )
    page = fetch_in_turn(context, request, gap_s)
    check_answer(page, context.now())
    return page


def _content_as_page(context: Context, work: EntryWork) -> Page:
    """Wrap a feed's full content as the page it was cut from."""
    entry = work.entry
    head = f"<head><title>{escape(entry.title or '')}</title></head>"
    html = f"<html>{head}<body><article>{entry.content_html}</article></body></html>"
    url = entry.url or f"urn:entry:{work.id}"
    headers = (("content-type", "text/html; charset=utf-8"),)
    body = html.encode("utf-8", "replace")
    return Page(url=url, final_url=url, status=200, headers=headers, body=body, fetched_at=context.now())
