"""Pages, articles and what happens to them when they come again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import func, select
from stored_samples import TEXT, page, statement, stored_article
from worker.shapes import Article, Entry
from worker.store.articles import (
    drop_article,
    each_article,
    earlier_versions,
    find_article,
    find_copy,
    has_article,
    load_article,
    save_article,
)
from worker.store.copies import note_sketch
from worker.store.entries import add_entry, end_entry
from worker.store.models import ArticleTable, BodyRow
from worker.store.pages import load_page, save_page
from worker.store.statements import each_statement

URL = "https://outlet.example/a"


def test_a_page_comes_back_byte_for_byte(store, now):
    """Everything after the fetch is computed from it again."""
    entry_id = add_entry(store, Entry("a", URL), now)
    body = bytes(range(256)) * 50
    headers = (("content-type", "text/html"), ("set-cookie", "a=1"), ("set-cookie", "b=\udcff\x00ü"))
    wanted = replace(page(URL, now, body), headers=headers)
    with store.transaction() as session:
        page_id = save_page(store, session, entry_id, wanted)
    assert load_page(store, page_id) == wanted
    assert load_page(store, 99) is None


def test_bodies_are_kept_once_and_packed(store, now):
    """Consent pages come by the thousand."""
    body = b"<p>accept all cookies</p>" * 400
    ids = [add_entry(store, Entry(str(number), None), now) for number in range(3)]
    for entry_id in ids:
        with store.transaction() as session:
            save_page(store, session, entry_id, page(URL, now, body))
    with store.reading() as session:
        packed, size = session.execute(select(BodyRow.zstd, BodyRow.size)).one()
    assert size == len(body)
    assert len(packed) < size / 20


def test_an_empty_body_is_a_body(store, now):
    """204 is an answer."""
    entry_id = add_entry(store, Entry("a", None), now)
    with store.transaction() as session:
        page_id = save_page(store, session, entry_id, page(URL, now, b""))
    assert load_page(store, page_id).body == b""


def test_a_new_text_is_a_new_version_of_the_same_article(store, now):
    """The same text again is not."""
    entry_id, page_id, article_id = stored_article(store, now)
    for text, version in ((TEXT, 1), (TEXT + " Corrected.", 2), (TEXT + " Corrected.", 2)):
        with store.transaction() as session:
            again = save_article(store, session, (page_id, entry_id), Article(text, title="T"), now)
        assert again == article_id
        assert find_article(store, entry_id).version == version
    assert load_article(store, article_id) == (entry_id, Article(TEXT + " Corrected.", title="T"))
    assert load_article(store, 99) is None


def test_the_earlier_texts_of_an_article_are_kept(store, now):
    """Twice the same text is one version; what it said before can be read."""
    entry_id = add_entry(store, Entry("a", URL), now)
    with store.transaction() as session:
        page_id = save_page(store, session, entry_id, page(URL, now))
    for minutes, text in enumerate(("First.", "First.", "Second.", "Third.")):
        with store.transaction() as session:
            save_article(store, session, (page_id, entry_id), Article(text), now + timedelta(minutes=minutes))
    with store.reading() as session:
        earlier = earlier_versions(session, entry_id)
    assert [(old.version, old.text) for old in earlier] == [(1, "First."), (2, "Second.")]
    assert find_article(store, entry_id).version == 3


def test_a_copy_is_the_same_text_under_the_same_canonical_address(store, now):
    """A canonical address alone proves little: some sites give all their pages the same one."""
    entry_id, _, _ = stored_article(store, now)
    same = Article(TEXT, canonical_url=URL)
    with store.reading() as session:
        assert find_copy(session, 99, same, is_other) == entry_id
        assert find_copy(session, entry_id, same, is_other) is None
        assert find_copy(session, 99, replace(same, text="Another"), is_other) is None
        assert find_copy(session, 99, replace(same, canonical_url=None), is_other) is None


def test_a_twin_under_the_same_canonical_address_may_differ_by_a_line(store, now):
    """Its minima are compared, of the latest articles of that address only."""
    entry_id, _, article_id = stored_article(store, now)
    twin = Article("Another", canonical_url=URL)
    with store.transaction() as session:
        assert find_copy(session, 99, twin, lambda _minima: True) is None
        note_sketch(store, session, article_id, (1, 2), b"minima")
    with store.reading() as session:
        assert find_copy(session, 99, twin, lambda minima: minima == b"minima") == entry_id
        assert find_copy(session, 99, twin, is_other) is None
        elsewhere = replace(twin, canonical_url=URL + "/b")
        assert find_copy(session, 99, elsewhere, lambda _minima: True) is None


def is_other(_minima):
    return False


def test_a_canonical_address_past_every_index_is_left_out(store, now):
    """PostgreSQL would refuse the row."""
    entry_id, _, _ = stored_article(store, now, canonical_url=URL + "?" + "é" * 3000)
    assert find_article(store, entry_id).canonical_url is None


def test_an_article_is_older_than_a_page_fetched_after_it(store, now):
    """Then a page that brings nothing is no reason to lose it."""
    entry_id, _, _ = stored_article(store, now)
    with store.reading() as session:
        assert has_article(session, entry_id, before_page=False)
        assert not has_article(session, entry_id, before_page=True)
    with store.transaction() as session:
        save_page(store, session, entry_id, page(URL, now + timedelta(hours=1), b"paywall"))
        assert has_article(session, entry_id, before_page=True)
        assert not has_article(session, 99, before_page=False)


def test_a_dropped_article_takes_its_statements_along(store, now):
    """They point into its text."""
    entry_id, _, _ = stored_article(store, now, statements=[statement(1)])
    with store.transaction() as session:
        drop_article(store, session, entry_id, now)
    with store.reading() as session:
        assert session.scalar(select(func.count()).select_from(ArticleTable)) == 0
    assert list(each_statement(store)) == []


def test_entries_without_a_text_are_listed_with_their_word(store, now):
    """Nothing disappears silently; newest first."""
    stored_article(store, now)
    other = add_entry(store, Entry("b", "https://outlet.example/b", title="Lost"), now)
    with store.transaction() as session:
        end_entry(session, other, "gone", now)
    first, second = each_article(store)
    assert (first.id, first.outcome, first.title, first.text, first.version) == (
        other,
        "gone",
        "Lost",
        None,
        0,
    )
    assert (second.text, second.version, second.outlet, second.published_at) == (TEXT, 1, "The Outlet", now)
    assert [row.id for row in each_article(store, limit=1)] == [other]
    assert [row.text for row in each_article(store, lang="en", outlet="The Outlet")] == [TEXT]
    assert list(each_article(store, lang="de")) == []
    assert find_article(store, 99) is None
