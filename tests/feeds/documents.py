"""Invented feeds for the tests of this room."""

from __future__ import annotations

from datetime import UTC, datetime

from worker.shapes import Page

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
URL = "https://morgenbote.example/feeds/world.xml"


def page(body: bytes | str, **headers: str) -> Page:
    """Return the answer to one poll; underscores in header names stand for hyphens."""
    raw = body if isinstance(body, bytes) else body.encode()
    sent = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Page(URL, URL, 200, sent, raw, NOW)


def rss(items: str = "", channel: str = "", attributes: str = "") -> str:
    return (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"{attributes}><channel>'
        f"<title>Morgenbote</title>{channel}{items}</channel></rss>"
    )


def item(inner: str) -> str:
    return rss(f"<item>{inner}</item>")


def atom(entries: str = "", feed: str = "", attributes: str = "") -> str:
    return f'<feed xmlns="http://www.w3.org/2005/Atom"{attributes}><title>Abendpost</title>{feed}{entries}</feed>'
