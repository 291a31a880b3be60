"""Reading stored articles again: what is planned, what changes, what stays, and that nothing is fetched."""

from __future__ import annotations

import shutil
from datetime import date

import pytest
from sqlalchemy import select
from worker.errors import GiveUp, WrongUse
from worker.packs import load
from worker.shapes import Actor, Article, Entry, Quotation, Span, Statement
from worker.steps import detect, extract, fingerprints, lanes, versions
from worker.steps.detect import detect_statements
from worker.steps.extract import extract_article
from worker.steps.fetch import fetch_page
from worker.steps.lanes import Onward, run_job, run_lane
from worker.steps.reprocess import (
    ReprocessRequest,
    create_planned,
    plan_job,
    read_request,
    start_job,
    wake_job,
)
from worker.steps.sweep import sweep
from worker.store.changes import Changes
from worker.store.entries import add_entry, move_on
from worker.store.jobs import failures_of, find_job, list_jobs, set_job_state
from worker.store.models import ArticleTable, JobBatchRow, PageRow, RevisionRow, StatementTable
from worker.store.revisions import each_revision_of_job, history_of
from worker.store.rows import StatementFilter
from worker.store.selection import ReadBy
from worker.store.statements import each_statement

from stage import HOST, article_html, make_stage

ALL = ReprocessRequest(every=True)
PAGES = ReprocessRequest("extract", every=True)
TEXT = "“Never,” said {n}."


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def stage(request, home, tmp_path_factory):
    """Return an empty stage on either database; here the steps' SQL is half of the claim."""
    if request.param == "sqlite":
        made = make_stage(home, f"sqlite:///{home}/communique.db")
    else:
        made = make_stage(home, request.getfixturevalue("emptied_database"))
    yield made
    made.context.close()


class Reader:
    """Rules that the test sets: what a page and an article are read as, by number of the entry."""

    def __init__(self):
        self.articles, self.statements, self.read = {}, {}, []

    def extract(self, page, _entry, _hints):
        return self._given(
            self.articles, page.url, Article(TEXT.format(n=page.url), "en", None, page.url, page.url)
        )

    def recognise(self, article, *, diplomatic_only):
        self.read.append(article.url)
        return self._given(self.statements, article.url, (statement(article.url),))

    @staticmethod
    def _given(table, url, usual):
        value = table.get(url, usual)
        if callable(value):
            value = value()
        if isinstance(value, BaseException):
            raise value
        return value


@pytest.fixture
def reader(monkeypatch):
    made = Reader()
    monkeypatch.setattr(extract, "extract_text", made.extract)
    monkeypatch.setattr(detect, "recognise", made.recognise)
    return made


def url_of(number):
    return f"{HOST}/{number}"


def statement(name, act="REJECT", start=0, **facts):
    quotation = Quotation("direct", (Span(start, start + 8),), Span(start, start + 8))
    known = {"diplomatic": True, "versions": (("statements", "1"), ("pack-en", "1"))}
    return Statement(f"s{name}"[:40], quotation, "“Never,”", "en", act, **(known | facts))


def stored(stage, count):
    """Bring so many entries through the whole line; their ids are 1, 2, 3 and on."""
    for number in range(1, count + 1):
        url = url_of(number)
        stage.web.answers[url] = article_html()
        page_id = fetch_page(
            stage.context, add_entry(stage.context.store, Entry(url, url), stage.context.now())
        )
        article_id = extract_article(stage.context, page_id)
        if article_id is not None:
            detect_statements(stage.context, article_id)
    stage.web.answers.clear()
    stage.web.asked.clear()


def run(stage, request=ALL):
    """Run a job to its end here, and return it."""
    stage.pass_time(hours=1)
    job_id = create_planned(stage.context, plan_job(stage.context, request), f"key-{stage.context.now()}")
    run_job(stage.context, job_id)
    assert stage.web.asked == []
    return find_job(stage.context.store, job_id)


def changes(job):
    return job.added, job.changed, job.removed, job.unchanged


def rows(stage, *columns):
    with stage.context.store.reading() as session:
        return [tuple(row) for row in session.execute(select(*columns).order_by(columns[0]))]


def everything(stage):
    """Return all that a job could change, times included."""
    return [
        rows(stage, *table.__table__.columns)
        for table in (StatementTable, ArticleTable, PageRow, RevisionRow)
    ] + [[(stage.entry(n).outcome, stage.entry(n).touched_at) for (n,) in rows(stage, ArticleTable.entry_id)]]


def test_the_same_rules_change_nothing(stage, reader):
    """Neither an id nor a time, however often, from the articles or from the pages."""
    stored(stage, 3)
    before = everything(stage)
    for request in (ALL, ALL, PAGES, PAGES):
        job = run(stage, request)
        assert (job.state, job.done, job.failed, changes(job)) == ("done", 3, 0, (0, 0, 0, 3))
        assert everything(stage) == before


def test_what_new_rules_change_is_counted_kept_and_told(stage, reader):
    """Unchanged statements keep id and creation; changed and removed ones keep their history."""
    stored(stage, 2)
    at_first = stage.context.now()
    first, second = url_of(1), url_of(2)
    reader.statements = {first: (statement(first, "DENY"), statement("new")), second: ()}
    job = run(stage)
    assert changes(job) == (1, 1, 1, 0)
    created = dict(rows(stage, StatementTable.id, StatementTable.created_at))
    assert created == {f"s{first}"[:40]: at_first, "snew": stage.context.now()}
    told = {(one.change, one.url): one for one in each_revision_of_job(stage.context.store, job.id)}
    assert told.keys() == {("changed", first), ("added", first), ("removed", second)}
    changed, removed = told["changed", first], told["removed", second]
    assert (changed.before, changed.after) == ({"act": "REJECT"}, {"act": "DENY"})
    assert (removed.before["text"], removed.after) == ("“Never,”", None)
    assert stage.entry(2).outcome == "no-statements"
    assert [one.change for one in history_of(stage.context.store, changed.statement_id)] == ["changed"]
    assert changes(run(stage)) == (0, 0, 0, 2)


def test_a_statement_that_only_moved_is_no_change(stage, reader):
    """A paragraph above it appeared; its offsets follow, the record says the same."""
    stored(stage, 1)
    url = url_of(1)
    reader.articles[url] = Article("Above.\n" + TEXT.format(n=url), "en", None, url, url)
    reader.statements[url] = (statement(url, start=7),)
    assert changes(run(stage, PAGES)) == (0, 0, 0, 1)
    assert rows(stage, StatementTable.id, StatementTable.spans)[0][1] == [[7, 15]]
    assert rows(stage, ArticleTable.version) == [(2,)]


def test_a_page_read_by_better_rules_is_what_they_say(stage, reader):
    """An article may turn out to be none, and a page without one to be one; both ways, and back."""
    stored(stage, 1)
    reader.articles[url_of(2)] = GiveUp("not-an-article", "menu")
    stored(stage, 2)
    assert stage.entry(2).outcome == "not-an-article"
    reader.articles = {url_of(1): GiveUp("paywall", "half of it")}
    job = run(stage, PAGES)
    assert changes(job) == (1, 0, 1, 0)
    assert [stage.entry(number).outcome for number in (1, 2)] == ["paywall", "stored"]
    assert run(stage).planned == 1
    reader.articles = {}
    assert changes(run(stage, PAGES)) == (1, 0, 0, 1)
    assert [stage.entry(number).outcome for number in (1, 2)] == ["stored", "stored"]


def test_an_earlier_version_that_was_kept_is_read_again(stage, reader):
    """The page that came later brought nothing; the article of the earlier one stands."""
    stored(stage, 1)
    stage.pass_time(hours=2)
    reader.articles[url_of(1)] = GiveUp("paywall", "half of it")
    stored(stage, 1)
    assert stage.entry(1).outcome == "stored"
    reader.statements[url_of(1)] = (statement(url_of(1), "DENY"),)
    assert changes(run(stage, PAGES)) == (0, 1, 0, 0)
    assert stage.entry(1).outcome == "stored"


def test_copies_stay_with_the_entry_that_has_them(stage, reader):
    """Two addresses, one text: reading them again in any order makes no second article, and moves none."""
    same = Article(TEXT, "en", None, url_of(0), url_of(0))
    reader.articles = {url_of(number): same for number in (1, 2, 3)}
    stored(stage, 3)
    outcomes = ["stored", "duplicate", "duplicate"]
    assert [stage.entry(number).outcome for number in (1, 2, 3)] == outcomes
    newer = Article(TEXT + " More.", "en", None, url_of(0), url_of(0))
    for text in (same, newer, newer):
        reader.articles = {url_of(number): text for number in (1, 2, 3)}
        run(stage, PAGES)
        assert [stage.entry(number).outcome for number in (1, 2, 3)] == outcomes


def test_articles_that_became_copies_leave_one(stage, reader):
    """The first entry keeps the text; its statements keep theirs."""
    stored(stage, 2)
    same = Article(TEXT, "en", None, url_of(0), url_of(0))
    reader.articles = {url_of(number): same for number in (1, 2)}
    run(stage, PAGES)
    assert [stage.entry(number).outcome for number in (1, 2)] == ["stored", "duplicate"]
    assert changes(run(stage, PAGES)) == (0, 0, 0, 1)


def test_an_article_gets_its_statements_once_there_is_a_pack(stage, reader, monkeypatch):
    """Found by --all, by its language and as older than any version; not planned while there is none."""
    url = url_of(1)
    reader.articles[url] = Article(TEXT, "en", None, url, url)
    monkeypatch.setattr(load, "languages_dir", lambda: load.config_dir() / "nothing")
    load.load_pack.cache_clear()
    reader.statements[url] = GiveUp("no-pack", "en")
    stored(stage, 1)
    requests = [ALL, ReprocessRequest(wanted=StatementFilter(lang="en"))]
    requests += [ReprocessRequest(older_than=given) for given in ("current", "pack:1", "1", "1-1")]
    assert [plan_job(stage.context, request).count for request in requests] == [0] * 6
    assert plan_job(stage.context, ALL).left_out == 1
    monkeypatch.undo()
    load.load_pack.cache_clear()
    assert [plan_job(stage.context, request).count for request in requests] == [1] * 6


def test_a_new_pack_brings_statements(stage, monkeypatch):
    """The real rooms: the pack is away when the article comes, and there when it is read again."""
    monkeypatch.setattr(load, "languages_dir", lambda: load.config_dir() / "nothing")
    load.load_pack.cache_clear()
    stored(stage, 1)
    assert (stage.entry(1).outcome, list(each_statement(stage.context.store))) == ("no-pack", [])
    monkeypatch.undo()
    load.load_pack.cache_clear()
    job = run(stage, ReprocessRequest(older_than="current"))
    assert changes(job) == (1, 0, 0, 0)
    (row,) = each_statement(stage.context.store)
    assert (row.country, row.actor, stage.entry(1).outcome) == ("NO", "Ada Lind", "stored")
    assert stage.entry(1).outcome_detail is None
    assert plan_job(stage.context, ReprocessRequest(older_than="current")).count == 0


@pytest.mark.parametrize(
    ("filters", "entries"),
    [
        ({"all": True}, [1, 2, 3]),
        ({"country": "NO"}, [1]),
        ({"act": "REJECT"}, [2, 3]),
        ({"text": "never"}, [1, 2, 3]),
        ({"lang": "en"}, [1, 2, 3]),
        ({"lang": "de"}, []),
        ({"outlet": "The Outlet"}, []),
        ({"since": "2026-11-20"}, [1, 2, 3]),
        ({"until": "2026-11-19"}, [2]),
        ({"until": "2026-11-18"}, []),
        ({"older_than": "detector:9"}, [1, 2, 3]),
        ({"older_than": "detector:9", "country": "NO"}, [1]),
        ({"older_than": "pack:1"}, []),
        ({"older_than": "0.9"}, []),
    ],
)
def test_a_plan_takes_what_fits(stage, reader, filters, entries):
    """One statement that fits is enough; an article's own facts count where statements are not asked for."""
    reader.statements[url_of(1)] = (statement(1, "DENY", actor=actor("NO")), statement("1b", "DENY"))
    reader.statements[url_of(2)] = (statement(2, said_on=date(2026, 11, 19), said_on_basis="explicit"),)
    stored(stage, 3)
    plan = plan_job(stage.context, read_request("detect", filters))
    assert (plan.phases[0], plan.phases[1]) == (entries, [])


def actor(country):
    return Actor(f"country:{country}", country, "government", country=country)


@pytest.mark.parametrize(
    ("what", "filters", "fault"),
    [
        ("detect", {}, "say which articles"),
        ("detect", {"all": True, "lang": "en"}, "not both"),
        ("fetch", {"all": True}, "not from 'fetch'"),
        ("detect", {"feed": "7"}, "no feed '7'"),
        ("detect", {"older_than": "rules:2"}, "not 'rules'"),
        ("detect", {"older_than": "two!"}, "is no version"),
        ("detect", {"colour": "red"}, "no such filter: colour"),
        ("detect", {"since": "monday"}, "no day"),
    ],
)
def test_a_request_that_means_nothing_is_refused(stage, what, filters, fault):
    """One clear line, for the command line and for a message alike."""
    with pytest.raises(WrongUse, match=fault):
        plan_job(stage.context, read_request(what, filters))


def test_a_request_survives_its_message(stage):
    """What the row keeps is what a message can bring."""
    request = ReprocessRequest("extract", StatementFilter(lang="de", since=date(2026, 11, 1)), "7", "current")
    assert read_request("extract", request.as_filters()) == request
    assert read_request("detect", ALL.as_filters()) == ALL


def test_versions_are_compared_as_people_read_them(stage, reader, monkeypatch):
    """10 is newer than 9; a new extractor concerns pages, those without an article, too."""
    reader.articles[url_of(2)] = GiveUp("not-an-article", "menu")
    stored(stage, 2)
    current = ReprocessRequest("extract", older_than="current")
    assert plan_job(stage.context, current).count == 0
    now, newer = versions.EXTRACTOR, str(int(versions.EXTRACTOR) + 1)
    monkeypatch.setattr(versions, "EXTRACTOR", newer)
    assert plan_job(stage.context, current).phases == ([1], [2])
    assert plan_job(stage.context, ReprocessRequest("extract", older_than=newer)).phases == ([1], [2])
    assert plan_job(stage.context, ReprocessRequest("extract", older_than=f"extractor:{now}")).count == 0
    for stored_word, given, is_older in (
        ("9-1", "10", 1),
        ("10-9", "10-10", 1),
        ("10-1", "9", 0),
        (None, "1", 1),
    ):
        one = ReadBy("en", stored_word, "1")
        assert len(versions.older_than([one], given, "detect")) == is_older


def test_any_change_of_the_rules_counts_though_nobody_raised_a_version(stage, reader, monkeypatch):
    """Code and data have a mark; versions are for people."""
    stored(stage, 1)
    current = ReprocessRequest(older_than="current")
    assert plan_job(stage.context, current).count == 0
    for rules in ("detecting_mark", "extracting_mark"):
        monkeypatch.setattr(versions, rules, lambda *_: "another")
        assert plan_job(stage.context, ReprocessRequest("extract", older_than="current")).count == 1
        assert plan_job(stage.context, current).count == (rules == "detecting_mark")
        monkeypatch.undo()


def test_a_mark_is_of_code_and_data(tmp_path, monkeypatch):
    """The same rules have the same mark; another word in a pack makes it another one, for its language."""
    assert fingerprints.detecting_mark("en") == fingerprints.detecting_mark("en")
    assert len({fingerprints.detecting_mark(lang) for lang in ("en", "de", None)}) == 3
    marks = (
        fingerprints.detecting_mark("en"),
        fingerprints.detecting_mark("de"),
        fingerprints.extracting_mark(),
    )
    for lang in ("en", "de"):
        shutil.copy(load.languages_dir() / f"{lang}.toml", tmp_path)
    with (tmp_path / "en.toml").open("a", encoding="utf-8") as pack:
        pack.write("# changed")
    monkeypatch.setattr(load, "languages_dir", lambda: tmp_path)
    assert fingerprints.detecting_mark("en") != marks[0]
    assert fingerprints.detecting_mark("de") == marks[1]
    assert fingerprints.extracting_mark() != marks[2]


def test_a_key_is_one_job_however_often_it_is_started(stage, reader):
    """A message delivered twice plans nothing twice; its earlier lanes are over."""
    stored(stage, 1)
    first = start_job(stage.context, ALL, "key")
    second = start_job(stage.context, ALL, "key")
    assert len(list_jobs(stage.context.store)) == 1
    assert run_lane(stage.context, first[0]) is None
    assert reader.read.count(url_of(1)) == 1
    assert run_lane(stage.context, second[0]) is not None
    assert list_jobs(stage.context.store)[0].state == "done"


def test_a_timetable_starts_a_job_only_when_one_is_needed(stage, reader):
    """Nothing to do leaves no row; a job that is under way is not started beside itself."""
    stored(stage, 1)
    old = ReprocessRequest(older_than="current")
    assert start_job(stage.context, old, "monday", if_needed=True) == ()
    with stage.context.store.transaction() as session:
        session.get(ArticleTable, 1).detector_version = "0-1"
    assert start_job(stage.context, old, "tuesday", if_needed=True) != ()
    assert start_job(stage.context, old, "wednesday", if_needed=True) == ()
    assert [job.filters for job in list_jobs(stage.context.store)] == [{"older_than": "current"}]


def test_nothing_to_do_is_done(stage):
    """An empty plan leaves a finished job, not one that waits for ever."""
    job = run(stage)
    assert (job.state, job.planned) == ("done", 0)


def test_a_paused_job_keeps_what_is_done_and_goes_on(stage, reader, monkeypatch):
    """What was in hand is read again; a cancelled job stays as it is."""
    monkeypatch.setattr(lanes, "SLICE_S", 0.0)
    stored(stage, 4)
    (lane, *_) = start_job(stage.context, ALL, "key")
    assert run_lane(stage.context, lane) == Onward(lane)
    now = stage.context.now()
    assert set_job_state(stage.context.store, 1, "paused", now) == "paused"
    assert run_lane(stage.context, lane) is None
    assert wake_job(stage.context, 1) == ()
    assert (find_job(stage.context.store, 1).done, find_job(stage.context.store, 1).left) == (1, 3)
    assert set_job_state(stage.context.store, 1, "running", now) == "running"
    run_job(stage.context, 1)
    assert (find_job(stage.context.store, 1).state, reader.read.count(url_of(1))) == ("done", 2)
    assert set_job_state(stage.context.store, 1, "paused", now) == "done"
    assert set_job_state(stage.context.store, 9, "paused", now) is None
    start_job(stage.context, ALL, "other")
    assert set_job_state(stage.context.store, 2, "cancelled", now) == "cancelled"
    assert rows(stage, JobBatchRow.id) == []


def test_a_slice_whose_job_was_paused_meanwhile_saves_nothing(stage, reader):
    """The result of a moment ago must not appear in a job that somebody stopped."""
    stored(stage, 1)
    (lane, *_) = start_job(stage.context, ALL, "key")

    def stop():
        set_job_state(stage.context.store, 1, "cancelled", stage.context.now())
        return ()

    reader.statements[url_of(1)] = stop
    assert run_lane(stage.context, lane) is None
    assert (find_job(stage.context.store, 1).done, len(list(each_statement(stage.context.store)))) == (0, 1)


def test_an_article_that_the_line_reads_anew_is_left_to_it(stage, reader):
    """Its feed brought a new version between the reading and the saving."""
    stored(stage, 1)

    def meanwhile():
        with stage.context.store.transaction() as session:
            move_on(session, 1, "extract", stage.context.now())
        return ()

    reader.statements[url_of(1)] = meanwhile
    job = run(stage)
    assert (job.state, job.done, changes(job)) == ("done", 1, (0, 0, 0, 0))
    assert len(list(each_statement(stage.context.store))) == 1
    assert run(stage).planned == 0


def test_newer_work_goes_first(stage, reader, monkeypatch):
    """A slice ends when something waits, and the next one comes later."""
    monkeypatch.setattr(lanes, "LOOK_S", 0.0)
    stored(stage, 3)
    (lane, *_) = start_job(stage.context, ALL, "key")
    assert run_lane(stage.context, lane, lambda: True) == Onward(lane, lanes.BUSY_WAIT_S)
    assert find_job(stage.context.store, 1).done == 1


def test_one_article_that_breaks_the_rules_does_not_stop_the_job(stage, reader):
    """It is listed with its error; what it had stands."""
    stored(stage, 3)
    reader.statements[url_of(2)] = RecursionError("too deep")
    job = run(stage)
    assert (job.state, job.done, job.failed, changes(job)) == ("done", 3, 1, (0, 0, 0, 2))
    ((entry_id, reason),) = failures_of(stage.context.store, job.id)
    assert (entry_id, reason.splitlines()[-1]) == (2, "RecursionError: too deep")
    assert len(list(each_statement(stage.context.store))) == 3


class Killed(BaseException):
    """Stands for a process that is gone at this moment."""


def test_an_article_that_kills_its_process_is_found_and_given_up(stage, reader):
    """Three processes at most; all others are read."""
    stored(stage, 5)
    reader.statements[url_of(3)] = Killed()
    lanes_left = list(start_job(stage.context, ALL, "key"))
    deaths = 0
    for _ in range(40):
        try:
            if run_lane(stage.context, lanes_left[0]) is None:
                break
        except Killed:
            deaths += 1
    job = find_job(stage.context.store, 1)
    assert (job.state, job.done, job.failed, deaths) == ("done", 5, 1, 3)
    assert failures_of(stage.context.store, 1)[0][0] == 3


def test_a_result_that_cannot_be_saved_is_tried_again(stage, reader, monkeypatch):
    """The whole slice or nothing; the lane goes on a little later."""
    stored(stage, 2)
    (lane, *_) = start_job(stage.context, ALL, "key")
    monkeypatch.setattr(lanes, "give_back", lambda *_: 1 / 0)
    assert run_lane(stage.context, lane) == Onward(lane, lanes.RETRY_S)
    monkeypatch.undo()
    assert find_job(stage.context.store, 1).done == 0


def test_the_sweep_wakes_a_job_whose_messages_are_lost(stage, reader):
    """New lanes, and what the old ones had in hand is free."""
    stored(stage, 1)
    start_job(stage.context, ALL, "key")
    assert sweep(stage.context).lanes == ()
    stage.pass_time(seconds=stage.context.settings.sweep_after_s + 1)
    assert sweep(stage.context, jobs=False).lanes == ()  # `run-once` waits for news only
    found = sweep(stage.context).lanes
    assert len(found) == stage.context.settings.reprocess_lanes
    assert run_lane(stage.context, found[0]) is not None
    assert find_job(stage.context.store, 1).state == "done"
    assert sweep(stage.context).lanes == ()


def test_sums_of_changes():
    """Counts add up; nothing but unchanged ones is no change."""
    assert Changes(1, 2, 3, 4) + Changes(1, 1, 1, 1) == Changes(2, 3, 4, 5)
    assert not Changes(unchanged=3)
    assert Changes(removed=1)
