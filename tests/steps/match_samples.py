"""Articles with invented statements for the tests of matching, and how their utterances are told."""

from __future__ import annotations

from sqlalchemy import select, text
from worker.shapes import Actor, Article, Entry, Page, Quotation, Span, Statement
from worker.steps.match import match_article
from worker.store.articles import save_article
from worker.store.entries import add_entry
from worker.store.models import RenderingRow, UtteranceRow
from worker.store.pages import save_page
from worker.store.statements import replace_statements

from stage import START

ADA = Actor("person:ada-lind", "Ada Lind", "person", "foreign_minister", "NO")
OFFICE = Actor("office:NO:foreign_minister", "Foreign Minister", "office", "foreign_minister", "NO")
TODAY = START.date()
LONG = (
    "All 1,340 observers from Chile will leave Karabel by 17 May. They have done what they came for,"
    " and we thank every one of them for it."
)
CUT_HEAD = "All 1,340 observers from Chile will leave Karabel by 17 May."
CUT_TAIL = "They have done what they came for, and we thank every one of them for it."
GERMAN = "Alle 1.340 Beobachter aus Chile verlassen Karabel bis zum 17. Mai."


def said(number, words, lang="en", *, actor=ADA, said_on=TODAY):
    quotation = Quotation("direct", (Span(0, len(words)),), Span(0, len(words)))
    return Statement(f"s{number}", quotation, words, lang, "STATE", actor=actor, said_on=said_on)


def tell(stage, *statements, outlet="The Outlet", match=True):
    """Store an article with these statements, match it, and return its id."""
    store, now = stage.context.store, stage.context.now()
    with store.reading() as session:
        number = 1 + (session.scalar(text("SELECT count(*) FROM entry")) or 0)
    url = f"https://outlet.example/{number}"
    entry_id = add_entry(store, Entry(url, url), now)
    with store.transaction() as session:
        page_id = save_page(store, session, entry_id, Page(url, url, 200, (), b"x", now))
        article = Article("text", url=url, canonical_url=url, outlet=outlet, published_at=now)
        article_id = save_article(store, session, (page_id, entry_id), article, now)
        replace_statements(store, session, article_id, statements, now)
    if match:
        match_article(stage.context, article_id)
    return article_id


def grouped(stage):
    """Return the statements of each utterance, and its head."""
    with stage.context.store.reading() as session:
        rows = session.execute(
            select(RenderingRow.utterance_id, RenderingRow.statement_id).order_by(RenderingRow.statement_id)
        ).all()
        heads = dict(session.execute(select(UtteranceRow.id, UtteranceRow.head_id)).all())
    found = {}
    for name, statement in rows:
        found.setdefault(name, []).append(statement)
    assert set(found) == set(heads)
    return {heads[name]: members for name, members in found.items()}


def rows_of(stage, table):
    with stage.context.store.reading() as session:
        return list(session.scalars(select(table).order_by(table.id)))
