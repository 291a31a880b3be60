"""The history of statements: what was before is kept, whoever changed it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from stored_samples import statement, stored_article
from worker.shapes import Actor
from worker.store.articles import drop_article
from worker.store.changes import Changes, as_stored, differing
from worker.store.jobs import NewJob, create_job
from worker.store.models import RevisionRow, StatementTable
from worker.store.revisions import each_revision_of_job, history_of
from worker.store.statements import replace_statements


def replaced(store, article_id, statements, now, **more):
    """Replace an article's statements and return what changed."""
    with store.transaction() as session:
        return replace_statements(store, session, article_id, statements, now, **more)


def noted(store):
    """Return statement, change and the fields of every revision."""
    columns = (RevisionRow.statement_id, RevisionRow.change, RevisionRow.before, RevisionRow.after)
    with store.reading() as session:
        return [tuple(row) for row in session.execute(select(*columns).order_by(RevisionRow.id))]


def test_a_first_detection_needs_no_history(store, now):
    """The statements' own rows tell when they came."""
    stored_article(store, now, statements=[statement(1), statement(2)])
    assert noted(store) == []


def test_a_new_version_of_an_article_keeps_what_its_statements_said(store, now):
    """Only what differs of a changed one, all of a removed one; the same again adds nothing."""
    _, _, article_id = stored_article(store, now, statements=[statement(1), statement(2), statement(3)])
    later = now + timedelta(days=1)
    after = [statement(1), statement(2, act="DENY", said_on=now.date()), statement(4)]
    assert replaced(store, article_id, after, later) == Changes(1, 1, 1, 1)
    removed, changed = noted(store)
    assert removed[:2] == ("s3", "removed")
    assert (removed[2]["act"], removed[2]["actor"], removed[3]) == ("REJECT", "Ada Lind", None)
    fields = {"act": "REJECT", "said_on": None}, {"act": "DENY", "said_on": now.date().isoformat()}
    assert changed == ("s2", "changed", *fields)
    assert replaced(store, article_id, after, later + timedelta(days=1)) == Changes(unchanged=3)
    assert len(noted(store)) == 2
    with store.reading() as session:
        created = dict(session.execute(select(StatementTable.id, StatementTable.created_at)).all())
    assert created == {"s1": now, "s2": now, "s4": later}
    (one,) = history_of(store, "s2")
    assert (one.change, one.job, one.at, one.title) == ("changed", None, later, None)


def test_a_job_also_notes_what_it_found(store, now):
    """Its diff would be half of one otherwise."""
    entry_id, _, article_id = stored_article(store, now)
    job_id, _ = create_job(store, NewJob("key", "detect", {}, ([entry_id], [])), now)
    replaced(store, article_id, [statement(1)], now, job_id=job_id)
    (one,) = each_revision_of_job(store, job_id)
    assert (one.change, one.before, one.after["country"], one.entry_id) == ("added", None, "NO", entry_id)


def test_an_article_that_goes_leaves_its_statements_in_the_history(store, now):
    """A page read by better rules may turn out to be no article."""
    entry_id, _, _ = stored_article(store, now, statements=[statement(1)])
    with store.transaction() as session:
        assert drop_article(store, session, entry_id, now) == Changes(removed=1)
        assert drop_article(store, session, entry_id, now) == Changes()
    assert [row[:2] for row in noted(store)] == [("s1", "removed")]


def test_an_article_that_is_gone_gets_nothing(store, now):
    """Its feed was removed while it was read."""
    assert replaced(store, 99, [statement(1)], now) == Changes()


def test_statements_that_moved_are_brought_up_to_date_without_a_word(store, now):
    """Offsets and position follow the text; the versions follow the rules."""
    _, _, article_id = stored_article(store, now, statements=[statement(1), statement(2)])
    newer = {"versions": (("statements", "2"), ("pack-en", "3"))}
    moved = [statement(2, **newer), statement(1, **newer)]
    assert replaced(store, article_id, moved, now) == Changes(unchanged=2)
    with store.reading() as session:
        rows = session.execute(
            select(StatementTable.id, StatementTable.detector_version).order_by("position")
        )
        assert rows.all() == [("s2", "2-3"), ("s1", "2-3")]
    assert noted(store) == []


@pytest.mark.parametrize(
    ("old", "new", "names"),
    [
        ({}, {}, []),
        ({}, {"spans": [[5, 9]], "cue": [[10, 12]]}, []),
        ({}, {"spans": [[5, 9]], "cue": [[11, 13]]}, ["cue"]),
        ({}, {"act": "DENY", "confidence": 0.4}, ["act", "confidence"]),
        ({"targets": ["IS"]}, {"targets": []}, ["targets"]),
    ],
)
def test_what_counts_as_a_difference(old, new, names):
    """Offsets count from the statement's own beginning."""
    usual = dict.fromkeys(StatementTable.__table__.columns.keys())
    usual |= {"spans": [[0, 4]], "cue": [[5, 7]], "speaker": [], "targets": []}
    assert differing(usual | old, usual | new) == names


def test_values_that_the_database_cuts_are_no_change_every_time(store, now):
    """A role of sixty characters is stored as forty, and compared as that."""
    actor = Actor("person:x", "X\x00", "person", "r" * 60, "NO")
    _, _, article_id = stored_article(store, now, statements=[statement(1, actor=actor)])
    assert replaced(store, article_id, [statement(1, actor=actor)], now) == Changes(unchanged=1)
    assert as_stored({"role": "r" * 60})["role"] == "r" * 40
