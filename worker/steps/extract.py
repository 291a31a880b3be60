"""Extract one page's article and store it, or end the entry with the word for what the page is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.articles.extract import ArticleHints
from worker.articles.extract import extract_article as extract_text
from worker.errors import GiveUp
from worker.log import Log
from worker.packs.load import boilerplate_for
from worker.steps.attempts import finish, start
from worker.store.articles import save_article
from worker.store.entries import move_on
from worker.store.pages import entry_of_page, load_page

if TYPE_CHECKING:
    from worker.steps.context import Context

log = Log("extract")


def extract_article(context: Context, page_id: int) -> int | None:
    """Extract and store the article of a page.

    Returns:
        The article's id, None when the entry has ended.
    """
    entry_id = entry_of_page(context.store, page_id)
    work = start(context, entry_id, "extract") if entry_id is not None else None
    page = load_page(context.store, page_id) if work is not None else None
    if work is None or page is None:
        return None
    hints = ArticleHints(outlet=work.outlet, outlet_lang=work.outlet_lang, rules_for=boilerplate_for)
    try:
        article = extract_text(page, work.entry, hints)
    except GiveUp as error:
        finish(context, work.id, error.outcome, error.detail)
        log.info("article.ended", page=page_id, outcome=error.outcome)
        return None
    with context.store.transaction() as session:
        now = context.now()
        article_id = save_article(context.store, session, (page_id, work.id), article, now)
        move_on(session, work.id, "detect", now)
    log.info(
        "article.stored", page=page_id, article=article_id, lang=article.lang, characters=len(article.text)
    )
    return article_id
