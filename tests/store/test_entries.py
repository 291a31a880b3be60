"""Entries on their way: attempts, stages, endings, twins, and those that wait."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from stored_samples import page, stored_article
from worker.shapes import Entry
from worker.store.attempts import await_turn, begin_attempt, postpone_entry
from worker.store.entries import add_entries, add_entry, count_fetching, end_entry, move_on
from worker.store.feeds import register_feed
from worker.store.models import EntryRow
from worker.store.pages import save_page
from worker.store.waiting import mark_waiting_sent, waiting_entries

URL = "https://outlet.example/a"


def row(store, entry_id):
    """Return an entry as it stands."""
    with store.reading() as session:
        return session.get(EntryRow, entry_id)


def feed_entries(store, now, *entries, number=1):
    """Register a feed with some entries; return their ids."""
    address = f"https://outlet.example/feed/{number}"
    feed_id, _ = register_feed(store, address, now, outlet="The Outlet", lang="de")
    with store.transaction() as session:
        return add_entries(store, session, feed_id, entries, now)[0]


def test_an_attempt_is_counted_before_the_work(store, now):
    """What kills its worker is counted too."""
    (entry_id,) = feed_entries(store, now, Entry("a", URL, title="Norway objects"))
    first = begin_attempt(store, entry_id, "fetch", now)
    second = begin_attempt(store, entry_id, "fetch", now)
    assert (first.attempts, second.attempts, row(store, entry_id).attempts) == (1, 2, 2)
    assert first.entry == Entry("a", URL, title="Norway objects")
    assert (first.outlet, first.outlet_lang, first.stage) == ("The Outlet", "de", "fetch")


def test_an_entry_elsewhere_begins_no_attempt(store, now):
    """A message that comes twice finds its work done."""
    entry_id = add_entry(store, Entry("a", URL), now)
    with store.transaction() as session:
        move_on(session, entry_id, "extract", now)
    assert begin_attempt(store, entry_id, "fetch", now) is None
    assert begin_attempt(store, 4711, "fetch", now) is None
    assert begin_attempt(store, entry_id, "extract", now).attempts == 1


def test_waiting_for_a_turn_is_no_attempt(store, now):
    """A crowded host must not use up the tries of its entries."""
    entry_id = add_entry(store, Entry("a", URL), now)
    for _ in range(20):
        begin_attempt(store, entry_id, "fetch", now)
        with store.transaction() as session:
            await_turn(session, entry_id, now + timedelta(seconds=5), now)
    assert (row(store, entry_id).attempts, row(store, entry_id).next_attempt_at) == (
        0,
        now + timedelta(seconds=5),
    )


def test_an_ending_keeps_its_word_and_the_end_of_its_detail(store, now):
    """The end of a traceback is where the reason stands."""
    entry_id = add_entry(store, Entry("a", URL), now)
    with store.transaction() as session:
        end_entry(session, entry_id, "gone", now, "x" * 20_000 + "the reason")
    ended = row(store, entry_id)
    assert (ended.stage, ended.outcome, len(ended.outcome_detail)) == ("done", "gone", 8000)
    assert ended.outcome_detail.endswith("the reason")


def test_a_single_article_again_starts_anew_under_its_id(store, now):
    """Also under another spelling of the same address, and where a feed has brought it."""
    (entry_id,) = feed_entries(store, now, Entry("guid", URL))
    with store.transaction() as session:
        end_entry(session, entry_id, "stored", now)
    assert add_entry(store, Entry("x", f"{URL}?utm_source=feed"), now) == entry_id
    assert row(store, entry_id).stage == "fetch"
    other = add_entry(store, Entry("y", "https://outlet.example/b"), now)
    assert other == add_entry(store, Entry("y", "https://outlet.example/b"), now) != entry_id


def twin_of(store, entry_id, now):
    """Return what a fetch learns about another entry of the same page."""
    return begin_attempt(store, entry_id, "fetch", now).twin_id


def test_the_first_entry_of_a_page_has_no_twin(store, now):
    """Sections of one outlet list the same articles; the first one fetches."""
    (first,) = feed_entries(store, now, Entry("a", URL))
    second, third = feed_entries(store, now, Entry("b", f"{URL}#top"), Entry("c", None), number=2)
    assert [twin_of(store, each, now) for each in (first, second, third)] == [None, first, None]


@pytest.mark.parametrize(("outcome", "stands"), [("stored", True), ("paywall", True), ("unreachable", False)])
def test_a_twin_that_never_arrived_is_no_substitute(store, now, outcome, stands):
    """What nobody could fetch then may be there now."""
    (first,) = feed_entries(store, now, Entry("a", URL))
    (second,) = feed_entries(store, now, Entry("b", URL), number=2)
    with store.transaction() as session:
        end_entry(session, first, outcome, now)
    assert twin_of(store, second, now) == (first if stands else None)


def test_those_that_wait_for_their_page_are_counted_by_feed(store, now):
    """The length of a host's line."""
    ids = feed_entries(store, now, *(Entry(str(number), None) for number in range(3)))
    with store.transaction() as session:
        end_entry(session, ids[0], "gone", now)
    feed_id = row(store, ids[0]).feed_id
    assert (count_fetching(store, feed_id), count_fetching(store, None)) == (2, 0)


@pytest.mark.parametrize("stage", ["fetch", "extract", "detect"])
def test_rows_whose_message_was_lost_are_found_by_what_their_task_takes(store, now, stage):
    """Entries, pages, articles."""
    entry_id, page_id, article_id = stored_article(store, now)
    with store.transaction() as session:
        move_on(session, entry_id, stage, now)
    later = now + timedelta(minutes=10)
    wanted = {"fetch": entry_id, "extract": page_id, "detect": article_id}
    assert waiting_entries(store, stage, now, now - timedelta(seconds=1), 10) == ()  # touched just now
    assert waiting_entries(store, stage, later, now, 10) == (wanted[stage],)
    others = [name for name in wanted if name != stage]
    assert [waiting_entries(store, other, later, now, 10) for other in others] == [(), ()]


def test_a_retry_waits_for_its_time_however_old_the_row(store, now):
    """Long waits live in a column."""
    entry_id = add_entry(store, Entry("a", URL), now)
    with store.transaction() as session:
        postpone_entry(session, entry_id, now + timedelta(hours=6), now, "status 503")
    assert waiting_entries(store, "fetch", now + timedelta(hours=5), now + timedelta(hours=5), 10) == ()
    due = now + timedelta(hours=6)
    assert waiting_entries(store, "fetch", due, now, 10) == (entry_id,)
    mark_waiting_sent(store, {"fetch": (entry_id,), "extract": (), "detect": ()}, due)
    assert waiting_entries(store, "fetch", due, due - timedelta(minutes=5), 10) == ()


def test_what_waits_longest_comes_first_and_no_more_than_asked(store, now):
    """A batch at a time."""
    ids = [
        add_entry(store, Entry(str(number), f"{URL}/{number}"), now - timedelta(minutes=number))
        for number in range(5)
    ]
    assert waiting_entries(store, "fetch", now, now, 2) == (ids[4], ids[3])


def test_marking_pages_and_articles_touches_their_entries(store, now):
    """The row that waits is the entry."""
    first = stored_article(store, now)
    second = stored_article(store, now, "https://outlet.example/b")
    later = now + timedelta(hours=1)
    mark_waiting_sent(store, {"fetch": (), "extract": (first[1],), "detect": (second[2],)}, later)
    assert row(store, first[0]).touched_at == row(store, second[0]).touched_at == later
    mark_waiting_sent(store, {"fetch": (), "extract": (), "detect": ()}, later)


def test_a_page_fetched_again_takes_the_place_of_the_first(store, now):
    """One page an entry, and no body that nobody needs."""
    entry_id, page_id, _ = stored_article(store, now)
    with store.transaction() as session:
        assert save_page(store, session, entry_id, page(URL, now, b"new")) == page_id
    with store.reading() as session:
        assert session.execute(select(EntryRow.id)).all() == [(entry_id,)]
