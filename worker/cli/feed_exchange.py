"""``communique feeds import`` and ``export``: the good lines of a list are taken, the bad ones named."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from worker.cli.process import store_here
from worker.cli.terminal import complain, say
from worker.errors import WrongUse

if TYPE_CHECKING:
    from worker.cli.feed_files import ListedFeed
    from worker.store.engine import Store


class ListFormat(StrEnum):
    """How a list of feeds is written."""

    OPML = "opml"
    CSV = "csv"


def import_feeds(file: Annotated[str, typer.Argument(help="A list that ends in .opml or .csv.")]) -> None:
    """Register all feeds of a list; exit 2 if some of them can't be."""
    from worker.cli.feed_files import read_feed_list  # noqa: PLC0415

    listed = read_feed_list(file)
    new = known = 0
    faults: list[str] = []
    with store_here() as store:
        for feed in listed:
            try:
                is_new = _register(store, feed)
            except WrongUse as error:
                faults.append(str(error))
                continue
            new, known = new + is_new, known + (not is_new)
    say(f"{new} feeds added, {known} known already, {len(faults)} refused")
    for fault in faults:
        complain(fault)
    raise typer.Exit(2 if faults else 0)


def export_feeds(shape: Annotated[ListFormat, typer.Option("--format")] = ListFormat.OPML) -> None:
    """Write the list of feeds."""
    from worker.cli.feed_files import ListedFeed, write_csv, write_opml  # noqa: PLC0415
    from worker.store.feeds import list_feeds  # noqa: PLC0415

    with store_here() as store:
        lines = list_feeds(store)
    listed = [ListedFeed(f.url, f.outlet, f.lang, f.country) for f in lines if f.state != "ended"]
    sys.stdout.write(write_opml(listed) if shape is ListFormat.OPML else write_csv(listed))


def _register(store: Store, feed: ListedFeed) -> bool:
    from worker.cli.feed_facts import checked_country, checked_language  # noqa: PLC0415
    from worker.store.feeds import register_feed  # noqa: PLC0415
    from worker.text.urls import check_url  # noqa: PLC0415

    _, is_new = register_feed(
        store,
        check_url(feed.url),
        datetime.now(UTC),
        outlet=feed.outlet,
        lang=checked_language(feed.lang),
        country=checked_country(feed.country),
    )
    return is_new
