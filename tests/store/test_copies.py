"""Wire copy is linked to the first article that brought it; a look-up reads an index, never the archive."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import insert
from sqlalchemy import text as sql
from worker.articles.sketch import NEAR, similarity, sketch
from worker.shapes import Article, Entry, Page
from worker.steps.copies import note_copy
from worker.store.arrivals import find_neighbours
from worker.store.articles import drop_article, save_article
from worker.store.copies import OLDEST, copies_of
from worker.store.entries import add_entry
from worker.store.models import ArticleBandRow
from worker.store.pages import save_page

WIRE = " ".join(f"The delegation of country {number} spoke on day {number % 7}." for number in range(60))


def stored(store, now, name, text):
    url = f"https://{name}.example/a"
    entry_id = add_entry(store, Entry(name, url), now)
    with store.transaction() as session:
        page_id = save_page(store, session, entry_id, Page(url, url, 200, (), name.encode(), now))
        article_id = save_article(store, session, (page_id, entry_id), Article(text), now)
        note_copy(store, session, article_id, text)
    return entry_id


def test_copies_are_linked_to_the_first(store, now):
    """A copy of a copy too; another text and a short one stand alone."""
    first = stored(store, now, "first", WIRE)
    second = stored(store, now, "second", WIRE + " More in our evening edition.")
    third = stored(store, now, "third", "By our staff. " + WIRE + " More in our evening edition.")
    other = stored(
        store, now, "other", WIRE.replace("delegation", "minister").replace("spoke", "fell silent")
    )
    with store.reading() as session:
        assert copies_of(session, first) == (None, [second, third])
        assert copies_of(session, third) == (first, [])
        assert copies_of(session, other) == (None, [])
        assert copies_of(session, 99) == (None, [])


def test_a_text_that_changes_is_looked_at_anew_and_one_that_goes_leaves_no_link(store, now):
    first, second = stored(store, now, "first", WIRE), stored(store, now, "second", WIRE)
    with store.transaction() as session:
        article_id = session.execute(
            sql("SELECT id FROM article WHERE entry_id = :e"), {"e": second}
        ).scalar()
        note_copy(store, session, article_id, WIRE[::-1])
    with store.reading() as session:
        assert copies_of(session, second) == (None, [])
    third = stored(store, now, "third", WIRE)
    with store.transaction() as session:
        drop_article(store, session, first, now)
    with store.reading() as session:
        assert copies_of(session, third) == (None, [])


def test_a_band_that_many_share_hides_no_original(store, now):
    """An outlet's notice makes its articles share a band; the one that shares all of them is still found."""
    made = sketch(WIRE)
    for number in range(OLDEST + 10):
        stored(store, now, f"notice{number}", f"Text {number}")
    original = stored(store, now, "original", WIRE)
    with store.transaction() as session:
        others = session.scalars(sql("SELECT id FROM article WHERE entry_id <> :e"), {"e": original}).all()
        rows = [{"value": made.bands[0], "article_id": each} for each in others]
        session.execute(insert(ArticleBandRow), rows)
    copy = stored(store, now, "copy", WIRE)
    with store.reading() as session:
        assert copies_of(session, copy) == (original, [])


def test_a_look_up_costs_the_same_however_many_copies_there_are(store, now):
    """Counted in steps of SQLite's machine: two hundred copies against sixty."""
    if store.is_postgres:
        return
    made, steps = sketch(WIRE), []
    for count in (OLDEST + 10, 4 * OLDEST):
        for number in range(count):
            stored(store, now, f"copy{count}-{number}", WIRE)
        with store.reading() as session:
            driver = session.connection().connection.driver_connection
            driver.set_progress_handler(lambda: steps.append(count) and 0, 20)  # noqa: B023 - called at once
            find_neighbours(session, 99_999, Article(WIRE, canonical_url="https://a.example/"), made.bands)
            driver.set_progress_handler(None, 0)
    few, many = Counter(steps).values()
    assert many <= 1.1 * few


def test_the_latest_of_an_address_are_found_without_sorting_all(store):
    """Some sites give all their pages one canonical address."""
    if store.is_postgres:
        return
    query = (
        "SELECT id FROM article WHERE canonical_url = 'x' AND entry_id <> 1 ORDER BY entry_id DESC LIMIT 20"
    )
    with store.reading() as session:
        plan = str(session.execute(sql(f"EXPLAIN QUERY PLAN {query}")).all())
    assert "COVERING INDEX ix_article_canonical_url_entry_id" in plan
    assert "TEMP B-TREE" not in plan


def test_the_look_up_reads_the_index(store, now):
    """The query plan names it; a thousand other articles change nothing."""
    if store.is_postgres:
        return
    bands = sketch(WIRE).bands
    assert similarity(sketch(WIRE).minima, sketch(WIRE).minima) >= NEAR
    with store.reading() as session:
        plan = session.execute(
            sql("EXPLAIN QUERY PLAN SELECT article_id FROM article_band WHERE value IN (:one, :other)"),
            {"one": bands[0], "other": bands[1]},
        ).all()
    assert "SEARCH article_band USING" in str(plan)
