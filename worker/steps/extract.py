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
from worker.steps.attempts import carry_out
from worker.steps.copies import near_to, note_copy
from worker.steps.fingerprints import extracting_mark
from worker.steps.outcomes import DUPLICATE
from worker.steps.telling import tell
from worker.store.articles import find_copy, save_article
from worker.store.attempts import begin_reading
from worker.store.entries import move_on
from worker.store.pages import note_extractor

if TYPE_CHECKING:
    from worker.shapes import Article, Page
    from worker.steps.context import Context
    from worker.store.attempts import Begun
    from worker.store.rows import EntryWork

log = Log("extract")


def extract_article(context: Context, page_id: int) -> int | None:
    """Extract and store the article of a page, in place of an earlier version.

    Returns:
        The article's id, None when the entry has ended or waits for a later attempt.
    """
    begun = begin_reading(context.store, page_id, context.now())
    if begun is None:
        return None

    def extract(work: EntryWork) -> int:
        return store_article(context, (page_id, work.id), article_of(context, begun))

    return carry_out(context, begun.work, extract)


def article_of(context: Context, begun: Begun) -> Article:
    """Return the article of a page whose attempt has begun.

    Raises:
        GiveUp: it holds none; which rules said so is noted.
    """
    try:
        return read_page(begun.page, begun.work)
    except GiveUp:
        with context.store.transaction() as session:
            note_extractor(session, [begun.page_id], VERSION, extracting_mark())
        raise


def store_article(context: Context, place: tuple[int, int], article: Article) -> int:
    """Store the article of a page and an entry, send the entry to detection, and return the article's id.

    Raises:
        GiveUp: ``duplicate``.
    """
    page_id, entry_id = place
    with context.store.transaction() as session:
        now = context.now()
        note_extractor(session, [page_id], VERSION, extracting_mark())
        copied = find_copy(session, entry_id, article, near_to(article.text))
        if copied is not None:
            words = f"entry {copied} brought the same text under the same canonical address"
            raise GiveUp(DUPLICATE, words)
        article_id = save_article(context.store, session, place, article, now)
        note_copy(context.store, session, article_id, article.text)
        move_on(session, entry_id, "detect", now)
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
