"""Events: one for each change and none for none, in one order, kept until every receiver has them."""

from __future__ import annotations

import json
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event, func, select
from stored_samples import statement, stored_article
from test_statements_kept import replaced
from worker.store.articles import drop_article
from worker.store.entries import end_entry
from worker.store.events import (
    cursor_of,
    each_event,
    events_after,
    first_kept,
    headline,
    order_events,
    prune_events,
)
from worker.store.feeds import register_feed, remove_feed
from worker.store.models import EntryRow, EventRow
from worker.store.quarantine import drop
from worker.store.routes import (
    hold_route,
    keep_routes,
    let_go,
    list_routes,
    note_delivered,
    note_failed,
    rewind_route,
)
from worker.store.rows import as_record
from worker.store.statements import each_statement, replace_statements

HOLD = timedelta(minutes=1)


def told(store, now, since=0):
    """Order what waits and return it as (what happened, id)."""
    order_events(store, now)
    return [(event.type.removeprefix("statement."), event.statement_id) for event in each_event(store, since)]


@contextmanager
def counted_sql(store):
    """Count the SQL statements that are sent within the block."""
    sent = []
    listen = lambda *facts: sent.append(facts[2])  # noqa: E731
    event.listen(store.engine, "before_cursor_execute", listen)
    yield sent
    event.remove(store.engine, "before_cursor_execute", listen)


def break_off(store, article_id, now):
    """Replace an article's statements in a transaction that ends badly."""
    with store.transaction() as session:
        replace_statements(store, session, article_id, [statement(1)], now)
        raise ZeroDivisionError


def test_each_change_is_one_event_and_no_change_is_none(store, now):
    """New, changed and removed ones are told apart; a second run says nothing."""
    _, _, article_id = stored_article(store, now, statements=[statement(1), statement(2)])
    replaced(store, article_id, [statement(1), statement(2)], now)
    replaced(store, article_id, [statement(2, act="DENY"), statement(3)], now)
    assert told(store, now) == [
        ("recorded", "s1"),
        ("recorded", "s2"),
        ("removed", "s1"),
        ("recorded", "s3"),
        ("changed", "s2"),
    ]


def test_an_event_brings_the_record_as_the_export_writes_it(store, now):
    """A reader of both needs one parser; what a change replaced is beside it."""
    _, _, article_id = stored_article(store, now, statements=[statement(1)])
    replaced(store, article_id, [statement(1, act="DENY")], now)
    order_events(store, now)
    first, second = (json.loads(found.body) for found in each_event(store, 0))
    (row,) = each_statement(store)
    exported = json.loads(json.dumps(as_record(row), default=lambda value: value.isoformat()))
    assert second["statement"] == exported
    assert list(second["statement"]) == list(exported)
    assert (second["before"], first["before"]) == ({"act": "REJECT"}, None)
    assert first["statement"] == exported | {"act": "REJECT"}


def test_events_cost_one_sql_statement_an_article_and_none_without_change(store, now):
    """However many statements an article has."""
    _, _, article_id = stored_article(store, now)
    many = [statement(number) for number in range(20)]
    with counted_sql(store) as sent:
        replaced(store, article_id, many, now)
    assert len([line for line in sent if "INTO event" in line]) == 1
    with counted_sql(store) as sent:
        replaced(store, article_id, many, now)
    assert not [line for line in sent if " event" in line]


def test_what_is_rolled_back_is_never_told(store, now):
    """The events stand or fall with the statements."""
    _, _, article_id = stored_article(store, now)
    with pytest.raises(ZeroDivisionError):
        break_off(store, article_id, now)
    assert told(store, now) == []


def test_removed_articles_entries_and_feeds_take_their_statements_with_a_word(store, now):
    """Whichever way a statement goes, whoever keeps a copy of it hears of it."""
    feed_id, _ = register_feed(store, "https://outlet.example/feed", now)
    places = [
        stored_article(store, now, url=f"https://outlet.example/{n}", statements=[statement(n)])
        for n in (1, 2, 3)
    ]
    told(store, now)
    before = cursor_of(now) + 2
    with store.transaction() as session:
        drop_article(store, session, places[0][0], now)
        end_entry(session, places[1][0], "quarantined", now)
        session.get(EntryRow, places[2][0]).feed_id = feed_id
    drop(store, [places[1][0]], now)
    remove_feed(store, feed_id)
    assert told(store, now, before) == [("removed", "s1"), ("removed", "s2"), ("removed", "s3")]
    assert not list(each_statement(store))


def test_cursors_grow_with_the_clock_and_also_when_it_goes_back(store, now):
    """A database from yesterday's copy gives no cursor twice; a clock that is set back, neither."""
    stored_article(store, now, statements=[statement(1), statement(2)])
    order_events(store, now)
    first, second = (found.cursor for found in each_event(store, 0))
    assert (first, second) == (cursor_of(now), cursor_of(now) + 1)
    stored_article(store, now, url="https://outlet.example/b", statements=[statement(3)])
    order_events(store, now - timedelta(days=1))
    assert [found.cursor for found in each_event(store, second)] == [second + 1]


def test_numbers_go_on_when_everything_is_pruned(store, now):
    """Only the receivers then know how far the numbers have come."""
    stored_article(store, now, statements=[statement(1)])
    order_events(store, now)
    keep_routes(store, ["stream"])
    assert prune_events(store, now + timedelta(days=1)) == 1
    assert first_kept(store) is None
    stored_article(store, now, url="https://outlet.example/b", statements=[statement(2)])
    order_events(store, now - timedelta(days=1))
    assert next(each_event(store, 0)).cursor == cursor_of(now) + 1


def test_an_event_is_kept_until_every_receiver_has_it(store, now):
    """Old and delivered: gone. Old and not delivered: kept, whatever its age."""
    stored_article(store, now, statements=[statement(1), statement(2)])
    order_events(store, now)
    keep_routes(store, ["stream", "slow"], ["stream", "slow"])
    late = now + timedelta(days=30)
    assert prune_events(store, late) == 0
    for name, position in (("stream", cursor_of(now) + 1), ("slow", cursor_of(now))):
        note_delivered(store, hold_route(store, name, now, HOLD), position, now)
    assert prune_events(store, now - timedelta(days=1)) == 0
    assert prune_events(store, late) == 1
    keep_routes(store, ["stream"])  # the slow one is no receiver any more
    assert prune_events(store, late) == 1


def test_a_new_receiver_begins_with_what_comes_unless_it_wants_all(store, now):
    """Nobody is flooded with a fortnight of old events; the stream is filled."""
    stored_article(store, now, statements=[statement(1), statement(2)])
    order_events(store, now)
    keep_routes(store, ["stream", "hook"], ["stream"])
    keep_routes(store, ["stream", "hook"], ["stream"])
    assert {route.name: route.waiting for route in list_routes(store)} == {"stream": 2, "hook": 0}
    assert rewind_route(store, "hook", 0)
    assert not rewind_route(store, "nobody", 0)
    assert {route.name: route.waiting for route in list_routes(store)} == {"stream": 2, "hook": 2}


def test_one_at_a_time_holds_a_receiver_and_a_dead_one_loses_it(store, now):
    """Who comes late may not write down what another goes on with."""
    stored_article(store, now, statements=[statement(1)])
    order_events(store, now)
    keep_routes(store, ["stream"], ["stream"])
    first = hold_route(store, "stream", now, HOLD)
    assert first.position == 0
    assert hold_route(store, "stream", now, HOLD) is None
    second = hold_route(store, "stream", now + HOLD, HOLD)
    assert second is not None
    assert not note_delivered(store, first, cursor_of(now), now)
    assert note_delivered(store, second, cursor_of(now), now + HOLD)
    let_go(store, second)
    assert hold_route(store, "stream", now + 2 * HOLD, HOLD) is None  # nothing waits


def test_a_failure_is_written_down_and_waits(store, now):
    """Since when, why, and until when; the next success clears it."""
    stored_article(store, now, statements=[statement(1)])
    order_events(store, now)
    keep_routes(store, ["hook"], ["hook"])
    for minute in (0, 5):
        at = now + timedelta(minutes=minute)
        note_failed(store, hold_route(store, "hook", at, HOLD), "status 500", at, at + HOLD)
    (route,) = list_routes(store)
    assert (route.failures, route.failing_since, route.reason) == (2, now, "status 500")
    assert hold_route(store, "hook", now + timedelta(minutes=5), HOLD) is None
    hold = hold_route(store, "hook", now + timedelta(minutes=6), HOLD)
    note_delivered(store, hold, cursor_of(now), now)
    (route,) = list_routes(store)
    assert (route.failures, route.failing_since, route.reason, route.waiting) == (0, None, None, 0)


def test_a_page_of_events_ends_at_its_limit(store, now):
    """And every one is ordered, in several goes."""
    stored_article(store, now, statements=[statement(number) for number in range(7)])
    assert [order_events(store, now, 3) for _ in range(4)] == [3, 3, 1, 0]
    page = events_after(store, 0, 4)
    assert [found.statement_id for found in page] == ["s0", "s1", "s2", "s3"]
    assert headline(page[0]) == ("Ada Lind", "“We object,”")
    with store.reading() as session:
        assert session.scalar(select(func.count()).where(EventRow.position.is_(None))) == 0
