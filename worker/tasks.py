"""Every task of the worker, one line each: which step runs, and which task its ids go to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from worker.app import app, carriers, context, line_waits, send, send_work
from worker.steps.detect import detect_statements
from worker.steps.dispatch import dispatch
from worker.steps.extract import extract_article
from worker.steps.fetch import fetch_page
from worker.steps.lanes import run_lane
from worker.steps.match import match_article
from worker.steps.poll import poll_feed
from worker.steps.relay import relay_events
from worker.steps.reprocess import read_request, start_job
from worker.steps.sweep import sweep

if TYPE_CHECKING:
    from celery import Task


@app.task(name="feeds.dispatch", queue="poll")
def dispatch_feeds() -> None:
    """Claim the feeds that are due and poll each."""
    send(app, "feeds.poll", dispatch(context()))


@app.task(name="feeds.poll", queue="poll")
def poll(feed_id: int) -> None:
    """Fetch one feed and fetch the page of each new entry."""
    send(app, "pages.fetch", poll_feed(context(), feed_id))


@app.task(name="pages.fetch", queue="fetch")
def fetch(entry_id: int) -> None:
    """Fetch one entry's page, store it raw, and extract its article."""
    send(app, "articles.extract", _one(fetch_page(context(), entry_id)))


@app.task(name="articles.extract", queue="extract")
def extract(page_id: int) -> None:
    """Extract one page's article and detect its statements."""
    send(app, "statements.detect", _one(extract_article(context(), page_id)))


@app.task(name="statements.detect", queue="detect")
def detect(article_id: int) -> None:
    """Replace one article's statements by those that today's rules find, and match them with others'."""
    if detect_statements(context(), article_id):
        send(app, "utterances.match", [article_id])


@app.task(name="utterances.match", queue="detect")
def match(article_id: int) -> None:
    """Put one article's statements into the utterances that they render."""
    match_article(context(), article_id)


@app.task(name="maintenance.sweep", queue="poll")
def sweep_rows() -> None:
    """Send the next step of each row that has waited too long for it."""
    send_work(app, sweep(context()))


@app.task(name="events.relay", queue="poll")
def relay() -> None:
    """Deliver what has changed to whoever listens."""
    relay_events(context(), carriers())


@app.task(name="reprocess.start", queue="reprocess", bind=True)
def start_reprocess(
    self: Task[..., None], what: str = "detect", filters: dict[str, Any] | None = None, key: str | None = None
) -> None:
    """Plan a job that reads stored articles again, and start it; the same key again is the same job.

    Without a key, as a timetable sends it, only if there is something to do and nobody is at it.
    """
    lanes = start_job(
        context(), read_request(what, filters or {}), key or self.request.id, if_needed=key is None
    )
    send(app, "reprocess.run", lanes)


@app.task(name="reprocess.run", queue="reprocess")
def run_reprocess(lane_id: int) -> None:
    """Read one slice of a job, and go on with the next while the job lasts."""
    onward = run_lane(context(), lane_id, line_waits)
    if onward is not None:
        send(app, "reprocess.run", [onward.lane_id], onward.wait_s)


def _one(row_id: int | None) -> list[int]:
    return [] if row_id is None else [row_id]
