"""Statements find their utterances: once each, whatever comes first, goes away or changes."""

from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from match_samples import (
    ADA,
    CUT_HEAD,
    CUT_TAIL,
    GERMAN,
    LONG,
    OFFICE,
    TODAY,
    grouped,
    rows_of,
    said,
    tell,
)
from sqlalchemy import delete, select, text, update
from worker.shapes import Actor
from worker.steps.match import match_article
from worker.steps.regroup import mend_utterances
from worker.steps.sweep import sweep
from worker.store.candidates import candidate_query, same_words_query
from worker.store.models import (
    ArticleTable,
    OutletRow,
    RenderingRow,
    UnmatchedRow,
    UtteranceRow,
    UtteranceTrailRow,
    table_of,
)
from worker.store.statements import replace_statements
from worker.store.utterances import follow_trail

from stage import START


@pytest.fixture
def stage(any_stage):
    """Return an empty stage on either database."""
    return any_stage


def test_echoes_join_and_strangers_do_not(stage):
    """Equal, cut and translated renderings are one utterance; the longest original is its head."""
    tell(stage, said(1, CUT_HEAD), said(2, "We have nothing to add to that."))
    tell(stage, said(3, LONG))
    tell(stage, said(4, GERMAN, "de"))
    tell(stage, said(5, CUT_HEAD, said_on=TODAY + timedelta(days=9)))
    tell(stage, said(6, CUT_HEAD, actor=Actor("person:bo-ek", "Bo Ek", "person", "president", "SE")))
    assert grouped(stage) == {"s3": ["s1", "s3", "s4"], "s2": ["s2"], "s5": ["s5"], "s6": ["s6"]}
    how = {row.statement_id: (row.how, row.echo_of, row.origin) for row in rows_of(stage, RenderingRow)}
    assert how["s1"] == ("first", None, "relay")
    assert how["s3"] == ("contained", "s1", "relay")
    assert how["s4"] == ("translated", "s1", "translation")


def test_matching_twice_changes_nothing(stage):
    """A second message, and a second detection with the same result, leave the same rows."""
    article = tell(stage, said(1, LONG))
    tell(stage, said(2, CUT_HEAD))
    before = [(row.id, row.utterance_id, row.matched_at) for row in rows_of(stage, RenderingRow)]
    assert match_article(stage.context, article) == 0
    with stage.context.store.transaction() as session:
        session.add(UnmatchedRow(article_id=article, since=START, attempts=0))
    assert match_article(stage.context, article) == 0
    assert before == [(row.id, row.utterance_id, row.matched_at) for row in rows_of(stage, RenderingRow)]


def test_a_longer_version_joins_two_utterances_and_leaves_a_trail(stage):
    """The first id stays; the other one leads to it."""
    tell(stage, said(1, CUT_HEAD))
    tell(stage, said(2, CUT_TAIL))
    ids = [row.utterance_id for row in rows_of(stage, RenderingRow)]
    assert len(set(ids)) == 2
    tell(stage, said(3, LONG))
    assert grouped(stage) == {"s3": ["s1", "s2", "s3"]}
    (trail,) = rows_of(stage, UtteranceTrailRow)
    assert trail.what == "merged"
    assert {trail.from_id, trail.to_id} == set(ids)
    with stage.context.store.reading() as session:
        assert follow_trail(session, trail.from_id) == trail.to_id
        assert follow_trail(session, "u-unknown") == "u-unknown"


def test_an_utterance_that_loses_its_middle_is_split(stage):
    """The article with the whole goes: what it held together stands apart again, and the trail says so."""
    tell(stage, said(1, CUT_HEAD))
    tell(stage, said(2, CUT_TAIL))
    whole = tell(stage, said(3, LONG))
    (kept_id,) = {row.utterance_id for row in rows_of(stage, RenderingRow)}
    with stage.context.store.transaction() as session:
        session.execute(delete(ArticleTable).where(ArticleTable.id == whole))
    assert mend_utterances(stage.context, 10) == 1
    assert grouped(stage) == {"s1": ["s1"], "s2": ["s2"]}
    names = {row.utterance_id for row in rows_of(stage, RenderingRow)}
    assert kept_id in names
    split = [row for row in rows_of(stage, UtteranceTrailRow) if row.what == "split"]
    assert [(row.from_id, row.to_id) for row in split] == [(kept_id, (names - {kept_id}).pop())]


def test_copies_follow_their_leader(stage):
    """The utterance is split: what has the words of one part goes with that part."""
    for number in (1, 2):
        tell(stage, said(number, CUT_HEAD))
    tell(stage, said(3, CUT_TAIL))
    whole = tell(stage, said(5, LONG))
    tell(stage, said(4, CUT_TAIL))
    with stage.context.store.transaction() as session:
        session.execute(delete(ArticleTable).where(ArticleTable.id == whole))
    mend_utterances(stage.context, 10)
    assert sorted(grouped(stage).values()) == [["s1", "s2"], ["s3", "s4"]]


def test_the_last_rendering_takes_its_utterance_along(stage):
    """No statement, no utterance; the sweep sees to it when nobody else does."""
    article = tell(stage, said(1, LONG))
    with stage.context.store.transaction() as session:
        session.execute(delete(ArticleTable).where(ArticleTable.id == article))
    sweep(stage.context)
    assert rows_of(stage, UtteranceRow) == rows_of(stage, RenderingRow) == []


def test_a_statement_that_changed_is_matched_again(stage):
    """Re-processing corrects the words: the statement leaves its utterance, alone it keeps its id."""
    article = tell(stage, said(1, LONG))
    other = tell(stage, said(2, CUT_HEAD))
    first = rows_of(stage, RenderingRow)[0].utterance_id
    store = stage.context.store
    for words, expected in (
        ("Nothing at all was decided.", {"s1": ["s1"], "s2": ["s2"]}),
        ("Nothing whatever has been promised to them.", {"s1": ["s1"], "s2": ["s2"]}),
        (CUT_HEAD, {"s1": ["s1", "s2"]}),
    ):
        before = {row.statement_id: row.utterance_id for row in rows_of(stage, RenderingRow)}
        with store.transaction() as session:
            replace_statements(store, session, other, [said(2, words)], stage.context.now())
        match_article(stage.context, other)
        assert grouped(stage) == expected
    assert before["s1"] == first == rows_of(stage, RenderingRow)[0].utterance_id
    assert article != other


def test_office_and_holder_are_one_speaker_two_persons_are_not(stage):
    """The same post under another key is a candidate; its next holder is somebody else."""
    tell(stage, said(1, LONG))
    tell(stage, said(2, CUT_HEAD, actor=OFFICE))
    bo = Actor("person:bo-ek", "Bo Ek", "person", "foreign_minister", "NO")
    tell(stage, said(3, CUT_TAIL, actor=bo))
    assert grouped(stage) == {"s1": ["s1", "s2"], "s3": ["s3"]}


def test_nobody_joins_by_equal_words_alone(stage):
    """Without a speaker, only the same words are the same utterance."""
    tell(stage, said(1, LONG, actor=None))
    tell(stage, said(2, LONG, actor=None), said(3, GERMAN, "de", actor=None))
    assert grouped(stage) == {"s1": ["s1", "s2"], "s3": ["s3"]}


def test_the_ministry_is_the_source(stage):
    """An outlet of the speaker's own state has the original, and its wording is the head."""
    with stage.context.store.transaction() as session:
        session.add(OutletRow(name="UD", country="NO", lang="no", kind="ministry"))
    tell(stage, said(1, LONG))
    tell(stage, said(2, CUT_HEAD), outlet="UD")
    assert grouped(stage) == {"s2": ["s1", "s2"]}
    assert [row.origin for row in rows_of(stage, RenderingRow)] == ["relay", "source"]


def test_the_sweep_finds_what_was_never_matched(stage):
    """A lost message costs time; an article whose match breaks each time is left alone."""
    article = tell(stage, said(1, LONG), match=False)
    assert sweep(stage.context).unmatched == ()
    stage.pass_time(hours=1)
    assert sweep(stage.context).unmatched == (article,)
    assert sweep(stage.context).unmatched == ()
    with stage.context.store.transaction() as session:
        session.execute(update(UnmatchedRow).values(attempts=3))
    stage.pass_time(hours=1)
    assert sweep(stage.context).unmatched == ()


@pytest.mark.parametrize(
    ("look_up", "indexes"),
    [
        (candidate_query, ("ix_rendering_voice_lead_day", "ix_rendering_post_lead_day")),
        (same_words_query, ("ix_rendering_wording_voice",)),
    ],
)
def test_candidates_are_found_by_index(stage, look_up, indexes):
    """Every way to a candidate searches an index; nothing is scanned."""
    tell(stage, said(1, LONG))
    store = stage.context.store
    fill(stage, 2000)
    day = TODAY.isoformat()
    key = {"voice": ADA.key, "post": "NO/foreign_minister", "wording": "0", "first": day, "last": day}
    query = look_up(store.is_postgres).params(keys=json.dumps([key]))
    compiled = query.compile(store.engine, compile_kwargs={"literal_binds": True})
    how = "EXPLAIN" if store.is_postgres else "EXPLAIN QUERY PLAN"
    with store.transaction() as session:
        session.execute(text("ANALYZE"))
        session.execute(text("SET LOCAL enable_seqscan = off" if store.is_postgres else "SELECT 1"))
        plan = "\n".join(row[-1] for row in session.connection().exec_driver_sql(f"{how} {compiled}"))
    assert not re.findall("Seq Scan on rendering|SCAN (?:rendering|statement|by_|other)", plan)
    assert [name for name in indexes if name not in plan] == []


def fill(stage, count):
    """Store so many renderings of as many speakers, whose statements are gone."""
    with stage.context.store.transaction() as session:
        (one,) = session.execute(select(table_of(RenderingRow))).mappings()
        rows = [
            {**one, "id": 10 + n, "statement_id": None, "wording": f"w{n}", "voice": f"v{n}", "post": f"p{n}"}
            for n in range(count)
        ]
        session.execute(table_of(RenderingRow).insert(), rows)


def test_matches_side_by_side_give_one_utterance(stage):
    """Eight articles of one speaker are matched at once: the later ones see what the earlier ones saved."""
    articles = [tell(stage, said(number, LONG), match=False) for number in range(1, 9)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda article: match_article(stage.context, article), articles))
    ((_, members),) = grouped(stage).items()
    assert len(members) == 8


def test_a_few_renderings_stand_for_many(stage):
    """Copies are not compared; an utterance whose leading renderings are gone is found again."""
    first = tell(stage, said(1, CUT_HEAD))
    tell(stage, said(2, CUT_HEAD))
    tell(stage, said(3, CUT_HEAD))
    leads = {row.statement_id: row.lead for row in rows_of(stage, RenderingRow)}
    assert leads == {"s1": True, "s2": False, "s3": False}
    with stage.context.store.transaction() as session:
        session.execute(delete(ArticleTable).where(ArticleTable.id == first))
    mend_utterances(stage.context, 10)
    assert [row.lead for row in rows_of(stage, RenderingRow)] == [True, False]
    tell(stage, said(4, LONG))
    assert grouped(stage) == {"s4": ["s2", "s3", "s4"]}


def test_an_id_that_is_taken_gets_another(stage):
    """A statement leaves the utterance that is named by it: its new one has another id, always the same."""
    first = tell(stage, said(1, LONG))
    tell(stage, said(2, CUT_HEAD))
    store = stage.context.store
    with store.transaction() as session:
        replace_statements(
            store, session, first, [said(1, "Nothing at all was decided.")], stage.context.now()
        )
    match_article(stage.context, first)
    assert grouped(stage) == {"s1": ["s1"], "s2": ["s2"]}


def test_the_first_day_of_all_is_a_day(stage):
    """Whatever a page tells as its date, no look-up leaves the calendar."""
    tell(stage, said(1, LONG, said_on=date.min), said(2, LONG, said_on=date.max))
    assert grouped(stage) == {"s1": ["s1"], "s2": ["s2"]}
