"""Claiming due feeds, and what a poll leaves behind."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from sqlalchemy import insert, select
from worker.shapes import Entry
from worker.store.entries import end_entry
from worker.store.feeds import find_feed, register_feed, remove_feed, set_feed_state
from worker.store.models import EntryRow, FeedRow, PollRow
from worker.store.polls import (
    CLAIM,
    claim_due_feeds,
    count_unpolled,
    recent_entry_times,
    save_poll,
)
from worker.store.rows import PollResult

URL = "https://outlet.example/feed"


def result(now, **facts):
    return PollResult("ok", now, now + timedelta(minutes=15), **facts)


@pytest.fixture
def feed_id(store, now):
    """Register one feed."""
    return register_feed(store, URL, now)[0]


def test_only_active_feeds_whose_time_has_come_are_claimed_longest_due_first(store, now):
    """The timetable is the column."""
    late, later, paused, future = (
        register_feed(store, f"{URL}/{name}", now + timedelta(minutes=minutes))[0]
        for name, minutes in (("a", -5), ("b", -1), ("c", -9), ("d", 1))
    )
    set_feed_state(store, paused, "paused", "", now)
    assert claim_due_feeds(store, now, 1) == (late,)
    assert claim_due_feeds(store, now, 10) == (later,)
    assert claim_due_feeds(store, now, 10) == ()
    assert claim_due_feeds(store, now + CLAIM, 10) == (late, later, future)  # whose polls never ran


def test_feeds_of_a_busy_host_come_up_again_in_the_same_run(store, now, feed_id):
    """They were not polled: the log says so, and nothing else is noted but the next time."""
    other, _ = register_feed(store, f"{URL}/other", now)
    save_poll(store, other, result(now), [])
    soon = now + timedelta(seconds=5)
    save_poll(store, feed_id, PollResult("host-busy", now, soon, failures=2.0), [])
    feed = find_feed(store, feed_id)
    assert (feed.last_poll_at, feed.failures, feed.next_poll_at) == (None, 0.0, soon)
    assert count_unpolled(store, soon, now) == 1
    assert claim_due_feeds(store, now + timedelta(hours=1), 9, unpolled_since=now) == (feed_id,)
    assert count_unpolled(store, soon, now) == 0


def test_many_claimers_take_each_feed_once(store, now):
    """Dispatchers on several machines need no lock of their own."""
    with store.transaction() as session:
        rows = [{"url": f"{URL}/{n}", "added_at": now, "next_poll_at": now} for n in range(600)]
        session.execute(insert(FeedRow), rows)
    taken: list[int] = []

    def claim():
        while ids := claim_due_feeds(store, now, 50):
            taken.extend(ids)

    threads = [threading.Thread(target=claim) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == len(set(taken)) == 600


def test_claiming_reads_no_feed_that_is_not_due(store):
    """Flat for ten thousand feeds: both databases take the partial index."""
    query = "SELECT id FROM feed WHERE state = 'active' AND next_poll_at <= '2026-01-01' LIMIT 9"
    with store.engine.connect() as connection:
        if store.is_postgres:
            connection.exec_driver_sql("SET enable_seqscan = off")  # the table is empty
            plan = connection.exec_driver_sql(f"EXPLAIN {query}").all()
        else:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}").all()
    assert "ix_feed_due" in str(plan)


def test_a_poll_saves_unknown_entries_once_in_the_order_of_the_document(store, now, feed_id):
    """The second poll of the same document brings nothing."""
    entries = [Entry(key, f"https://outlet.example/{key}", published_at=now) for key in "zay"]
    ids = save_poll(store, feed_id, result(now, entries=3, title="The Outlet"), [*entries, entries[0]])
    with store.reading() as session:
        assert [session.get(EntryRow, entry_id).key for entry_id in ids] == ["z", "a", "y"]
    assert save_poll(store, feed_id, result(now, entries=3), entries) == ()
    with store.reading() as session:
        log = session.execute(select(PollRow.entries, PollRow.new_entries).order_by(PollRow.id)).all()
    assert log == [(3, 3), (3, 0)]
    feed = find_feed(store, feed_id)
    assert (feed.last_poll_at, feed.last_entry_at, feed.next_poll_at) == (
        now,
        now,
        now + timedelta(minutes=15),
    )
    assert recent_entry_times(store, feed_id) == (now, now, now)


def test_two_polls_at_once_leave_each_entry_once(store, now, feed_id):
    """A message that is delivered twice does no harm."""
    entries = [Entry(str(number), None) for number in range(300)]
    found: list[int] = []

    def poll(order):
        found.extend(save_poll(store, feed_id, result(now), order))

    threads = [threading.Thread(target=poll, args=(order,)) for order in (entries, entries[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == len(set(found)) == 300


@pytest.mark.parametrize(
    ("change", "again"),
    [
        (({"title": "Corrected"}, timedelta(hours=2)), True),
        (({"updated_at": timedelta(hours=1)}, timedelta(hours=2)), True),
        (({"title": "Corrected"}, timedelta(minutes=10)), False),  # too soon
        (({"updated_at": timedelta(hours=-1)}, timedelta(hours=2)), False),  # an older date
        (({}, timedelta(hours=2)), False),
    ],
)
def test_an_entry_that_its_feed_changed_is_fetched_again(store, now, feed_id, change, again):
    """It becomes a new version of the same entry, never a second one."""
    then, after = change
    first = Entry("a", "https://outlet.example/a", title="First", updated_at=now)
    (entry_id,) = save_poll(store, feed_id, result(now), [first])
    end(store, entry_id, "stored", now)
    values = {name: now + value if name == "updated_at" else value for name, value in then.items()}
    changed = Entry("a", "https://outlet.example/a", **({"title": "First", "updated_at": now} | values))
    assert save_poll(store, feed_id, result(now + after), [changed]) == ((entry_id,) if again else ())
    with store.reading() as session:
        row = session.scalars(select(EntryRow)).one()
    assert (row.stage, row.title) == ("fetch" if again else "done", changed.title if again else "First")


HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("again", "is_another"),
    [
        ({"url": "b", "title": "Second", "published_at": 24 * HOUR}, True),
        ({"url": "b", "title": "Second", "published_at": HOUR}, False),  # a headline with its address
        ({"url": "a", "title": "Second", "published_at": 24 * HOUR}, False),
        ({"url": "b", "title": "First", "published_at": 24 * HOUR}, False),
        ({"url": "b", "title": "Second", "published_at": None}, False),
    ],
)
def test_a_guid_that_is_used_again_for_another_article_makes_another_entry(
    store, now, feed_id, again, is_another
):
    """Else one article would become versions of another; an edit, on the other hand, is no new one."""
    first = Entry("top", "https://outlet.example/a", title="First", published_at=now)
    (entry_id,) = save_poll(store, feed_id, result(now), [first])
    end(store, entry_id, "stored", now)
    moment = now + 25 * HOUR
    published = again["published_at"]
    second = Entry(
        "top",
        f"https://outlet.example/{again['url']}",
        title=again["title"],
        published_at=None if published is None else now + published,
    )
    ids = save_poll(store, feed_id, result(moment), [second])
    assert (ids not in ((), (entry_id,))) == is_another
    assert save_poll(store, feed_id, result(moment + HOUR), [second]) == ()


def test_a_feed_that_stamps_every_entry_anew_is_believed_three_times(store, now, feed_id):
    """Else each poll would fetch every article again, for ever."""
    fetched = 0
    for hour in range(0, 40, 2):
        moment = now + timedelta(hours=hour)
        ids = save_poll(store, feed_id, result(moment), [Entry("a", None, updated_at=moment)])
        fetched += len(ids)
        for entry_id in ids:
            end(store, entry_id, "stored", moment)
    assert fetched == 4


def test_a_later_date_of_publication_tells_an_edit_where_nothing_else_does(store, now, feed_id):
    """RSS has no element for it; the first date stays the article's."""
    for hours, is_asked in ((0, True), (2, True), (4, False)):
        published_at = now + timedelta(hours=min(hours, 2))
        entry = Entry("a", "https://outlet.example/a", title="First", published_at=published_at)
        ids = save_poll(store, feed_id, result(now + timedelta(hours=hours)), [entry])
        assert bool(ids) is is_asked
        for entry_id in ids:
            end(store, entry_id, "stored", now)
    with store.reading() as session:
        assert session.scalar(select(EntryRow.published_at)) == now


@pytest.mark.parametrize("outcome", ["quarantined", "duplicate", "too-old", "robots", "dropped"])
def test_an_ending_for_good_is_not_reopened_by_a_new_title(store, now, feed_id, outcome):
    """What broke three workers would break three more."""
    (entry_id,) = save_poll(store, feed_id, result(now), [Entry("a", None, title="First")])
    end(store, entry_id, outcome, now)
    assert (
        save_poll(store, feed_id, result(now + timedelta(days=1)), [Entry("a", None, title="Second")]) == ()
    )


def test_hostile_keys_and_addresses_are_stored(store, now, feed_id):
    """Longer than an index takes, and with characters that databases refuse."""
    entries = [Entry("k" * 9000 + end, "https://outlet.example/" + "ü" * 5000 + end) for end in "ab"]
    entries.append(Entry("nul\x00\ud800", None, title="\x00", lang="x" * 99))
    assert len(save_poll(store, feed_id, result(now), entries)) == 3
    assert save_poll(store, feed_id, result(now), entries) == ()


def test_a_moved_feed_takes_its_new_address(store, now, feed_id):
    """After the polls have agreed."""
    save_poll(store, feed_id, result(now, adopted_url=f"{URL}/new"), [])
    assert find_feed(store, feed_id).url == f"{URL}/new"


def test_a_feed_that_moved_to_a_registered_one_is_over(store, now, feed_id):
    """Two rows for one address would poll it twice."""
    other, _ = register_feed(store, f"{URL}/new", now)
    save_poll(store, feed_id, result(now, adopted_url=f"{URL}/new"), [])
    feed = find_feed(store, feed_id)
    assert (feed.state, feed.url, feed.state_reason) == (
        "ended",
        URL,
        f"moved to the address of feed {other}",
    )


def test_a_feed_removed_during_its_poll_stays_removed(store, now, feed_id):
    """Its entries have nowhere to go."""
    remove_feed(store, feed_id)
    assert save_poll(store, feed_id, result(now), [Entry("a", None)]) == ()


def end(store, entry_id, outcome, now):
    with store.transaction() as session:
        end_entry(session, entry_id, outcome, now)
