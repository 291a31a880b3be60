"""The entries of one fetch message: stored together, and none of them at another's mercy."""

from __future__ import annotations

import sqlite3

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from worker.errors import DatabaseAway
from worker.shapes import Entry
from worker.steps import fetch
from worker.steps.fetch import Fetched, fetch_pages
from worker.store.entries import add_entry
from worker.store.pages import load_page

from stage import BROKEN, HOST, article_html


def entries(stage, *answers):
    """Register an entry for each answer and return their ids."""
    ids = []
    for number, answer in enumerate(answers):
        url = f"{HOST}/{number}"
        stage.web.answers[url] = answer
        ids.append(add_entry(stage.context.store, Entry(url, url), stage.context.now()))
    return ids


def standing(stage, ids):
    rows = [stage.entry(entry_id) for entry_id in ids]
    return [(row.stage, row.outcome, row.attempts) for row in rows]


def test_pages_are_stored_together_and_each_entry_goes_its_way(stage):
    """One that is gone and one that does not answer are between them."""
    ids = entries(stage, article_html(), 404, BROKEN, article_html("Nothing was said."), article_html())
    statements = []
    event.listen(
        stage.context.store.engine,
        "before_cursor_execute",
        lambda _c, _r, words, *_: statements.append(words),
    )
    [fetched] = list(fetch_pages(stage.context, ids))
    assert fetched == Fetched({1: f"{HOST}/0", 2: f"{HOST}/3", 3: f"{HOST}/4"})
    assert sum(words.startswith("INSERT INTO page") for words in statements) == 1
    assert standing(stage, ids) == [
        *[("extract", None, 0), ("done", "not-found", 1), ("fetch", None, 1)],
        *[("extract", None, 0), ("extract", None, 0)],
    ]
    assert load_page(stage.context.store, 1).body == load_page(stage.context.store, 3).body
    assert list(fetch_pages(stage.context, ids[:2])) == [Fetched({})]  # the same message again


def test_a_page_does_not_wait_long_for_the_next_one(stage, monkeypatch):
    """A slow host holds up nobody's page for more than moments."""
    ids = entries(stage, *[article_html()] * 3)
    times = iter([0.0, 0.1, 0.2, 0.5, 3.0, 3.1, 3.2, 3.3])  # begun; then of each: in time? held since; long?
    monkeypatch.setattr(fetch, "monotonic", lambda: next(times))
    assert [list(fetched.pages) for fetched in fetch_pages(stage.context, ids)] == [[1, 2], [3]]


def test_large_pages_are_not_held(stage, monkeypatch):
    """Sixteen threads hold pages at once."""
    monkeypatch.setattr(fetch, "HELD_BYTES", 10)
    ids = entries(stage, article_html(), article_html())
    assert [list(fetched.pages) for fetched in fetch_pages(stage.context, ids)] == [[1], [2], []]


def test_entries_that_there_is_no_time_for_are_left_to_another_message(stage, monkeypatch):
    """They have not been tried; what is held is stored first."""
    ids = entries(stage, *[article_html()] * 3)
    times = iter([0.0, 0.1, 0.2, 6.0])
    monkeypatch.setattr(fetch, "monotonic", lambda: next(times))
    assert list(fetch_pages(stage.context, ids)) == [Fetched({1: f"{HOST}/0"}, tuple(ids[1:]))]
    assert standing(stage, ids)[1:] == [("fetch", None, 0)] * 2


def test_a_page_that_can_not_be_stored_does_not_stop_the_others(stage, monkeypatch):
    """What breaks together is stored one by one; the one that breaks again keeps its traceback."""
    ids = entries(stage, article_html(), article_html("Odd."), article_html("Nothing was said."))

    def save(store, session, fetched):
        if any(entry_id == ids[1] for entry_id, *_ in fetched):
            raise ValueError("too odd")
        return save_pages(store, session, fetched)

    save_pages = fetch.save_pages
    monkeypatch.setattr(fetch, "save_pages", save)
    [fetched] = list(fetch_pages(stage.context, ids))
    assert list(fetched.pages) == [1, 2]
    assert standing(stage, ids) == [("extract", None, 0), ("fetch", None, 1), ("extract", None, 0)]
    assert "too odd" in stage.entry(ids[1]).outcome_detail


def test_a_database_in_trouble_is_no_attempt(stage, monkeypatch):
    """Of none of those that are held; asked again, they come."""
    ids = entries(stage, article_html(), article_html())
    error = sqlite3.OperationalError("database is locked")
    error.sqlite_errorcode = sqlite3.SQLITE_BUSY

    def away(*_args):
        raise OperationalError("INSERT", {}, error)

    monkeypatch.setattr(fetch, "save_pages", away)
    with pytest.raises(DatabaseAway):
        list(fetch_pages(stage.context, ids))
    assert standing(stage, ids) == [("fetch", None, 0)] * 2
    monkeypatch.undo()
    assert [list(fetched.pages) for fetched in fetch_pages(stage.context, ids)] == [[1, 2]]
