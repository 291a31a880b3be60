"""The tasks that read articles and match what was said, and those that read stored articles again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from worker.app import app, context, line_waits, send_apart, send_named, send_onward, tell_progress
from worker.steps.detect import detect_statements
from worker.steps.lanes import run_lane
from worker.steps.match import match_article
from worker.steps.read import read_pages
from worker.steps.reprocess import read_request, start_job
from worker.steps.telling import told
from worker.store.jobs import job_of_lane

if TYPE_CHECKING:
    from typing import TypeAlias

    from celery import Task

    Message: TypeAlias = Task[..., str]


@app.task(name="articles.extract", queue="extract")
def extract(*page_ids: int) -> str:
    """Read pages: their articles, their statements, their echoes; what fails goes on step by step."""
    left = read_pages(context(), page_ids)
    send_apart(app, context().store, "articles.extract", left.pages)
    send_apart(app, context().store, "statements.detect", left.detect)
    send_apart(app, context().store, "utterances.match", left.match)
    return told()


@app.task(name="statements.detect", queue="detect", bind=True)
def detect(self: Message, article_id: int) -> str:
    """Replace one article's statements by those that today's rules find, and match them with others'."""
    found = detect_statements(context(), article_id)
    return send_onward(self, "utterances.match", article_id if found else None)


@app.task(name="utterances.match", queue="detect")
def match(article_id: int) -> str:
    """Put one article's statements into the utterances that they render."""
    return f"{match_article(context(), article_id)} compared"


@app.task(name="reprocess.start", queue="reprocess", bind=True)
def start_reprocess(
    self: Message, what: str = "detect", filters: dict[str, Any] | None = None, key: str | None = None
) -> str:
    """Plan a job that reads stored articles again, and start it; the same key again is the same job.

    Without a key, as a timetable sends it, only if there is something to do and nobody is at it.
    """
    lanes = start_job(
        context(), read_request(what, filters or {}), key or self.request.id, if_needed=key is None
    )
    send_named(app, context().store, "reprocess.run", lanes)
    return told() or ("started" if lanes else "nothing to do")


@app.task(name="reprocess.run", queue="reprocess", bind=True)
def run_reprocess(self: Message, lane_id: int) -> str:
    """Read one slice of a job, and go on with the next while the job lasts."""
    onward = run_lane(context(), lane_id, line_waits)
    if onward is not None:
        tell_progress(self, job_of_lane(context().store, lane_id))
        send_named(app, context().store, "reprocess.run", [onward.lane_id], onward.wait_s)
    return told()
