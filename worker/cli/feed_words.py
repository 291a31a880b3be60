"""What is wrong with a feed, in plain words and with what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from worker.shapes import FeedDocument, Page

STALE_DAYS = 30
WORDS = {
    "not-found": "there is nothing at this address (404); the feed may have moved",
    "gone": "the publisher says that this feed is gone for good (410)",
    "forbidden": "the server does not let us in; it may want a password, or no machines",
    "paywall": "the server wants to be paid",
    "bot-challenge": "the server wants proof that a person is there; machines are not let in",
    "blocked-address": "the address leads into a private network; COMMUNIQUE_ALLOW_HOSTS may allow it",
    "redirect-loop": "the server sends us in a circle",
    "too-large": "the answer is larger than COMMUNIQUE_MAX_FEED_BYTES",
    "bad-url": "this is no address that can be fetched",
    "empty": "the answer is empty",
    "not-a-feed": "this is no feed",
}
REASONS = {
    "dns": "there is no such host; is its name written right?",
    "tls": "the server's certificate can't be trusted",
    "timed out": "the server did not answer in time",
    "connection refused": "the server refuses connections",
    "status 429": "the server asks for fewer requests",
}


def ending_in_words(outcome: str, detail: str) -> str:
    """Say why an address will not serve as a feed."""
    words = WORDS.get(outcome, "the server will not give us this")
    return f"{words} ({detail or outcome})" if detail not in words else words


def delay_in_words(reason: str, wait_s: float | None) -> str:
    """Say why an address does not answer just now."""
    words = next((words for start, words in REASONS.items() if reason.startswith(start)), None)
    said = f"not now: {words} ({reason})" if words else f"not now: {reason}"
    return f"{said}; it asks for {wait_s:.0f} s of patience" if wait_s else said


def doubts(page: Page, document: FeedDocument, now: datetime) -> Iterator[str]:
    """Say what of a readable feed deserves a look."""
    if page.permanent_url:
        yield f"it has moved for good; register {page.permanent_url}"
    entries = document.entries
    if document.kind == "sitemapindex":
        yield f"an index: its {len(document.links)} sitemaps become feeds of their own, the 20 changed last"
        return
    if not entries:
        yield "it has no entries; if its page has news, this is the wrong feed"
        return
    unlinked = sum(entry.url is None for entry in entries)
    if unlinked:
        yield f"{unlinked} of {len(entries)} entries name no page: only what the feed says of them is read"
    dates = [entry.published_at for entry in entries if entry.published_at]
    if len(dates) < len(entries):
        yield f"{len(entries) - len(dates)} of {len(entries)} entries have no date that can be believed"
    if dates and (now - max(dates)).days >= STALE_DAYS:
        yield f"nothing new for {(now - max(dates)).days} days"
    if not (page.header("etag") or page.header("last-modified")):
        yield "it has no ETag and no Last-Modified: every poll fetches all of it"
