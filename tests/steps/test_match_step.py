"""Statements find their utterances: once each, whatever comes first, goes away or changes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import psycopg
import pytest
from sqlalchemy import delete, func, select, text, update
from worker.shapes import Actor, Article, Entry, Page, Quotation, Span, Statement
from worker.steps.match import match_article
from worker.steps.regroup import mend_utterances
from worker.steps.sweep import sweep
from worker.store.articles import save_article
from worker.store.echoes import candidate_query
from worker.store.entries import add_entry
from worker.store.models import (
    ArticleTable,
    OutletRow,
    RenderingRow,
    UnmatchedRow,
    UtteranceRow,
    UtteranceTrailRow,
)
from worker.store.pages import save_page
from worker.store.statements import replace_statements
from worker.store.utterances import follow_trail

from stage import START, make_stage

ADA = Actor("person:ada-lind", "Ada Lind", "person", "foreign_minister", "NO")
OFFICE = Actor("office:NO:foreign_minister", "Foreign Minister", "office", "foreign_minister", "NO")
TODAY = START.date()
LONG = (
    "All 1,340 observers from Chile will leave Karabel by 17 May. They have done what they came for,"
    " and we thank every one of them for it."
)
CUT_HEAD = "All 1,340 observers from Chile will leave Karabel by 17 May."
CUT_TAIL = "They have done what they came for, and we thank every one of them for it."
GERMAN = "Alle 1.340 Beobachter aus Chile verlassen Karabel bis zum 17. Mai."


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def stage(request, home):
    """Return an empty stage on either database."""
    url = f"sqlite:///{home}/communique.db"
    if request.param == "postgresql":
        server = request.getfixturevalue("postgres_url")
        name = f"m{abs(hash(request.node.nodeid))}"
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        url = server.replace("/postgres?", f"/{name}?")
    made = make_stage(home, url)
    made.with_settings(echo_model="none")
    yield made
    made.context.close()


def said(number, words, lang="en", *, actor=ADA, said_on=TODAY):
    quotation = Quotation("direct", (Span(0, len(words)),), Span(0, len(words)))
    return Statement(f"s{number}", quotation, words, lang, "STATE", actor=actor, said_on=said_on)


def tell(stage, *statements, outlet="The Outlet", match=True):
    """Store an article with these statements, match it, and return its id."""
    store, now = stage.context.store, stage.context.now()
    with store.reading() as session:
        number = 1 + (session.scalar(text("SELECT count(*) FROM entry")) or 0)
    url = f"https://outlet.example/{number}"
    entry_id = add_entry(store, Entry(url, url), now)
    with store.transaction() as session:
        page_id = save_page(store, session, entry_id, Page(url, url, 200, (), b"x", now))
        article = Article("text", url=url, canonical_url=url, outlet=outlet, published_at=now)
        article_id = save_article(store, session, (page_id, entry_id), article, now)
        replace_statements(store, session, article_id, statements, now)
    if match:
        match_article(stage.context, article_id)
    return article_id


def grouped(stage):
    """Return the statements of each utterance, and its head."""
    with stage.context.store.reading() as session:
        rows = session.execute(
            select(RenderingRow.utterance_id, RenderingRow.statement_id).order_by(RenderingRow.statement_id)
        ).all()
        heads = dict(session.execute(select(UtteranceRow.id, UtteranceRow.head_id)).all())
    found = {}
    for name, statement in rows:
        found.setdefault(name, []).append(statement)
    assert set(found) == set(heads)
    return {heads[name]: members for name, members in found.items()}


def rows_of(stage, table):
    with stage.context.store.reading() as session:
        return list(session.scalars(select(table).order_by(table.id)))


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


def test_candidates_are_found_by_index(stage):
    """Both ways to a candidate search an index; nothing is scanned."""
    tell(stage, said(1, LONG))
    store = stage.context.store
    query = candidate_query(by_voice=True, by_post=True)
    values = {"voice": ADA.key, "post": "NO/foreign_minister", "first": TODAY, "last": TODAY}
    with store.reading() as session:
        query = query.params(values)
        compiled = query.compile(store.engine, compile_kwargs={"literal_binds": True})
        if store.is_postgres:
            session.execute(text("SET LOCAL enable_seqscan = off"))
            plan = "\n".join(session.scalars(text(f"EXPLAIN {compiled}")))
            assert "Seq Scan on rendering" not in plan
        else:
            plan = "\n".join(row[3] for row in session.execute(text(f"EXPLAIN QUERY PLAN {compiled}")))
            assert "SCAN rendering" not in plan
            assert "SCAN statement" not in plan
        assert "ix_rendering_voice_lead_day" in plan
        assert "ix_rendering_post_lead_day" in plan
        assert session.scalar(select(func.count()).select_from(RenderingRow)) == 1


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
