"""communique reprocess: planned, followed, listed, stopped and explained."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from worker.cli import job_start
from worker.cli.job_progress import Pace, progress_words, span
from worker.cli.main import run_with
from worker.cli.process import settings_here, store_here
from worker.shapes import Actor, Article, Entry, Page, Quotation, Span, Statement
from worker.stack import job as jobs
from worker.steps.context import open_context
from worker.steps.lanes import run_job
from worker.steps.reprocess import create_planned, plan_job, read_request
from worker.store.articles import save_article
from worker.store.entries import add_entry, end_entry
from worker.store.jobs import find_job, set_job_state
from worker.store.pages import save_page
from worker.store.statements import replace_statements

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
URL = "https://outlet.example/a"
WORDS = "“We condemn the attack on our vessel,”"
TEXT = f"{WORDS} Norwegian Foreign Minister Ada Lind said on Thursday."


def wrong(number, start, end):
    """Return a statement as worse rules found it."""
    quotation = Quotation("direct", (Span(start, end),), Span(start, end))
    actor = Actor("person:x", "Somebody \x1b[2J", "person", country="SE")
    return Statement(number, quotation, TEXT[start:end], "en", "SUPPORT", actor=actor, diplomatic=True)


@pytest.fixture
def stored(home, monkeypatch):
    """Set up one article in English whose statements are wrong, and one in a language without a pack."""
    monkeypatch.setenv("COMMUNIQUE_HOME", str(home))
    with store_here() as store:
        for lang, outcome in (("en", "stored"), ("xx", "no-pack")):
            url = f"{URL}-{lang}"
            entry_id = add_entry(store, Entry(url, url), NOW)
            with store.transaction() as session:
                page_id = save_page(store, session, entry_id, Page(url, url, 200, (), b"<p>", NOW))
                article = Article(TEXT, lang, f"Vessel {lang}", url, url, "The Outlet", None, NOW)
                article_id = save_article(store, session, (page_id, entry_id), article, NOW)
                if lang == "en":
                    replace_statements(store, session, article_id, [wrong("e" * 24, 0, 12)], NOW)
                end_entry(session, entry_id, outcome, NOW)
    return home


@pytest.fixture
def here(monkeypatch):
    """Let jobs run in this process: what a real stack does is shown in tests/stack."""

    def follow(settings, start, _say, progress):
        context = open_context(settings)
        run_job(context, start.job_id, lambda: progress(find_job(context.store, start.job_id)))
        job = find_job(context.store, start.job_id)
        context.close()
        return job

    monkeypatch.setattr(jobs, "follow_job", follow)


def run(capsys, *arguments):
    """Run one command, and return its code, output and complaint."""
    code = run_with(["reprocess", *arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


def created():
    """Write a job down that nobody works on, and return its number."""
    context = open_context(settings_here())
    job_id = create_planned(context, plan_job(context, read_request("detect", {"all": True})), "key")
    context.close()
    return job_id


def test_a_dry_run_shows_the_plan_and_starts_nothing(stored, capsys):
    """How many, what is left out, what it costs."""
    code, out, _ = run(capsys, "--all", "--dry-run")
    assert code == 0
    first, second, third = out.splitlines()
    assert first == "1 article to be read again"
    assert second == "left out, because there is no pack for the language: 1 article"
    assert third.startswith("about 0 s on 2 idle processes (a guess")
    assert run(capsys, "list")[1].count("\n") == 1


def test_a_job_from_start_to_diff(stored, here, capsys):
    """The line at its end counts; the diff shows old and new; a second run finds nothing to change."""
    code, out, _ = run(capsys, "--lang", "en", "--from", "detect")
    assert code == 0
    assert "job 1 started" in out
    assert "1 of 1 read again; statements: 1 added, 0 changed, 1 removed, 0 unchanged" in out
    code, out, _ = run(capsys, "diff", "1")
    heading, removed, added = out.splitlines()
    assert (code, heading) == (0, f"Vessel en  (1, {URL}-en)")
    assert removed.startswith("  - eeeeeeee  Somebody")
    assert added.startswith("  + ")
    assert "  Ada Lind (NO) " in added
    assert added.endswith(f": {WORDS}")
    assert "\x1b" not in out
    rows = [json.loads(line) for line in run(capsys, "diff", "1", "--format", "jsonl")[1].splitlines()]
    assert [(row["change"], row["job"]) for row in rows] == [("removed", 1), ("added", 1)]
    assert "0 added, 0 changed, 0 removed, 1 unchanged" in run(capsys, "--all")[1]
    assert run(capsys, "diff", "2")[1] == "job 2 has changed nothing\n"


def test_a_changed_field_is_shown_from_old_to_new(stored, here, capsys):
    """One line for each field that differs."""
    run(capsys, "--all")
    with store_here() as store, store.transaction() as session:
        session.connection().exec_driver_sql("UPDATE statement SET act = 'SUPPORT', country = NULL")
    assert "1 changed" in run(capsys, "--all")[1]
    lines = run(capsys, "diff", "2")[1].splitlines()
    assert lines[1].startswith("  ~ ")
    assert "    country: – → NO" in "\n".join(lines)
    assert any(line.strip().startswith("act: SUPPORT → ") for line in lines)
    assert run_with(["statements", "show", lines[1].split()[1]]) == 0
    shown = capsys.readouterr().out
    assert "changed by job 2" in shown
    assert "  country: – → NO" in shown.splitlines()


def test_jobs_are_listed_and_shown(stored, here, capsys):
    """With the options that made them; for programs, too."""
    run(capsys, "--older-than", "current")
    heading, line = run(capsys, "list")[1].splitlines()
    assert heading.split("\t")[:4] == ["job", "state", "from", "what"]
    assert line.split("\t")[:6] == ["1", "done", "detect", "--older-than current", "1", "1"]
    (row,) = (json.loads(line) for line in run(capsys, "list", "--format", "jsonl")[1].splitlines())
    assert (row["id"], row["added"], row["removed"]) == (1, 1, 1)
    assert run(capsys, "show", "1")[1].splitlines()[:2] == ["id         1", "state      done"]


def test_pause_resume_and_cancel(stored, here, capsys):
    """Each may be repeated; what is over stays over."""
    created()
    assert run(capsys, "pause", "1")[:2] == (0, "job 1 is paused\n")
    assert run(capsys, "pause", "1")[:2] == (0, "job 1 is paused\n")
    run_with(["status"])
    assert "job 1           paused, 0 of 1 read again" in capsys.readouterr().out.splitlines()
    code, out, _ = run(capsys, "resume", "1")
    assert (code, out.splitlines()[0]) == (0, "job 1 is running")
    assert "job 1 is done: 1 of 1" in out
    assert run(capsys, "cancel", "1")[:2] == (0, "job 1 is done\n")
    assert run(capsys, "resume", "1")[:2] == (0, "job 1 is done\n")


def test_what_could_not_be_read_is_said_and_is_exit_code_1(stored, here, capsys, monkeypatch):
    """The job ends; the article is named with its error."""
    monkeypatch.setattr("worker.steps.detect.recognise", lambda _, **__: 1 / 0)
    code, _, err = run(capsys, "--all")
    assert (code, "1 could not be read" in err) == (1, True)
    assert "article 1 could not be read: ZeroDivisionError" in run(capsys, "show", "1")[1]


def test_a_job_that_was_stopped_is_exit_code_3(stored, capsys, monkeypatch):
    """Somebody else cancelled it, or Ctrl-C left it to the next stack."""

    def follow(settings, start, _say, _progress):
        with store_here(settings) as store:
            set_job_state(store, start.job_id, "cancelled", NOW)
            return find_job(store, start.job_id)

    monkeypatch.setattr(jobs, "follow_job", follow)
    code, out, _ = run(capsys, "--all")
    assert (code, "job 1 is cancelled: 0 of 1" in out) == (3, True)


def test_nothing_to_do_starts_nothing(stored, capsys):
    """No job, no stack."""
    assert run(capsys, "--country", "FI")[:2] == (
        0,
        "0 articles to be read again\n",
    )
    assert run(capsys, "list")[1].count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        ([], "say which articles"),
        (["--all", "--lang", "en"], "not both"),
        (["--from", "fetch", "--all"], "not from 'fetch'"),
        (["--older-than", "newest!"], "is no version"),
        (["--feed", "9"], "no feed '9'"),
        (["--kind", "spoken"], "--kind is one of"),
        (["pause", "9"], "no job 9"),
        (["resume", "9"], "no job 9"),
        (["cancel", "9"], "no job 9"),
        (["diff", "9"], "no job 9"),
        (["show", "9"], "no job 9"),
        (["diff", "1", "--format", "csv"], "table or jsonl"),
        (["list", "--format", "parquet"], "table, jsonl or csv"),
    ],
)
def test_wrong_use_is_one_line_and_code_2(stored, capsys, arguments, fault):
    """The line says what would be right."""
    code, out, err = run(capsys, *arguments)
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert fault in err


def test_rate_and_time_left():
    """Over the last seconds; no number before there is one."""
    pace = Pace()
    pace.note(0.0, 0)
    assert pace.per_second() == 0.0
    pace.note(10.0, 500)
    assert pace.per_second() == 50.0
    pace.note(20.0, 500)
    assert pace.per_second() == 0.0
    job = SimpleNamespace(done=500, planned=4000, left=3500)
    assert progress_words(job, 50.0) == "500/4,000 · 50/s · 1 min 10 s left"
    assert progress_words(job, 0.0) == "500/4,000"
    assert [span(seconds) for seconds in (0.2, 59.6, 3725)] == ["0 s", "1 min 00 s", "1 h 02 min"]


def test_the_unfinished_code_is_the_one_of_run_once():
    """Scripts may treat both alike."""
    assert job_start.UNFINISHED == 3
