"""``communique feeds show``: one feed's life, its changes with their reasons and its latest polls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from worker.cli.feed_facts import known_feed
from worker.cli.process import store_here
from worker.cli.terminal import Look, say, show_facts, show_table

if TYPE_CHECKING:
    from datetime import datetime

    from worker.store.rows import FeedLine, Subscription

POLLS = 10


def show_feed(
    which: Annotated[str, typer.Argument(metavar="URL|ID", help="A feed's address or number.")],
) -> None:
    """Show one feed: what it asks for, every change with its reason, its latest polls."""
    from worker.store.feed_changes import feed_changes, last_polls  # noqa: PLC0415
    from worker.store.websub import find_subscription  # noqa: PLC0415

    with store_here() as store:
        feed = known_feed(store, which)
        changes, polls = feed_changes(store, feed.id), last_polls(store, feed.id, POLLS)
        subscription = find_subscription(store, feed.id)
    _show_facts(feed, subscription)
    if changes:
        say()
        rows = [(moment(line.at), line.change, line.reason) for line in changes]
        show_table(("at", "change", "reason"), rows, Look(flexible=("reason",)))
    if polls:
        say()
        show_table(
            ("at", "poll", "status", "entries", "new", "ms", "detail"),
            [
                (moment(p.at), p.outcome, p.status, p.entries, p.new_entries, p.elapsed_ms, p.detail)
                for p in polls
            ],
            Look(flexible=("detail",)),
        )


def _show_facts(feed: FeedLine, subscription: Subscription | None) -> None:
    show_facts(
        [
            ("feed", feed.id),
            ("url", feed.url),
            ("outlet", feed.outlet),
            ("state", feed.state),
            ("reason", feed.state_reason),
            ("failures", f"{feed.failures:g}" if feed.failures else None),
            ("trouble", feed.trouble),
            ("moved from", feed.former_url),
            ("asks for", f"{feed.ttl_s:.0f} s between polls" if feed.ttl_s else None),
            ("hub", _pushes(subscription) if subscription else None),
            ("last poll", moment(feed.last_poll_at)),
            ("last entry", moment(feed.last_entry_at)),
            ("next poll", moment(feed.next_poll_at) if feed.state == "active" else None),
        ]
    )


def _pushes(found: Subscription) -> str:
    words = [f"{found.hub} {found.state}", found.reason]
    words += [f"until {moment(found.lease_until)}"] if found.state == "active" else []
    words += [f"pushes: {found.pushes}, the last {moment(found.last_push_at)}"] if found.pushes else []
    return ", ".join(word for word in words if word)


def moment(at: datetime | None) -> str | None:
    """Write a time to the minute, UTC."""
    return f"{at:%Y-%m-%d %H:%M}Z" if at else None
