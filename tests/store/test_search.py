"""Statements are found by their words on both databases, whatever happens to them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest
from sqlalchemy import delete, text
from stored_samples import statement, stored_article
from worker.shapes import Quotation, Span, Statement
from worker.store.engine import open_store
from worker.store.models import EntryRow
from worker.store.rows import StatementFilter
from worker.store.statements import each_statement, replace_statements
from worker.store.upgrade import downgrade, upgrade

SAID = {
    "en": "We do not recognise the new sanctions against our ports.",
    "de": "Die Sanktionen gegen die Häfen verurteilen wir.",
    "ru": "Мы осуждаем новые санкции.",
    "zh": "中方坚决反对单边制裁。",
    "ko": "정부는 제재를 규탄한다.",
    "cs": "Odmítáme nové sankce.",
}


def said(lang, words, name=None):
    """Return a statement of any words."""
    return Statement(
        name or lang, Quotation("direct", (Span(0, 5),), Span(0, 5)), words, act="REJECT", lang=lang
    )


def found(store, typed, lang=None):
    """Return the ids that a query finds, in order of their languages."""
    return {row.id for row in each_statement(store, StatementFilter(text=typed, lang=lang))}


@pytest.fixture
def filled(store, now):
    """Return a store in which each language has said something."""
    stored_article(store, now, statements=[said(lang, words) for lang, words in SAID.items()])
    return store


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("sanctions", {"en"}),
        ("SANCTION", {"en"}),  # a form of it
        ("ports sanctions", {"en"}),
        ("ports grain", set()),
        ('"new sanctions"', {"en"}),
        ('"sanctions new"', set()),
        ("not", {"en"}),  # no stop words: what is denied matters
        ("sanctions -ports", set()),
        ("-sanctions", {"de", "ru", "zh", "ko", "cs"}),
        ("sankc*", {"cs"}),
        ("sankti*", {"de"}),
        ("санкции", {"ru"}),
        ("制裁", {"zh"}),
        ("单边 反对", {"zh"}),
        ("裁制", set()),
        ("제재", {"ko"}),  # its particle is written with it
        ("sankce", {"cs"}),
        ("we'll \\ ' : * & | !", set()),
        ("%", set()),
    ],
)
def test_words_find_statements(filled, typed, ids):
    """Words in any order, phrases, beginnings, and what must not be there; in scripts without spaces, too."""
    assert found(filled, typed) == ids


def test_a_language_narrows_a_search(filled):
    """Each language is asked for the forms of its own words."""
    assert found(filled, "sanctions", "en") == {"en"}
    assert found(filled, "sanctions", "de") == set()
    assert found(filled, "sankce", "cs") == {"cs"}


def test_postgresql_knows_the_forms_of_a_languages_words(filled):
    """FTS5 knows none but English ones."""
    if not filled.is_postgres:
        pytest.skip("SQLite finds them as Sanktion*")
    assert found(filled, "Sanktion") == {"de"}
    assert found(filled, "санкций") == {"ru"}


def test_the_index_follows_its_statements(store, now):
    """Replaced, changed, removed, or gone with their entry: no word is found that nobody says any more."""
    entry_id, _, article_id = stored_article(store, now, statements=[said("en", "grain", "a"), statement(1)])
    later = now + timedelta(days=1)
    with store.transaction() as session:
        replace_statements(
            store, session, article_id, [said("en", "visas", "a"), said("en", "ports", "b")], later
        )
    assert [found(store, word) for word in ("grain", "object", "visas", "ports")] == [
        set(),
        set(),
        {"a"},
        {"b"},
    ]
    with store.transaction() as session:
        session.execute(delete(EntryRow).where(EntryRow.id == entry_id))
    stored_article(store, now, statements=[said("en", "quotas", "c")])
    assert [found(store, word) for word in ("visas", "ports", "quotas")] == [set(), set(), {"c"}]
    if not store.is_postgres:
        with store.transaction() as session:  # raises when the index and the statements part
            session.execute(text("INSERT INTO statement_words(statement_words) VALUES ('integrity-check')"))
            assert session.scalar(text("SELECT count(*) FROM statement_search")) == 1


def test_the_migration_fills_the_index(database_url, now):
    """A database that is full before it learns to search finds everything afterwards."""
    store = open_store(database_url)
    try:
        upgrade(store)
        stored_article(store, now, statements=[said("en", "grain", "a"), said("zh", "制裁", "b")])
        downgrade(store, "0009")
        upgrade(store)
        assert (found(store, "grain"), found(store, "制裁")) == ({"a"}, {"b"})
    finally:
        store.close()


def test_numbers_last_when_sqlite_packs_its_file(filled, now):
    """VACUUM gives rows without a number of their own new ones."""
    if filled.is_postgres:
        pytest.skip("only SQLite renumbers rows")
    with filled.transaction() as session:
        kept = [said(lang, SAID[lang]) for lang in ("ru", "en")]
        replace_statements(filled, session, 1, kept, now)
    with closing(sqlite3.connect(filled.engine.url.database)) as connection:
        connection.execute("VACUUM")
    assert (found(filled, "sanctions"), found(filled, "санкции")) == ({"en"}, {"ru"})
