"""``communique feeds check``: fetch an address once and tell what a poll would find; it writes nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from worker.cli.feed_words import delay_in_words, doubts, ending_in_words
from worker.cli.process import settings_here
from worker.cli.terminal import Look, complain, say, show_facts, show_table
from worker.errors import GiveUp, TryAgain

if TYPE_CHECKING:
    from worker.shapes import FeedDocument, Page

SHOWN = 5


def check_feed(url: Annotated[str, typer.Argument(metavar="URL")]) -> None:
    """Fetch an address once, show what is in it and what is wrong; exit 1 if it can't serve as a feed."""
    from worker.feeds.parse import parse_feed  # noqa: PLC0415
    from worker.web.answers import check_answer  # noqa: PLC0415

    page = None
    try:
        page = _fetch(url)
        check_answer(page, datetime.now(UTC))
        document = parse_feed(page)
    except TryAgain as error:
        complain(delay_in_words(error.reason, error.wait_s))
        raise typer.Exit(1) from None
    except GiveUp as error:
        complain(ending_in_words(error.outcome, error.detail))
        _offer(page)
        raise typer.Exit(1) from None
    _show(page, document)


def _fetch(url: str) -> Page:
    from worker.steps.context import web_client  # noqa: PLC0415
    from worker.steps.poll import ACCEPT  # noqa: PLC0415
    from worker.text.urls import check_url  # noqa: PLC0415
    from worker.web.client import WebRequest  # noqa: PLC0415

    settings = settings_here()
    request = WebRequest(
        check_url(url), max_bytes=settings.max_feed_bytes, deadline_s=settings.feed_deadline_s, accept=ACCEPT
    )
    return web_client(settings).fetch(request)


def _offer(page: Page | None) -> None:
    """Name the feeds that a page declares: what people have at hand is the page's address."""
    from worker.feeds.discover import declared_feeds  # noqa: PLC0415

    declared = declared_feeds(page.body, page.final_url) if page is not None and page.status == 200 else ()
    if declared:
        say("The page declares these feeds:")
        for address in declared:
            say(f"  communique feeds check {address}")


def _show(page: Page, document: FeedDocument) -> None:
    from worker.feeds.hints import fresh_s  # noqa: PLC0415

    wishes = [wish for wish in (document.ttl_s, fresh_s(page)) if wish]
    show_facts(
        [
            ("kind", document.kind),
            ("title", document.title),
            ("language", document.lang),
            ("entries", len(document.entries)),
            ("dropped", document.dropped or None),
            ("asks for", f"{max(wishes):.0f} s between polls" if wishes else None),
            ("quiet hours", ", ".join(f"{hour}h" for hour in sorted(document.skip_hours)) or None),
            ("hub", document.hub_url),
            ("moved to", page.permanent_url),
            ("further feeds", len(document.links) or None),
        ]
    )
    for doubt in doubts(page, document, datetime.now(UTC)):
        say(f"mind: {doubt}")
    if document.entries:
        say()
        show_table(
            ("published", "title", "url"),
            [
                (f"{e.published_at:%Y-%m-%d %H:%M}" if e.published_at else None, e.title, e.url)
                for e in document.entries[:SHOWN]
            ],
            Look(flexible=("title", "url")),
        )
