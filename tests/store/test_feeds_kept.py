"""Feeds as people handle them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from worker.errors import WrongUse
from worker.shapes import Entry, Page
from worker.store.entries import add_entries
from worker.store.feeds import find_feed, list_feeds, register_feed, remove_feed, set_feed_state
from worker.store.models import BodyRow, EntryRow, OutletRow, PageRow
from worker.store.pages import save_page

URL = "https://outlet.example/feed"


def test_registering_twice_changes_nothing(store, now):
    """The first registration stands; others script against it."""
    first = register_feed(store, URL, now, outlet="The Outlet", lang="en", country="NO")
    again = register_feed(store, URL, now + timedelta(days=1), outlet="Another", lang="de")
    assert (first[1], again) == (True, (first[0], False))
    (line,) = list_feeds(store)
    assert (line.url, line.outlet, line.lang, line.country, line.state) == (
        URL,
        "The Outlet",
        "en",
        "NO",
        "active",
    )
    assert line.next_poll_at == now


def test_feeds_of_one_outlet_share_it(store, now):
    """One publisher, one row."""
    register_feed(store, URL, now, outlet="The Outlet")
    register_feed(store, URL + "/2", now, outlet="The Outlet")
    with store.reading() as session:
        assert session.scalars(select(OutletRow.name)).all() == ["The Outlet"]


def test_an_address_no_index_could_hold_is_refused(store, now):
    """PostgreSQL would fail, SQLite would not: both say the same."""
    with pytest.raises(WrongUse, match="bytes"):
        register_feed(store, URL + "?" + "x" * 3000, now)


@pytest.mark.parametrize(
    "which", ["²", "99999999999", "-1", "999999999999999999999", "https://other.example/", ""]
)
def test_what_names_no_feed_finds_none(store, now, which):
    """Neither odd digits nor numbers past the database's."""
    register_feed(store, URL, now)
    assert find_feed(store, which) is None


def test_a_feed_is_found_by_number_and_by_address(store, now):
    """Both are what people have at hand."""
    feed_id, _ = register_feed(store, URL, now)
    assert find_feed(store, feed_id) == find_feed(store, str(feed_id)) == find_feed(store, URL)
    assert find_feed(store, URL) is not None


def test_a_resumed_feed_is_due_at_once(store, now):
    """Whoever resumes it wants to see it work."""
    feed_id, _ = register_feed(store, URL, now)
    later = now + timedelta(days=2)
    set_feed_state(store, feed_id, "paused", "asked for", now)
    assert find_feed(store, feed_id).state_reason == "asked for"
    set_feed_state(store, feed_id, "active", "", later)
    feed = find_feed(store, feed_id)
    assert (feed.state, feed.next_poll_at, feed.failures) == ("active", later, 0.0)


def test_a_removed_feed_takes_along_what_only_it_brought(store, now):
    """A body that another feed's page shares stays; the rest goes."""
    ids = [register_feed(store, f"{URL}/{number}", now)[0] for number in range(2)]
    for feed_id, bodies in zip(ids, ([b"shared", b"own"], [b"shared"]), strict=True):
        with store.transaction() as session:
            entries = [Entry(str(number), None) for number in range(len(bodies))]
            entry_ids, _ = add_entries(store, session, feed_id, entries, now)
            for entry_id, body in zip(entry_ids, bodies, strict=True):
                save_page(store, session, entry_id, Page("u", "u", 200, (), body, now))
    remove_feed(store, ids[0])
    remove_feed(store, ids[0])
    with store.reading() as session:
        counts = [
            session.scalar(select(func.count()).select_from(row)) for row in (EntryRow, PageRow, BodyRow)
        ]
    assert counts == [1, 1, 1]
