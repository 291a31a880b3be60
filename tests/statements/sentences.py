"""One sentence read as an article of its own, for the tests that name who speaks and when."""

from __future__ import annotations

from datetime import UTC, datetime

from worker.packs.actors import load_actors
from worker.packs.load import load_pack
from worker.quotations.detect import find_quotations
from worker.shapes import Article
from worker.statements.resolve import resolve_statements

PUBLISHED = datetime(2026, 11, 18, 9, tzinfo=UTC)  # a Wednesday


def statements_of(text, lang):
    """All statements of a text, in order."""
    pack = load_pack(lang)
    article = Article(text=text, lang=lang, url=None, published_at=PUBLISHED)
    return resolve_statements(article, find_quotations(text, pack), pack, load_actors())


def statement_of(text, lang):
    """The one statement of a sentence."""
    (statement,) = statements_of(text, lang)
    return statement
