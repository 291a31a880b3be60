"""Several articles matched in one call: the same rows as one by one, in a few statements."""

from __future__ import annotations

import json
import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from match_samples import CUT_HEAD, CUT_TAIL, LONG, grouped, rows_of, said, tell
from sqlalchemy import event, insert, select
from worker.errors import DatabaseAway
from worker.shapes import Actor
from worker.steps import match
from worker.steps.match import Matched, match_article, match_articles
from worker.store.models import OutletRow, RenderingRow, UnmatchedRow, UtteranceRow, UtteranceTrailRow
from worker.store.statements import replace_statements

from stage import make_stage

SAMPLES = Path(__file__).parents[2] / "bench" / "data" / "utterances.jsonl"
OUTLETS = {"UD": ("ministry", "NO"), "Wire": ("agency", "FR"), "Post": ("newspaper", "NO")}
KINDS = ("direct", "mixed", "indirect", "reported")


@pytest.fixture
def stage(any_stage):
    """Return an empty stage on either database."""
    return any_stage


def told(dice):
    """Return articles as (outlet, statements): the samples of bench, many of them copied, cut or redated."""
    rows = [json.loads(line) for line in SAMPLES.read_text(encoding="utf-8").splitlines()]
    pool = []
    for row in rows:
        role = dice.choice([None, "foreign_minister"])
        key = dice.choice([f"person:{row['actor']}"] * 4 + [f"office:{row['country']}"])
        actor = dice.choice([Actor(key, row["actor"], "person", role, row["country"])] * 9 + [None])
        said_on = date.fromisoformat(row["said_on"])
        pool.append(said(len(pool), row["text"], row["lang"], actor=actor, said_on=said_on))
    for each in dice.sample(pool, 120):
        words = dice.choice(
            [each.text, each.text.upper(), f"{each.text} !!", each.text[: len(each.text) * 2 // 3]]
        )
        said_on = each.said_on + timedelta(days=dice.choice([0, 0, 0, 1, 3, 4]))
        pool.append(replace(said(len(pool), words, each.lang, actor=each.actor), said_on=said_on))
    pool = [replace(e, quotation=replace(e.quotation, kind=dice.choice(KINDS))) for e in pool]
    dice.shuffle(pool)
    while pool:
        count = dice.choice([1, 1, 2, 3, 6])
        yield dice.choice([*OUTLETS, "Other"]), pool[:count]
        pool = pool[count:]


def tell_all(stage, articles):
    """Store them, none of them matched, and return their ids."""
    with stage.context.store.transaction() as session:
        rows = [{"name": name, "kind": kind, "country": country} for name, (kind, country) in OUTLETS.items()]
        session.execute(insert(OutletRow), rows)
    return [tell(stage, *statements, outlet=outlet, match=False) for outlet, statements in articles]


def everything(stage):
    """Return all that matching has written, moments apart."""
    rows = {}
    for table in (UtteranceRow, RenderingRow, UtteranceTrailRow):
        columns = [c.name for c in table.__table__.c if not c.name.endswith("at")]
        query = select(*(table.__table__.c[name] for name in columns)).order_by(table.id)
        with stage.context.store.reading() as session:
            rows[table] = [tuple(row) for row in session.execute(query)]
    return rows


@pytest.mark.parametrize(("seed", "size"), [(1, 8), (2, 3), (3, 1000)])
def test_several_at_once_are_matched_as_one_by_one(stage, home, seed, size):
    """The same utterances, heads, leads and trails, whatever joins, merges or splits within a call."""
    articles = list(told(random.Random(seed)))
    (home / "single").mkdir()
    single = make_stage(home / "single", f"sqlite:///{home}/single/communique.db")
    single.with_settings(echo_model="none")
    for article_id in tell_all(single, articles):
        match_article(single.context, article_id)
    ids = tell_all(stage, articles)
    for start in range(0, len(ids), size):
        assert match_articles(stage.context, ids[start : start + size]).broken == ()
    expected = everything(single)
    single.context.close()
    assert everything(stage) == expected
    assert expected[UtteranceTrailRow]
    assert waiting(stage) == []


def waiting(stage):
    with stage.context.store.reading() as session:
        query = select(UnmatchedRow.article_id, UnmatchedRow.attempts).order_by(UnmatchedRow.article_id)
        return [tuple(row) for row in session.execute(query)]


def test_the_same_words_in_one_call_are_one_utterance(stage):
    """What is not stored yet is found, as if it were; the order given is the order of placing."""
    one = tell(stage, said(1, LONG), said(2, "We have nothing to add to that."), match=False)
    other = tell(stage, said(3, LONG), said(4, CUT_HEAD), match=False)
    assert match_articles(stage.context, [other, one]) == Matched(4)
    assert grouped(stage) == {"s3": ["s1", "s3", "s4"], "s2": ["s2"]}
    how = {row.statement_id: (row.how, row.echo_of, row.lead) for row in rows_of(stage, RenderingRow)}
    assert how["s1"] == ("exact", "s3", False)
    assert how["s4"] == ("contained", "s3", True)


def test_what_joins_two_within_a_call_merges_them(stage):
    """The trail tells it, although neither was stored before the call."""
    ids = [
        tell(stage, said(n, words), match=False) for n, words in enumerate((CUT_HEAD, CUT_TAIL, LONG, LONG))
    ]
    assert match_articles(stage.context, ids) == Matched(4)
    assert grouped(stage) == {"s2": ["s0", "s1", "s2", "s3"]}
    assert [row.what for row in rows_of(stage, UtteranceTrailRow)] == ["merged"]


def test_a_copy_by_the_source_leads_from_then_on(stage):
    """It heads its utterance, so the next ones in the call are compared with it, too."""
    tell_all(stage, [])
    tell(stage, said(1, LONG), outlet="Post")
    ids = [tell(stage, said(2, LONG), outlet="UD", match=False), tell(stage, said(3, CUT_HEAD), match=False)]
    match_articles(stage.context, ids)
    assert grouped(stage) == {"s2": ["s1", "s2", "s3"]}
    assert [row.lead for row in rows_of(stage, RenderingRow)] == [True, True, True]


@pytest.mark.parametrize(("count", "echoes"), [(1, False), (8, False), (8, True)])
def test_few_statements_are_enough_for_a_call(stage, count, echoes):
    """They are as many for eight articles as for one, echoes or not."""
    if echoes:
        tell(stage, *(said(100 + n, f"{n} of our ships have left {CUT_HEAD}") for n in range(count)))
    ids = []
    for n in range(count):
        echo, other = (
            said(2 * n, f"{n} of our ships have left {CUT_HEAD}"),
            said(2 * n + 1, f"Not {n} times!"),
        )
        ids.append(tell(stage, echo, other, match=False))
    seen = []
    engine = stage.context.store.engine
    event.listen(engine, "before_cursor_execute", lambda _c, _cursor, words, *_: seen.append(words))
    assert match_articles(stage.context, ids) == Matched(2 * count)
    assert len(seen) <= (11 if echoes else 9), "\n".join(seen)


def test_one_that_breaks_does_not_keep_the_others(stage, monkeypatch):
    """It alone waits on, with one attempt counted."""
    ids = [tell(stage, said(n, f"{n} ships: {LONG}"), match=False) for n in range(3)]
    plain = match.prepared

    def breaks(told, meaning):
        if any(each.article_id == ids[1] for each in told):
            raise ValueError("too odd")
        return plain(told, meaning)

    monkeypatch.setattr(match, "prepared", breaks)
    assert match_articles(stage.context, ids) == Matched(2, broken=(ids[1],))
    assert waiting(stage) == [(ids[1], 1)]
    assert len(rows_of(stage, RenderingRow)) == 2
    assert match_articles(stage.context, [ids[1]]) == Matched(0, broken=(ids[1],))
    with pytest.raises(ValueError, match="too odd"):
        match_article(stage.context, ids[1])
    assert waiting(stage) == [(ids[1], 3)]


def test_a_database_in_trouble_is_no_attempt(stage, monkeypatch):
    """Neither in a call of several, nor when they are matched one by one after something else broke."""
    ids = [tell(stage, said(n, f"{n} ships: {LONG}"), match=False) for n in range(2)]

    def away(told, _meaning):
        raise ValueError("too odd") if len(told) > 1 else DatabaseAway("gone")

    monkeypatch.setattr(match, "prepared", away)
    for some in (ids[:1], ids):
        with pytest.raises(DatabaseAway):
            match_articles(stage.context, some)
        assert waiting(stage) == [(ids[0], 0), (ids[1], 0)]


def test_statements_that_change_meanwhile_wait_on(stage, monkeypatch):
    """What was read is not what is there any more: nothing of it is placed."""
    ids = [tell(stage, said(n, f"{n} ships: {LONG}"), match=False) for n in range(2)]
    plain, store = match.prepared, stage.context.store

    def meanwhile(told, meaning):
        stage.pass_time(minutes=1)
        with store.transaction() as session:
            replace_statements(store, session, ids[0], [said(7, LONG)], stage.context.now())
        return plain(told, meaning)

    monkeypatch.setattr(match, "prepared", meanwhile)
    assert match_articles(stage.context, ids) == Matched(1)
    assert waiting(stage) == [(ids[0], 0)]
    monkeypatch.setattr(match, "prepared", plain)
    assert match_articles(stage.context, ids) == Matched(1)
    assert sorted(row.statement_id for row in rows_of(stage, RenderingRow)) == ["s1", "s7"]


def test_a_call_without_work_asks_once(stage):
    """Nobody waits, nothing is begun."""
    seen = []
    engine = stage.context.store.engine
    event.listen(engine, "before_cursor_execute", lambda _c, _cursor, words, *_: seen.append(words))
    assert match_articles(stage.context, [1, 2]) == Matched(0)
    assert match_articles(stage.context, []) == Matched(0)
    assert len(seen) <= 2


def test_calls_side_by_side_give_the_same_utterances(stage):
    """Eight calls with the same speakers, and articles in common, in eight orders: none waits for ever."""
    dice = random.Random(4)
    speakers = [Actor(f"person:{n}", "Ada Lind", "person", "foreign_minister", f"N{n}") for n in range(6)]
    ids = [
        tell(
            stage,
            *(said(10 * at + n, LONG, actor=speaker) for n, speaker in enumerate(speakers)),
            match=False,
        )
        for at in range(8)
    ]
    orders = [dice.sample(ids, 6) for _ in range(7)] + [ids]
    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(lambda order: match_articles(stage.context, order), orders))
    assert sum(each.compared for each in done) == 48
    assert {each.broken for each in done} == {()}
    assert sorted(map(len, grouped(stage).values())) == [8] * 6
    assert waiting(stage) == []
