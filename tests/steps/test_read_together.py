"""The pages of one message: saved together like one by one, and none of them at another's mercy."""

from __future__ import annotations

import sqlite3

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import OperationalError
from worker.errors import DatabaseAway
from worker.shapes import Entry
from worker.steps import arrive, read
from worker.steps.extract import store_article
from worker.steps.fetch import fetch_page
from worker.steps.read import DONE, Onward, read_pages
from worker.store.articles import find_article
from worker.store.attempts import begin_first_readings, begin_reading
from worker.store.entries import add_entry
from worker.store.models import (
    ArticleBandRow,
    ArticleTable,
    EventRow,
    PageRow,
    RenderingRow,
    UnmatchedRow,
)
from worker.store.statements import each_statement

from stage import HOST, PARAGRAPH, article_html, make_stage

LONG = "".join(PARAGRAPH.replace("Oslo", f"Oslo {number}") for number in range(4))
TABLES = (ArticleTable, ArticleBandRow, PageRow, RenderingRow, UnmatchedRow)
# An article, its near copy elsewhere, its print version, one without statements, one that is too short.
PAGES = ("we-object", "we-object-too", "print", "silence", "short", "we-welcome", "we-repeat")


@pytest.fixture
def other(tmp_path):
    """Return a second stage, for the way that is compared."""
    made = make_stage(tmp_path, f"sqlite:///{tmp_path}/other.db")
    yield made
    made.context.close()


def page_of(name):
    if name == "short":
        return "<html><body><p>Too short.</p></body></html>"
    words = {"silence": "Nothing was said.", "we-welcome": said("We welcome it")}.get(name)
    canonical = f'<link rel="canonical" href="{HOST}/we-object">' if name == "print" else ""
    text = f"{words or said('We object to it')}</p>{LONG}<p>"
    return article_html(text).replace("<head>", f"<head>{canonical}")


def said(words):
    return f"“{words},” Norwegian Foreign Minister Ada Lind said."


def fetched(stage, *names):
    """Fetch some pages and return their ids; those of pages and entries are the same."""
    ids = []
    for name in names:
        url = f"{HOST}/{name}"
        stage.web.answers[url] = page_of(name)
        entry_id = add_entry(stage.context.store, Entry(url, url), stage.context.now())
        ids.append(fetch_page(stage.context, entry_id))
    return ids


def rows_of(stage, *tables):
    with stage.context.store.reading() as session:
        return [[tuple(row) for row in session.execute(select(table.__table__))] for table in tables]


def endings(stage, ids):
    return [(stage.entry(entry_id).stage, stage.entry(entry_id).outcome) for entry_id in ids]


def test_several_pages_leave_the_rows_of_one_by_one(stage, other):
    """Copies find one another within the message, too; the events are in the order of the pages."""
    ids = fetched(stage, *PAGES)
    assert read_pages(stage.context, ids) == DONE
    for page_id in fetched(other, *PAGES):
        read_pages(other.context, (page_id,))
    assert rows_of(stage, *TABLES) == rows_of(other, *TABLES)
    assert list(each_statement(stage.context.store)) == list(each_statement(other.context.store)) != []
    [mine], [theirs] = rows_of(stage, EventRow), rows_of(other, EventRow)
    assert [row[1:] for row in mine] == [row[1:] for row in theirs]
    assert [ending for _, ending in endings(stage, ids)] == [
        *("stored", "stored", "duplicate", "no-statements", "too-short", "stored", "stored"),
    ]
    with stage.context.store.reading() as session:
        assert session.get(ArticleTable, find_article(stage.context.store, 2).id).copy_of == 1


def test_few_statements_are_enough_for_all_of_them(stage):
    """What a page costs beside its own look-up and row does not grow with their number."""
    names = [f"page-{number}" for number in range(8)]
    ids = fetched(stage, *names)
    seen = []
    event.listen(
        stage.context.store.engine, "before_cursor_execute", lambda _c, _r, words, *_: seen.append(words)
    )
    read_pages(stage.context, ids)
    assert len(seen) <= 2 * len(ids) + 7 + 11, seen  # the last are those of the match


def test_a_page_begun_before_is_left_to_a_message_of_its_own(stage):
    """It may be the one that kills: the others go on without it, and their second time is alone as well."""
    ids = fetched(stage, "a", "b", "c")
    begin_reading(stage.context.store, ids[1], stage.context.now())  # and then nothing
    assert read_pages(stage.context, ids) == Onward(pages=(ids[1],))
    assert endings(stage, ids) == [("done", "stored"), ("extract", None), ("done", "stored")]
    assert read_pages(stage.context, ids) == Onward(pages=(ids[1],))


def test_a_message_that_died_comes_back_as_one_for_each_page(stage):
    """Its pages have been begun; alone they go step by step, so that the one that kills is named."""
    ids = fetched(stage, "a", "b")
    begin_first_readings(stage.context.store, ids, stage.context.now())  # and then nothing
    assert read_pages(stage.context, ids) == Onward(pages=tuple(ids))
    assert read_pages(stage.context, ids[:1]) == Onward(detect=(1,))


@pytest.mark.parametrize("times", [(0, 11), (0, 1, 11), (0, 1, 1, 11)], ids=["extract", "both", "detect"])
def test_pages_that_take_long_do_not_hold_the_others(times, stage, monkeypatch):
    """Those that there was no time for have not been tried, whatever took the others so long."""
    ids = fetched(stage, "a", "b", "c")
    left = list(times)
    monkeypatch.setattr(read, "monotonic", lambda: left.pop(0) if len(left) > 1 else left[0])
    onward = read_pages(stage.context, ids)
    assert (sorted(onward.pages), onward.detect, onward.match) == (ids[1:], (), ())
    assert [stage.entry(entry_id).attempts for entry_id in ids[1:]] == [0, 0]
    assert endings(stage, ids[:1]) == [("done", "stored")]


def test_an_article_that_can_not_be_saved_does_not_stop_the_others(stage, monkeypatch):
    """What breaks together is saved one by one; the one that breaks again keeps its traceback."""
    ids = fetched(stage, "a", "b", "c")

    def save(context, place, article):
        if place[0] == ids[1]:
            raise ValueError("too odd")
        return store_article(context, place, article)

    monkeypatch.setattr(read, "save_arrivals", lambda *_: 1 / 0)
    monkeypatch.setattr(read, "store_article", save)
    assert read_pages(stage.context, ids) == DONE
    assert endings(stage, ids) == [("done", "stored"), ("extract", None), ("done", "stored")]
    assert "too odd" in stage.entry(ids[1]).outcome_detail


def test_a_database_in_trouble_is_no_attempt(stage, monkeypatch):
    """Of none of the pages, whether they have been read already or not."""
    ids = fetched(stage, "a", "b")

    def away(*_args):
        raise OperationalError("INSERT", {}, _locked())

    monkeypatch.setattr(arrive, "add_bands", away)
    with pytest.raises(DatabaseAway):
        read_pages(stage.context, ids)
    assert [stage.entry(entry_id).attempts for entry_id in ids] == [0, 0]
    monkeypatch.undo()
    assert read_pages(stage.context, ids) == DONE


def _locked():
    error = sqlite3.OperationalError("database is locked")
    error.sqlite_errorcode = sqlite3.SQLITE_BUSY
    return error
