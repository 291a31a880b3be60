"""Fetch one entry's page, politely, and store it raw."""

from __future__ import annotations

from datetime import timedelta
from html import escape
from typing import TYPE_CHECKING

from worker.errors import GiveUp, TryAgain
from worker.log import Log
from worker.shapes import Page
from worker.steps.attempts import finish, start, try_later
from worker.steps.outcomes import NO_ADDRESS, ROBOTS, TOO_OLD
from worker.store.entries import move_on
from worker.store.pages import save_page
from worker.web.answers import check_answer
from worker.web.client import WebRequest

if TYPE_CHECKING:
    from worker.steps.context import Context
    from worker.store.rows import EntryWork

ACCEPT = "text/html, application/xhtml+xml;q=0.9, */*;q=0.5"
MIN_CONTENT = 800  # characters of a feed's own content from which it can stand for the page
log = Log("fetch")


def fetch_page(context: Context, entry_id: int) -> int | None:
    """Fetch and store the page of an entry.

    An entry whose page can't be had, but whose feed brings the full content, goes on
    with that; its ``outcome_detail`` says so.

    Returns:
        The page's id, None when the entry has ended or waits for a later attempt.
    """
    work = start(context, entry_id, "fetch")
    if work is None:
        return None
    detail = ""
    try:
        page = _page(context, work)
    except TryAgain as error:
        if work.attempts < context.settings.max_attempts or not _has_content(work):
            try_later(context, work, error)
            return None
        page, detail = _from_feed(context, work), f"the feed's own content; page: {error.reason}"
    except GiveUp as error:
        if not _has_content(work) or error.outcome in (TOO_OLD, ROBOTS):
            finish(context, entry_id, error.outcome, error.detail)
            log.info("page.ended", entry=entry_id, outcome=error.outcome)
            return None
        page, detail = _from_feed(context, work), f"the feed's own content; page: {error.outcome}"
    with context.store.transaction() as session:
        page_id = save_page(context.store, session, entry_id, page)
        move_on(session, entry_id, "extract", context.now(), detail or None)
    log.info("page.stored", entry=entry_id, page=page_id, status=page.status, size=len(page.body))
    return page_id


def _page(context: Context, work: EntryWork) -> Page:
    entry, settings = work.entry, context.settings
    oldest = context.now() - timedelta(days=settings.max_entry_age_days)
    if settings.max_entry_age_days and entry.published_at and entry.published_at < oldest:
        raise GiveUp(TOO_OLD, f"published {entry.published_at:%Y-%m-%d}")
    if not entry.url:
        raise GiveUp(NO_ADDRESS, "the entry names no page")
    if not context.web.is_allowed(entry.url) and not context.robots.rules_for(entry.url).allows(
        entry.url, settings.user_agent
    ):
        raise GiveUp(ROBOTS, "robots.txt says no")
    request = WebRequest(
        url=entry.url, max_bytes=settings.max_page_bytes, deadline_s=settings.page_deadline_s, accept=ACCEPT
    )
    page = context.web.fetch(request)
    check_answer(page, context.now())
    return page


def _has_content(work: EntryWork) -> bool:
    return len(work.entry.content_html or "") >= MIN_CONTENT


def _from_feed(context: Context, work: EntryWork) -> Page:
    """Wrap a feed's full content as the page it was cut from."""
    entry = work.entry
    head = f"<head><title>{escape(entry.title or '')}</title></head>"
    html = f"<html>{head}<body><article>{entry.content_html}</article></body></html>"
    url = entry.url or f"urn:entry:{work.id}"
    headers = (("content-type", "text/html; charset=utf-8"),)
    return Page(
        url=url, final_url=url, status=200, headers=headers, body=html.encode(), fetched_at=context.now()
    )
