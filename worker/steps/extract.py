"""Extract one page's article and store it, or end the entry with the word for what the page is."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from worker.articles.extract import VERSION, ArticleHints
from worker.articles.extract import extract_article as extract_text
from worker.errors import GiveUp
from worker.log import Log
from worker.packs.gates import GatePhrases, load_gate_phrases
from worker.packs.load import boilerplate_for
from worker.settings import config_dir
from worker.steps.attempts import attempt
from worker.steps.copies import near_to, note_copy
from worker.steps.fingerprints import extracting_mark
from worker.steps.outcomes import DUPLICATE
from worker.steps.telling import tell
from worker.store.articles import find_copy, save_article
from worker.store.entries import move_on
from worker.store.pages import entry_of_page, load_page, note_extractor

if TYPE_CHECKING:
    from worker.shapes import Article, Page
    from worker.steps.context import Context
    from worker.store.rows import EntryWork

log = Log("extract")


def extract_article(context: Context, page_id: int) -> int | None:
    """Extract and store the article of a page, in place of an earlier version.

    Returns:
        The article's id, None when the entry has ended or waits for a later attempt.
    """
    entry_id = entry_of_page(context.store, page_id)
    if entry_id is None:
        return None
    return attempt(context, entry_id, "extract", lambda work: _extract(context, page_id, work))


def _extract(context: Context, page_id: int, work: EntryWork) -> int | None:
    page = load_page(context.store, page_id)
    if page is None:  # its feed was removed just now
        return None
    try:
        article = read_page(page, work)
    except GiveUp:
        with context.store.transaction() as session:
            note_extractor(session, page_id, VERSION, extracting_mark())
        raise
    with context.store.transaction() as session:
        now = context.now()
        note_extractor(session, page_id, VERSION, extracting_mark())
        copy = find_copy(session, work.id, article, near_to(article.text))
        if copy is not None:
            raise GiveUp(DUPLICATE, f"entry {copy} brought the same text under the same canonical address")
        article_id = save_article(context.store, session, (page_id, work.id), article, now)
        note_copy(context.store, session, article_id, article.text)
        move_on(session, work.id, "detect", now)
    size = len(article.text)
    tell(f"{article.lang or 'no language'}, {size:,} characters")
    log.info("article.stored", page=page_id, article=article_id, lang=article.lang, characters=size)
    return article_id


def read_page(page: Page, work: EntryWork) -> Article:
    """Return the article that a page holds; nothing is stored.

    Raises:
        GiveUp: the page holds none; the outcome says what it is.
    """
    hints = ArticleHints(work.outlet, work.outlet_lang, boilerplate_for, _phrases())
    return extract_text(page, work.entry, hints)


@cache
def _phrases() -> GatePhrases:
    return load_gate_phrases(config_dir() / "gates.toml")
