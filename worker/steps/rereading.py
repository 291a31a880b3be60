"""Read one stored entry again by today's rules; the result is saved later, by the slice it is part of.

The network is never asked: an article is read from its stored text, a page from its stored bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.articles.extract import VERSION
from worker.errors import GiveUp
from worker.steps.copies import near_to, note_copy
from worker.steps.detect import detector_version, read_statements
from worker.steps.extract import read_page
from worker.steps.fingerprints import detecting_mark, extracting_mark
from worker.steps.outcomes import DUPLICATE, NO_PACK
from worker.store.articles import drop_article, save_article
from worker.store.changes import Changes
from worker.store.entries import end_entry
from worker.store.pages import note_extractor
from worker.store.rereading import (
    article_stands,
    load_stored_article,
    load_stored_page,
    page_stands,
    settle_copies,
)
from worker.store.statements import note_detector, replace_statements

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from worker.shapes import Article, Statement
    from worker.steps.context import Context
    from worker.store.rereading import StoredArticle, StoredPage

    Save = Callable[[Session], Changes]
    Found = tuple[str, str | None, list[Statement]]  # outcome, detail, statements


def reread(context: Context, what: str, entry_id: int, job_id: int) -> Save:
    """Read an entry's article, or its page and the article in it, and return what saves the result.

    An entry that is gone or on its way, and one that the line reads before the result is saved, stays as
    it is.
    """
    if what == "extract":
        page = load_stored_page(context.store, entry_id)
        return _reread_page(context, page, job_id) if page else _save_nothing
    article = load_stored_article(context.store, entry_id)
    return _reread_article(context, article, job_id) if article else _save_nothing


def _save_nothing(_session: Session) -> Changes:
    return Changes()


def _reread_article(context: Context, stored: StoredArticle, job_id: int) -> Save:
    found = read_statements(context, stored.article)
    version = detector_version(stored.article)

    def save(session: Session) -> Changes:
        if not article_stands(session, stored):
            return Changes()
        changes = replace_statements(
            context.store, session, stored.article_id, found[2], context.now(), job_id=job_id
        )
        note_detector(session, stored.article_id, version, detecting_mark(stored.article.lang))
        _end(context, session, (stored.entry_id, stored.outcome), found[:2])
        return changes

    return save


def _reread_page(context: Context, stored: StoredPage, job_id: int) -> Save:
    try:
        article = read_page(stored.page, stored.work)
    except GiveUp as ending:
        if stored.article is not None and stored.is_newer_than_article:
            # A later page brought nothing, and the earlier version was kept: that is what is read.
            return _noting_page(_reread_article(context, stored.article, job_id), stored)
        return _noting_page(_drop(context, stored, job_id, (ending.outcome, ending.detail)), stored)
    found = read_statements(context, article)
    return _noting_page(_save_article(context, stored, job_id, (article, found)), stored)


def _noting_page(save: Save, stored: StoredPage) -> Save:
    def save_with_note(session: Session) -> Changes:
        if not page_stands(session, stored):
            return Changes()
        note_extractor(session, [stored.page_id], VERSION, extracting_mark())
        return save(session)

    return save_with_note


def _drop(context: Context, stored: StoredPage, job_id: int, ending: tuple[str, str | None]) -> Save:
    def save(session: Session) -> Changes:
        changes = drop_article(context.store, session, stored.work.id, context.now(), job_id=job_id)
        _end(context, session, (stored.work.id, stored.work.outcome), ending)
        return changes

    return save


def _save_article(context: Context, stored: StoredPage, job_id: int, result: tuple[Article, Found]) -> Save:
    article, (outcome, detail, statements) = result
    store, entry_id = context.store, stored.work.id

    def save(session: Session) -> Changes:
        now = context.now()
        keeper, losers = settle_copies(session, stored, article, near_to(article.text))
        if keeper is not None:
            ending = DUPLICATE, f"entry {keeper} brought the same text under the same canonical address"
            return _drop(context, stored, job_id, ending)(session)
        changes = Changes()
        for loser in losers:  # before its statements are looked for: the same text has the same ids
            changes += drop_article(store, session, loser, now, job_id=job_id)
            end_entry(session, loser, DUPLICATE, now, f"entry {entry_id} brought the same text")
        article_id = stored.article.article_id if stored.article else 0
        if stored.article is None or not _is_same(stored.article.article, article):
            article_id = save_article(store, session, (stored.page_id, entry_id), article, now)
            note_copy(store, session, article_id, article.text)
        changes += replace_statements(store, session, article_id, statements, now, job_id=job_id)
        note_detector(session, article_id, detector_version(article), detecting_mark(article.lang))
        _end(context, session, (entry_id, stored.work.outcome), (outcome, detail))
        return changes

    return save


def _is_same(one: Article, other: Article) -> bool:
    """Tell whether two articles are the same, clocks included: equal times may stand on two of them."""
    before, after = one.published_at, other.published_at
    return one == other and (before is None or after is None or before.utcoffset() == after.utcoffset())


def _end(
    context: Context, session: Session, entry: tuple[int, str | None], ending: tuple[str, str | None]
) -> None:
    """Write an entry's outcome down if it is another one than before; what was noted about `no-pack` goes."""
    (entry_id, before), (outcome, detail) = entry, ending
    if outcome != before:
        detail = "" if detail is None and before in (NO_PACK, DUPLICATE) else detail
        end_entry(session, entry_id, outcome, context.now(), detail)
