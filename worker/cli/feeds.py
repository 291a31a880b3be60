"""``communique feeds``: what is watched. Registering fetches nothing and is safe to repeat."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from worker.cli.feed_check import check_feed
from worker.cli.feed_exchange import export_feeds, import_feeds
from worker.cli.feed_facts import checked_country, checked_language, known_feed
from worker.cli.feed_show import moment, show_feed
from worker.cli.process import store_here
from worker.cli.terminal import Look, say, show_table

if TYPE_CHECKING:
    from worker.store.rows import FeedLine

app = typer.Typer(help="The feeds watched.", no_args_is_help=True)
app.command("check")(check_feed)
app.command("show")(show_feed)
app.command("import")(import_feeds)
app.command("export")(export_feeds)
Which = Annotated[str, typer.Argument(metavar="URL|ID", help="A feed's address or number.")]


@app.command("add")
def add_feed(
    url: Annotated[str, typer.Argument(metavar="URL")],
    outlet: Annotated[str | None, typer.Option(help="Name of the publisher.")] = None,
    lang: Annotated[str | None, typer.Option(help="Language, e.g. de.")] = None,
    country: Annotated[str | None, typer.Option(help="Country of the publisher, e.g. DE.")] = None,
) -> None:
    """Register a feed; nothing is fetched yet."""
    from worker.store.feeds import register_feed  # noqa: PLC0415
    from worker.text.urls import check_url  # noqa: PLC0415

    checked = check_url(url)
    facts = {"outlet": outlet, "lang": checked_language(lang), "country": checked_country(country)}
    with store_here() as store:
        number, is_new = register_feed(store, checked, datetime.now(UTC), **facts)
    say(f"feed {number} added" if is_new else f"feed {number} is known already")


@app.command("list")
def list_feeds(
    health: Annotated[bool, typer.Option("--health", help="Show how polling goes.")] = False,  # noqa: FBT002
) -> None:
    """List the feeds."""
    from worker.store.feeds import list_feeds as read  # noqa: PLC0415

    with store_here() as store:
        lines = read(store)
    if health:
        _show_health(lines)
        return
    show_table(
        ("id", "outlet", "lang", "country", "state", "url"),
        [(f.id, f.outlet, f.lang, f.country, f.state, f.url) for f in lines],
        Look(flexible=("outlet", "url")),
    )


@app.command("remove")
def remove_feed(which: Which) -> None:
    """Forget a feed, its articles and their statements."""
    from worker.store.feeds import remove_feed as remove  # noqa: PLC0415

    with store_here() as store:
        feed = known_feed(store, which)
        remove(store, feed.id)
    say(f"feed {feed.id} removed")


@app.command("pause")
def pause_feed(which: Which) -> None:
    """Stop polling a feed; what it brought stays."""
    _set_state(which, "paused")


@app.command("resume")
def resume_feed(which: Which) -> None:
    """Poll a feed again, now."""
    _set_state(which, "active")


def _set_state(which: str, state: str) -> None:
    from worker.store.feeds import set_feed_state  # noqa: PLC0415

    with store_here() as store:
        feed = known_feed(store, which)
        set_feed_state(store, feed.id, state, "by hand", datetime.now(UTC))
    say(f"feed {feed.id} is {state}")


def _show_health(lines: list[FeedLine]) -> None:
    show_table(
        ("id", "state", "failures", "last poll", "last entry", "next poll", "reason", "url"),
        [
            (
                f.id, f.state, f"{f.failures:g}", moment(f.last_poll_at), moment(f.last_entry_at),
                moment(f.next_poll_at) if f.state == "active" else None, f.trouble or f.state_reason, f.url,
            )
            for f in lines
        ],
        Look(flexible=("reason", "url"), spare=("last entry",)),
    )  # fmt: skip
