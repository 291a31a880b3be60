"""The tasks that poll, fetch and keep house: what they need of the machine is mostly patience."""

from __future__ import annotations

from worker.app import app, carriers, context, named, post, send_named, send_work
from worker.steps.count import keep_counts
from worker.steps.dispatch import dispatch, give_back
from worker.steps.fetch import fetch_pages
from worker.steps.poll import poll_feed
from worker.steps.purge import purge
from worker.steps.relay import relay_events
from worker.steps.sweep import sweep
from worker.steps.telling import told
from worker.steps.websub import renew_subscriptions


@app.task(name="feeds.dispatch", queue="poll")
def dispatch_feeds() -> str:
    """Claim the feeds that are due and poll each."""
    feeds = dispatch(context())
    sent = send_named(app, context().store, "feeds.poll", feeds)
    give_back(context(), feeds[sent:])
    return f"{sent} feeds due"


@app.task(name="feeds.poll", queue="poll")
def poll(feed_id: int) -> str:
    """Fetch one feed and fetch the page of each new entry."""
    post("pages.fetch", named(context().store, "pages.fetch", poll_feed(context(), feed_id)))
    return told()


@app.task(name="feeds.subscribe", queue="poll")
def subscribe() -> str:
    """Ask the hubs of new subscriptions, and of those that are soon over."""
    return f"{renew_subscriptions(context())} hubs asked"


@app.task(name="pages.fetch", queue="fetch")
def fetch(*entry_ids: int) -> str:
    """Fetch entries' pages, store them raw, and extract their articles."""
    for fetched in fetch_pages(context(), entry_ids):
        post("articles.extract", fetched.pages)
        post("pages.fetch", named(context().store, "pages.fetch", fetched.left))
    return told()


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
