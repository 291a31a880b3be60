"""``communique feeds check``: fetch an address once and tell what a poll would find; it writes nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from worker.cli.process import settings_here
from worker.cli.terminal import Look, complain, say, show_facts, show_table
from worker.errors import GiveUp, TryAgain

if TYPE_CHECKING:
    from worker.shapes import FeedDocument, Page

SHOWN = 5


def check_feed(url: Annotated[str, typer.Argument(metavar="URL")]) -> None:
    """Fetch an address once and show what is in it; exit 1 if it can't serve as a feed."""
    from worker.feeds.parse import parse_feed  # noqa: PLC0415
    from worker.web.answers import check_answer  # noqa: PLC0415

    try:
        page = _fetch(url)
        check_answer(page, datetime.now(UTC))
        document = parse_feed(page)
    except TryAgain as error:
        wait = f"; it asks for {error.wait_s:.0f} s of patience" if error.wait_s else ""
        complain(f"not now: {error}{wait}")
        raise typer.Exit(1) from None
    except GiveUp as error:
        complain(str(error))
        raise typer.Exit(1) from None
    _show(page, document)


def _fetch(url: str) -> Page:
    from worker.text.urls import check_url  # noqa: PLC0415
    from worker.web.client import WebClient, WebPolicy, WebRequest  # noqa: PLC0415

    settings = settings_here()
    policy = WebPolicy(
        user_agent=settings.user_agent,
        allow_hosts=frozenset(settings.allow_hosts),
        max_redirects=settings.max_redirects,
        connect_timeout_s=settings.connect_timeout_s,
    )
    request = WebRequest(
        check_url(url), max_bytes=settings.max_feed_bytes, deadline_s=settings.feed_deadline_s
    )
    return WebClient(policy).fetch(request)


def _show(page: Page, document: FeedDocument) -> None:
    show_facts(
        [
            ("kind", document.kind),
            ("title", document.title),
            ("language", document.lang),
            ("entries", len(document.entries)),
            ("dropped", document.dropped or None),
            ("asks for", f"{document.ttl_s:.0f} s between polls" if document.ttl_s else None),
            ("moved to", page.permanent_url),
            ("further feeds", len(document.links) or None),
        ]
    )
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
