"""Fetch entries' pages, politely, and store them raw; a page that another entry has is left to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from html import escape
from time import monotonic
from typing import TYPE_CHECKING

from worker.errors import DatabaseAway, GiveUp, TryAgain
from worker.log import Log, about
from worker.shapes import Page
from worker.steps.attempts import attempt, carry_out, uncounted_if_away
from worker.steps.manners import check_robots, fetch_in_turn
from worker.steps.outcomes import DUPLICATE, NO_ADDRESS, ROBOTS, TOO_OLD
from worker.steps.telling import tell, tell_of_all, told
from worker.store.entries import move_all_on
from worker.store.pages import packed, save_pages
from worker.web.answers import check_answer
from worker.web.client import WebRequest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from worker.steps.context import Context
    from worker.store.pages import Packed
    from worker.store.rows import EntryWork

ACCEPT = "text/html, application/xhtml+xml;q=0.9, */*;q=0.5"
MIN_CONTENT = 800  # characters of a feed's own content from which it can stand for the page
LONGEST_S = 5.0  # for the pages of one message; no further one is begun then
HELD_S, HELD_BYTES = 2.0, 2_000_000  # a page waits so long for others of its message, and they hold so much
FIRM = (DUPLICATE, ROBOTS, TOO_OLD)  # here the feed's own content is no way around
log = Log("fetch")


@dataclass(frozen=True, slots=True)
class Fetched:
    """Pages stored together, by their ids with their addresses; and entries left for another message."""

    pages: Mapping[int, str]
    left: tuple[int, ...] = ()


def fetch_page(context: Context, entry_id: int) -> int | None:
    """Fetch and store the page of one entry, as ``fetch_pages`` does.

    Returns:
        The page's id, None when the entry has ended or waits for a later attempt.
    """
    return next((page_id for some in fetch_pages(context, (entry_id,)) for page_id in some.pages), None)


def fetch_pages(context: Context, entry_ids: Sequence[int]) -> Iterator[Fetched]:
    """Fetch the pages of entries one after the other, and store those that come in quick succession together.

    An entry without an address, or whose page can't be had, goes on with the content that its feed
    brings, if there is enough of it; ``outcome_detail`` says so.

    Yields:
        What is stored, as soon as it is; the last one names the entries that there was no time for.

    Raises:
        DatabaseAway: the database fails, which is no fault of the entries: no attempt counts.
    """
    held = _Held(context)
    end = monotonic() + LONGEST_S
    for number, entry_id in enumerate(entry_ids):
        if number and monotonic() > end:
            yield Fetched(held.store(), tuple(entry_ids[number:]))
            break
        with about(entry=entry_id), uncounted_if_away(context, held.works):
            got = attempt(context, entry_id, "fetch", partial(_fetch, context))
        held.take(got)
        if held.is_full():
            yield Fetched(held.store())
    else:
        yield Fetched(held.store())
    tell_of_all([*held.words, f"{held.size:,} bytes" if held.size else ""])


@dataclass(frozen=True, slots=True)
class _Got:
    """A page that has been fetched, packed, and is not stored yet."""

    work: EntryWork
    page: Page
    body: Packed
    detail: str


class _Held:
    """The pages of one message that wait to be stored together; not for long, and not too many bytes."""

    def __init__(self, context: Context) -> None:
        self.words: list[str] = []  # how each fetch went
        self.size = 0  # bytes of all pages so far
        self.works: list[EntryWork] = []
        self._context = context
        self._got: list[_Got] = []
        self._since = 0.0

    def take(self, got: _Got | None) -> None:
        """Hold what an attempt has brought, if anything, and note what it had to say."""
        self.words.append(told())
        if got is not None:
            self._since = self._since or monotonic()
            self._got.append(got)
            self.size += got.body.size
            self.works.append(got.work)

    def is_full(self) -> bool:
        """Tell whether what is held should be stored now."""
        size = sum(len(got.body.zstd) for got in self._got)
        return bool(self._got) and (monotonic() - self._since > HELD_S or size > HELD_BYTES)

    def store(self) -> dict[int, str]:
        """Store what is held; return the pages' ids with their addresses."""
        got, self._got, self._since = self._got, [], 0.0
        try:
            with uncounted_if_away(self._context, self.works):
                return _store(self._context, got)
        except DatabaseAway:
            raise
        except Exception:  # one page must not stop the others, and has to be the one that is named
            log.exception("pages.failed", entries=" ".join(str(each.work.id) for each in got))
        finally:
            self.works.clear()
        stored: dict[int, str] = {}
        for each in got:
            stored |= carry_out(self._context, each.work, partial(self._store_alone, each)) or {}
        return stored

    def _store_alone(self, got: _Got, _work: EntryWork) -> dict[int, str]:
        return _store(self._context, [got])


def _store(context: Context, got: Sequence[_Got]) -> dict[int, str]:
    if not got:
        return {}
    with context.store.transaction() as session:
        pages = [(each.work.id, each.page, each.body) for each in got]
        ids = save_pages(context.store, session, pages)
        move_all_on(session, [(each.work.id, each.detail) for each in got], "extract", context.now())
    for each in got:
        status, size = each.page.status, each.body.size
        log.info("page.stored", entry=each.work.id, page=ids[each.work.id], status=status, size=size)
    return {ids[each.work.id]: each.work.entry.url or each.work.entry.title or "" for each in got}


def _fetch(context: Context, work: EntryWork) -> _Got:
    page, detail = _page_or_content(context, work)
    tell(str(page.status))
    return _Got(work, replace(page, body=b""), packed(page.body), detail)


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
