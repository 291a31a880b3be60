"""Find one article's statements and store them in place of those found before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.errors import GiveUp
from worker.log import Log
from worker.packs.load import load_pack
from worker.statements.resolve import VERSION
from worker.steps.attempts import attempt
from worker.steps.fingerprints import detecting_mark
from worker.steps.outcomes import NO_STATEMENTS, STORED
from worker.steps.recognise import recognise
from worker.steps.telling import tell
from worker.store.articles import load_article
from worker.store.entries import end_entry
from worker.store.statement_rows import version_of
from worker.store.statements import note_detector, replace_statements

if TYPE_CHECKING:
    from worker.shapes import Article, Statement
    from worker.steps.context import Context

    Found = tuple[str, str | None, list[Statement]]  # outcome, what to note about it, statements to keep

log = Log("detect")


def detect_statements(context: Context, article_id: int) -> int:
    """Replace an article's statements by those that today's rules find; return how many were stored.

    Statements that are not diplomatic are recognised and, unless the settings keep them, not stored.
    """
    found = load_article(context.store, article_id)
    if found is None:
        return 0
    entry_id, article = found
    count = attempt(context, entry_id, "detect", lambda _: _detect(context, (article_id, entry_id), article))
    return count or 0


def _detect(context: Context, place: tuple[int, int], article: Article) -> int:
    return save_statements(context, place, article, read_statements(context, article))


def save_statements(context: Context, place: tuple[int, int], article: Article, found: Found) -> int:
    """Replace an article's statements by those that were found, end its entry; return how many there are.

    Args:
        context: of this process.
        place: the ids of the article and of its entry.
        article: its text.
        found: what ``read_statements`` returned.
    """
    article_id, entry_id = place
    outcome, detail, statements = found
    with context.store.transaction() as session:
        now = context.now()
        replace_statements(context.store, session, article_id, statements, now)
        note_detector(session, article_id, detector_version(article), detecting_mark(article.lang))
        end_entry(session, entry_id, outcome, now, detail)
    tell(f"{len(statements)} statements" if statements else outcome)
    log.info("statements.stored", article=article_id, outcome=outcome, count=len(statements))
    return len(statements)


def read_statements(context: Context, article: Article) -> Found:
    """Return what an article's statements are; nothing is stored."""
    every = context.settings.keep_undiplomatic
    try:
        statements = recognise(article, diplomatic_only=not every)
    except GiveUp as error:  # an article whose pack is gone has no statements, earlier ones included
        return error.outcome, error.detail, []
    kept = [statement for statement in statements if statement.diplomatic or every]
    return (STORED if kept else NO_STATEMENTS), None, kept


def detector_version(article: Article) -> str:
    """Return what the article's statements carry, also when there are none."""
    pack = load_pack(article.lang) if article.lang else None
    return version_of((("statements", VERSION), *((("pack", pack.version),) if pack else ())))
