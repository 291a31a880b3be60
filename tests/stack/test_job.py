"""A re-processing job on a real stack: killed at every place, interrupted, resumed; the same result."""

from __future__ import annotations

import os
import shutil
import signal
import threading
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from worker.settings import load_settings
from worker.shapes import Article, Entry, Page
from worker.steps.context import migrate, open_context
from worker.steps.lanes import run_job
from worker.steps.reprocess import ReprocessRequest, create_planned, plan_job
from worker.store.articles import save_article
from worker.store.entries import add_entry, end_entry
from worker.store.events import each_event, order_events
from worker.store.jobs import find_job
from worker.store.pages import save_page
from worker.store.statements import each_statement

job = pytest.importorskip("worker.stack.job")
from worker.stack import parts  # noqa: E402

pytestmark = pytest.mark.broker

ARTICLES = 220
ALL = ReprocessRequest(every=True)
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
TEXT = (
    "The foreign ministry of Norway spoke on Monday about talks that had lasted for most of a week.\n"
    "“We condemn the attack on vessel number {n},” Norwegian Foreign Minister Ada Lind said in Oslo. "
    "She added that her government expected an answer within days."
)


@pytest.fixture
def settings(home):
    """Return settings of a home with articles that nobody has read yet."""
    made = load_settings({"COMMUNIQUE_HOME": str(home), "COMMUNIQUE_PRELOAD": "false"})
    migrate(made)
    context = open_context(made)
    for n in range(ARTICLES):
        url = f"https://outlet.example/{n}"
        entry_id = add_entry(context.store, Entry(url, url), NOW)
        with context.store.transaction() as session:
            page_id = save_page(context.store, session, entry_id, Page(url, url, 200, (), b"<p>", NOW))
            article = Article(TEXT.format(n=n), "en", f"Part {n}", url, url, "The Harbour Post", None, NOW)
            save_article(context.store, session, (page_id, entry_id), article, NOW)
            end_entry(session, entry_id, "no-statements", NOW)
    context.close()
    return made


def started(settings):
    """Write the job down, and return what follows it."""
    context = open_context(settings)
    job_id = create_planned(context, plan_job(context, ALL), "key")
    context.close()
    return job.JobStart(job_id, "key", ALL)


def undisturbed(settings, tmp_path):
    """Return the rows of the same job in a copy of the database, read by this process alone."""
    copy = shutil.copy(settings.home / "communique.db", tmp_path / "copy.db")
    context = open_context(replace(settings, database_url=f"sqlite:///{copy}"))
    job_id = create_planned(context, plan_job(context, ALL), "key")
    run_job(context, job_id)
    result = find_job(context.store, job_id), list(each_statement(context.store))
    context.close()
    return result


def rows(settings):
    """Return the statements."""
    context = open_context(settings)
    found = list(each_statement(context.store))
    context.close()
    return found


def told(settings):
    """Return what has been told to whoever listens: the change and the statement of each event."""
    context = open_context(settings)
    while order_events(context.store, context.now()):
        pass
    found = [(event.type, event.statement_id) for event in each_event(context.store, 0)]
    context.close()
    return found


def counts(one):
    """Return what a job counts."""
    return one.state, one.done, one.failed, one.added, one.changed, one.removed, one.unchanged


def test_processes_and_broker_killed_in_mid_job_leave_the_same_result(settings, tmp_path, monkeypatch):
    """Kill -9 before, amid and after the saving, of the broker, and an interrupted command: nothing shows."""
    expected, statements = undisturbed(settings, tmp_path)
    assert (expected.state, expected.done) == ("done", ARTICLES)
    assert expected.added >= ARTICLES
    monkeypatch.setattr(job, "QUIET_S", 1.0)
    faults = tmp_path / "faults"
    faults.mkdir()
    monkeypatch.setattr(parts, "APP", "trial_reprocess")
    monkeypatch.setenv(
        "PYTHONPATH", os.pathsep.join([str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")])
    )
    monkeypatch.setenv("TRIAL_FAULTS", str(faults))
    interrupted = threading.Event()

    def interrupt(seen):
        if seen.done > ARTICLES // 4 and not interrupted.is_set():
            interrupted.set()
            os.kill(os.getpid(), signal.SIGINT)

    start = started(settings)
    first = job.follow_job(settings, start, lambda _: None, interrupt)
    assert interrupted.is_set()
    assert (first.state, first.done < ARTICLES) == ("running", True)
    last = job.follow_job(settings, job.JobStart(start.job_id), lambda _: None, lambda _: None)
    assert sorted(file.name for file in faults.iterdir()) == [
        *("broker", "in-the-middle", "read-not-saved", "saved-not-sent")
    ]
    assert counts(last) == counts(expected)
    plain = [replace(row, detector_version="") for row in statements]
    assert [replace(row, detector_version="") for row in rows(settings)] == plain
    # Rows and events are of one transaction: each statement was told once, whatever was killed.
    assert sorted(told(settings)) == sorted(("statement.recorded", row.id) for row in statements)


def test_the_same_job_twice_changes_nothing_and_tells_nobody(settings):
    """Ids, times of creation and events stay; every statement is counted as unchanged."""
    context = open_context(settings)
    for key in ("first", "second"):
        run_job(context, create_planned(context, plan_job(context, ALL), key))
        if key == "first":
            before = list(each_statement(context.store)), told(settings)
    last = find_job(context.store, 2)
    assert counts(last) == ("done", ARTICLES, 0, 0, 0, 0, len(before[0]))
    assert (list(each_statement(context.store)), told(settings)) == before
    context.close()


def test_a_job_whose_messages_are_lost_goes_on(settings, monkeypatch):
    """The broker forgot everything: whoever follows the job sends new lanes."""
    monkeypatch.setattr(job, "QUIET_S", 0.5)
    monkeypatch.setattr(job, "_send", lambda *_: None)
    last = job.follow_job(settings, started(settings), lambda _: None, lambda _: None)
    assert counts(last)[:3] == ("done", ARTICLES, 0)
