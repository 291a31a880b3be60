"""Every task of the worker, one line each: which step runs, and which task its ids go to.

What a task returns is kept nowhere; it is the few words that Flower shows as its result.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from worker.app import (
    app,
    carriers,
    context,
    line_waits,
    name_in,
    send,
    send_named,
    send_work,
    tell_progress,
)
from worker.steps.count import keep_counts
from worker.steps.detect import detect_statements
from worker.steps.dispatch import dispatch
from worker.steps.fetch import fetch_page
from worker.steps.lanes import run_lane
from worker.steps.match import match_article
from worker.steps.poll import poll_feed
from worker.steps.purge import purge
from worker.steps.read import read_in_one_go
from worker.steps.relay import relay_events
from worker.steps.reprocess import read_request, start_job
from worker.steps.sweep import sweep
from worker.steps.telling import told
from worker.steps.websub import renew_subscriptions
from worker.store.jobs import job_of_lane

if TYPE_CHECKING:
    from typing import TypeAlias

    from celery import Task

    Message: TypeAlias = Task[..., str]


@app.task(name="feeds.dispatch", queue="poll")
def dispatch_feeds() -> str:
    """Claim the feeds that are due and poll each."""
    return f"{send_named(app, context().store, 'feeds.poll', dispatch(context()))} feeds due"


@app.task(name="feeds.poll", queue="poll")
def poll(feed_id: int) -> str:
    """Fetch one feed and fetch the page of each new entry."""
    send_named(app, context().store, "pages.fetch", poll_feed(context(), feed_id))
    return told()


@app.task(name="feeds.subscribe", queue="poll")
def subscribe() -> str:
    """Ask the hubs of new subscriptions, and of those that are soon over."""
    return f"{renew_subscriptions(context())} hubs asked"


@app.task(name="pages.fetch", queue="fetch", bind=True)
def fetch(self: Message, entry_id: int) -> str:
    """Fetch one entry's page, store it raw, and extract its article."""
    return _onward(self, "articles.extract", fetch_page(context(), entry_id))


@app.task(name="articles.extract", queue="extract", bind=True)
def extract(self: Message, page_id: int) -> str:
    """Read one page: its article, its statements, their echoes; what fails goes on step by step."""
    left = read_in_one_go(context(), page_id)
    if left.match is not None:
        return _onward(self, "utterances.match", left.match)
    return _onward(self, "statements.detect", left.detect)


@app.task(name="statements.detect", queue="detect", bind=True)
def detect(self: Message, article_id: int) -> str:
    """Replace one article's statements by those that today's rules find, and match them with others'."""
    found = detect_statements(context(), article_id)
    return _onward(self, "utterances.match", article_id if found else None)


@app.task(name="utterances.match", queue="detect")
def match(article_id: int) -> str:
    """Put one article's statements into the utterances that they render."""
    return f"{match_article(context(), article_id)} compared"


@app.task(name="maintenance.purge", queue="poll")
def purge_rows() -> str:
    """Let go of pages and poll log lines that are older than the settings keep them."""
    purged = purge(context())
    return f"{purged.bodies} pages' bytes, {purged.polls} poll lines"


@app.task(name="maintenance.sweep", queue="poll")
def sweep_rows() -> str:
    """Send the next step of each row that has waited too long for it."""
    return f"{send_work(app, context().store, sweep(context()))} sent again"


@app.task(name="events.relay", queue="poll")
def relay() -> str:
    """Deliver what has changed to whoever listens."""
    return f"{relay_events(context(), carriers())} delivered"


@app.task(name="maintenance.count", queue="poll")
def count() -> str:
    """Bring the counts up to date that metrics show."""
    return f"{keep_counts(context())} rows counted"


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


def _onward(message: Message, task: str, row_id: int | None) -> str:
    """Send the next step of the same entry, under the same name."""
    if row_id is not None:
        send(app, task, [row_id], names={row_id: name_in(message.request)})
    return told()
