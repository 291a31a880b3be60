"""Statements: replaced as a whole, filtered, exported; quarantine and totals beside them."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from stored_samples import TEXT, statement, stored_article
from worker.shapes import Actor, Entry
from worker.store.counts import count_all, count_statements
from worker.store.entries import add_entry, end_entry
from worker.store.feeds import register_feed
from worker.store.models import ArticleTable, EntryRow, StatementTable
from worker.store.quarantine import drop, list_quarantined, release
from worker.store.rows import StatementFilter, StatementRow, as_record
from worker.store.statements import (
    each_statement,
    find_statement,
    note_detector,
    replace_statements,
)
from worker.store.waiting import waiting_entries

CONTRACT = (
    *("id", "article_url", "article_title", "outlet", "lang", "published_at", "kind", "text", "quoted"),
    *("spans", "cue", "speaker_mention", "actor", "actor_kind", "role", "country", "channel", "addressee"),
    *("targets", "said_on", "said_on_basis", "act", "polarity", "confidence", "detector_version"),
)


def replaced(store, article_id, statements, now):
    """Replace an article's statements."""
    with store.transaction() as session:
        replace_statements(store, session, article_id, statements, now)


def ids(store, **wanted):
    """Return the ids that a filter keeps."""
    return [row.id for row in each_statement(store, StatementFilter(**wanted))]


def test_the_columns_of_the_export_are_a_contract():
    """Others script against them."""
    assert [field.name for field in fields(StatementRow)] == list(CONTRACT)


def test_detecting_again_replaces_and_never_adds(store, now):
    """What stays keeps its time of creation; what is gone is gone."""
    entry_id, _, article_id = stored_article(store, now, statements=[statement(1), statement(2)])
    later = now + timedelta(days=1)
    replaced(store, article_id, [statement(2, act="DENY"), statement(3)], later)
    with store.reading() as session:
        rows = session.execute(
            select(StatementTable.id, StatementTable.act, StatementTable.created_at).order_by(
                StatementTable.position
            )
        ).all()
        assert count_statements(session, entry_id) == 2
    assert rows == [("s2", "DENY", now), ("s3", "REJECT", later)]
    replaced(store, article_id, [], later)
    assert ids(store) == []


def test_one_id_twice_in_an_article_counts_once(store, now):
    """PostgreSQL would refuse to update a row twice."""
    stored_article(store, now, statements=[statement(1), statement(1, act="DENY")])
    assert [(row.id, row.act) for row in each_statement(store)] == [("s1", "REJECT")]


def test_an_id_stays_with_the_article_that_had_it_first(store, now):
    """The same page under a second address must not take its statements away."""
    first = stored_article(store, now, statements=[statement(1)])
    second = stored_article(store, now, "https://outlet.example/b", statements=[statement(1), statement(2)])
    with store.reading() as session:
        owners = dict(session.execute(select(StatementTable.id, StatementTable.article_id)).all())
    assert owners == {"s1": first[2], "s2": second[2]}


def test_a_very_long_article_fits(store, now):
    """A parliament's minutes; SQLite counts the values of a statement."""
    stored_article(store, now, statements=[statement(number) for number in range(1500)])
    assert len(ids(store)) == 1500


def test_a_row_holds_all_that_was_found(store, now):
    """Spans and lists come back as they went in."""
    found = statement(
        1,
        channel="KCNA",
        targets=("IS", "EU"),
        said_on=date(2026, 11, 19),
        said_on_basis="relative",
        quoted_text=("“a”",),
    )
    stored_article(store, now, statements=[found])
    row = find_statement(store, "s1")
    assert (row.spans, row.cue, row.quoted, row.targets) == ([[0, 12]], [[13, 17]], ["“a”"], ["IS", "EU"])
    assert (row.said_on, row.said_on_basis, row.detector_version) == (date(2026, 11, 19), "relative", "1-3")
    assert tuple(as_record(row)) == CONTRACT


@pytest.mark.parametrize("part", ["s", "s1"])
def test_a_statement_is_found_by_the_beginning_of_its_id(store, now, part):
    """People copy half of it."""
    stored_article(store, now, statements=[statement(1)])
    assert find_statement(store, part).id == "s1"


@pytest.mark.parametrize("part", ["%", "_1", "s1x", "\\"])
def test_wild_cards_find_nothing_by_themselves(store, now, part):
    """They stand for themselves."""
    stored_article(store, now, statements=[statement(1)])
    assert find_statement(store, part) is None


EVERY = [
    statement(1, kind="mixed", act="REJECT/assist", targets=("IS",), said_on=date(2026, 11, 1)),
    statement(
        2,
        (TEXT.index("“We object.”"), TEXT.index(" Élodie")),
        act="REJECT",
        country="EU",
        targets=("ISR",),
        said_on=date(2026, 11, 10),
    ),
    statement(
        3,
        (TEXT.index("Élodie"), len(TEXT)),
        actor=Actor("person:elodie", "Élodie Änder", "person"),
        act="DENY",
        lang="fr",
    ),
    statement(4, actor=None, act="REJECTION_OF", said_on=date(2026, 11, 20)),
]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, "1234"),
        ({"country": "NO"}, "1"),
        ({"kind": "mixed"}, "1"),
        ({"role": "foreign-minister"}, "12"),
        ({"lang": "fr"}, "3"),
        ({"outlet": "The Outlet"}, "1234"),
        ({"outlet": "Other"}, ""),
        ({"actor": "ada"}, "12"),
        ({"actor": "person:elodie"}, "3"),
        ({"actor": "ÉLODIE ä"}, "3"),
        ({"actor": "%"}, ""),
        ({"act": "REJECT"}, "12"),
        ({"act": "REJECT/assist"}, "1"),
        ({"act": "_EJECT"}, ""),
        ({"target": "IS"}, "1"),
        ({"target": "I_"}, ""),
        ({"text": "we OBJECT"}, "124"),
        ({"text": "élodie"}, "3"),
        ({"since": date(2026, 11, 10)}, "234"),  # the undated one counts on its article's day
        ({"until": date(2026, 11, 10)}, "12"),
        ({"since": date(2026, 11, 20), "until": date(2026, 11, 20)}, "34"),
        ({"until": date.max, "since": date.min}, "1234"),
        ({"country": "NO", "act": "DENY"}, ""),
    ],
)
def test_filters_keep_what_they_say(store, now, wanted, found):
    """The same on both databases, in every script."""
    stored_article(store, now, statements=EVERY)
    assert ids(store, **wanted) == [f"s{number}" for number in found]


def test_lists_begin_with_the_newest_article_in_the_order_of_its_text(store, now):
    """Not in the order of ids."""
    stored_article(store, now, statements=[statement(9), statement(1)])
    stored_article(store, now, "https://outlet.example/b", statements=[statement(5)])
    assert ids(store) == ["s5", "s9", "s1"]
    assert [row.id for row in each_statement(store, limit=2)] == ["s5", "s9"]


def test_an_article_notes_who_read_it_even_without_statements(store, now):
    """Else better rules would read it again on every run."""
    _, _, article_id = stored_article(store, now)
    with store.transaction() as session:
        note_detector(session, article_id, "1-3", "mark")
    with store.reading() as session:
        row = session.get(ArticleTable, article_id)
        assert (row.detector_version, row.rules) == ("1-3", "mark")


def quarantined(store, now):
    """Put an entry with a page and one without into quarantine, beside a good one; return the three ids."""
    paged, _, _ = stored_article(store, now, statements=[statement(1)])
    bare = add_entry(store, Entry("b", "https://outlet.example/b"), now)
    good = add_entry(store, Entry("c", "https://outlet.example/c"), now)
    with store.transaction() as session:
        end_entry(session, paged, "quarantined", now, "Traceback …")
        end_entry(session, bare, "quarantined", now + timedelta(hours=1))
        end_entry(session, good, "gone", now)
    return paged, bare, good


def test_quarantine_lists_the_longest_there_first_with_the_traceback(store, now):
    """Somebody will want to know why."""
    paged, bare, _ = quarantined(store, now)
    first, second = list_quarantined(store)
    assert (first.id, first.detail, first.since, second.id) == (paged, "Traceback …", now, bare)


def test_released_entries_start_from_what_there_is(store, now):
    """A stored page is not fetched again; an entry that is not in quarantine stays as it is."""
    paged, bare, good = quarantined(store, now)
    assert release(store, (paged, bare, good), now) == 2
    assert release(store, (paged, bare, good), now) == 0
    with store.reading() as session:
        stages = dict(session.execute(select(EntryRow.id, EntryRow.stage)).all())
    assert stages == {paged: "extract", bare: "fetch", good: "done"}
    assert waiting_entries(store, "fetch", now, now - timedelta(days=1), 9) == (bare,)


def test_dropped_entries_stay_known(store, now):
    """Their feed would bring them again otherwise."""
    paged, bare, good = quarantined(store, now)
    assert drop(store, (paged, good), now) == 1
    assert [row.id for row in list_quarantined(store)] == [bare]
    assert ids(store) == []


def test_totals_tell_what_is_done_and_what_is_left(store, now):
    """Waiting is what could be done now; retrying has its time set."""
    register_feed(store, "https://outlet.example/feed", now)
    entry_id, _, _ = stored_article(store, now, statements=[statement(1)])
    add_entry(store, Entry("b", None), now - timedelta(hours=1))
    late = add_entry(store, Entry("c", None), now)
    with store.transaction() as session:
        end_entry(session, entry_id, "stored", now)
        session.get(EntryRow, late).next_attempt_at = now + timedelta(hours=1)
    counts = count_all(store, now)
    assert (counts.feeds, counts.entries, counts.waiting, counts.retrying) == (1, 3, 1, 1)
    assert (counts.articles, counts.statements, counts.outcomes) == (1, 1, {"stored": 1})
    assert (counts.last_statement_at, counts.oldest_waiting_at) == (now, now - timedelta(hours=1))
