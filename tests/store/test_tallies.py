"""Kept counts on both databases: once each, nothing too young, and a cheap look at how things stand."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import event
from stored_samples import statement, stored_article
from worker.shapes import Entry
from worker.store.days import each_source, forget_days
from worker.store.entries import add_entry, end_entry
from worker.store.events import order_events
from worker.store.feeds import register_feed
from worker.store.standing import standing
from worker.store.tallies import SETTLED, count_on, set_tallies, tallies


def counted(store, now):
    """Count until nothing is left; return the counts by name and labels."""
    order_events(store, now)
    while count_on(store, now):
        pass
    return {(t.name, *t.labels.values()): t.value for t in tallies(store) if t.name != "cursor"}


def test_each_row_is_counted_once(store, now):
    """By whatever it is labelled with; an absent label is a word, too."""
    stored_article(store, now, statements=[statement(1), statement(2, country=None)])
    stored_article(store, now, url="https://outlet.example/b", lang=None)
    found = counted(store, now + SETTLED)
    assert (found["entries",], found["pages", "200"]) == (2, 2)
    assert (found["articles", "en"], found["articles", "unknown"]) == (1, 1)
    assert (found["statements", "NO", "en"], found["statements", "unknown", "en"]) == (1, 1)
    assert found["changes", "recorded"] == 2
    assert counted(store, now + 2 * SETTLED) == found


def test_rows_that_something_may_slip_in_before_wait_for_the_next_time(store, now):
    """On PostgreSQL only: there a lower number may be committed later."""
    add_entry(store, Entry("a", None), now)
    found = counted(store, now + SETTLED / 2)
    assert ("entries" in {name for name, *_ in found}) is not store.is_postgres
    assert counted(store, now + SETTLED)["entries",] == 1


def test_days_are_counted_by_outlet_and_language(store, now):
    """And forgotten when nobody looks at them any more."""
    stored_article(store, now, statements=[statement(1), statement(2)])
    counted(store, now + SETTLED)
    day, next_day = now.date(), now.date() + timedelta(1)
    days = {(kind, name): found for kind, name, found in each_source(store, day, next_day)}
    assert {place: [(d.articles, d.statements) for d in found] for place, found in days.items()} == {
        ("lang", "en"): [(1, 2)],
        ("outlet", "The Outlet"): [(1, 2)],
    }
    forget_days(store, next_day)
    assert not list(each_source(store, day, next_day))


def test_counts_that_are_set_replace_each_other(store):
    """What is not named any more is gone."""
    set_tallies(store, "outcomes", [({"outcome": "gone"}, 3), ({"outcome": "stored"}, 5)])
    set_tallies(store, "outcomes", [({"outcome": "stored"}, 6)])
    assert [(t.labels, t.value) for t in tallies(store)] == [({"outcome": "stored"}, 6)]


def test_how_things_stand_takes_a_handful_of_queries(store, now):
    """Entries by step, those put off, the quarantine, feeds by state and the most overdue one."""
    register_feed(store, "https://outlet.example/feed", now)
    add_entry(store, Entry("a", None), now)
    broken = add_entry(store, Entry("b", None), now)
    with store.transaction() as session:
        end_entry(session, broken, "quarantined", now)
    sent = []
    listen = lambda *facts: sent.append(facts[2])  # noqa: E731
    event.listen(store.engine, "before_cursor_execute", listen)
    found = standing(store, now + timedelta(minutes=5))
    event.remove(store.engine, "before_cursor_execute", listen)
    assert len([line for line in sent if line.startswith("SELECT")]) <= 8
    assert (found.waiting, found.retrying, found.quarantined) == ({"fetch": 1}, 0, 1)
    assert (found.feeds, found.feeds_in_trouble) == ({"active": 1}, 0)
    assert (found.oldest_waiting_at, found.most_overdue_at) == (now, now)
