"""Small invented rows that several of the store's tests begin with."""

from __future__ import annotations

from worker.shapes import Actor, Article, Entry, Page, Quotation, Span, Statement
from worker.store.articles import save_article
from worker.store.entries import add_entry
from worker.store.pages import save_page
from worker.store.statements import replace_statements

TEXT = "“We object,” said Ada Lind of Norway. “We object.” Élodie Änder agreed."


def page(url, now, body=b"<p>text</p>", **facts):
    """Return a page as the web gives it."""
    return Page(url, url, 200, (("content-type", "text/html"),), body, now, **facts)


def statement(number, span=(0, 12), **facts):
    """Return a statement of the sample text."""
    quotation = Quotation(facts.pop("kind", "direct"), (Span(*span),), Span(*span), cue=(Span(13, 17),))
    country = facts.pop("country", "NO")
    actor = facts.pop("actor", Actor("person:ada-lind", "Ada Lind", "person", "foreign-minister", country))
    known = {"act": "REJECT", "lang": "en", "versions": (("statements", "1"), ("pack-en", "3"))}
    return Statement(f"s{number}", quotation, TEXT[slice(*span)], actor=actor, **(known | facts))


def stored_article(store, now, url="https://outlet.example/a", statements=(), **facts):
    """Store an entry with its page, article and statements; return the ids of entry, page and article."""
    entry_id = add_entry(store, Entry(url, url, title="Norway objects"), now)
    known = {"lang": "en", "url": url, "canonical_url": url, "outlet": "The Outlet", "published_at": now}
    with store.transaction() as session:
        page_id = save_page(store, session, entry_id, page(url, now))
        article = Article(TEXT, **(known | facts))
        article_id = save_article(store, session, (page_id, entry_id), article, now)
        replace_statements(store, session, article_id, statements, now)
    return entry_id, page_id, article_id
