"""When a page says it was published, in UTC; refuses the impossible and never asks the clock.

A date without a time becomes midnight UTC: the day is what the page stated, the hour is unknown.
A time without a zone is read as UTC, because no page says which zone its outlet writes in.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

_EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)  # no news page is older than the news web
_SLACK = timedelta(days=1)  # clocks go wrong, and a local day may be ahead of UTC
_STATED = (
    '//meta[@property="article:published_time"]/@content',
    '//meta[@itemprop="datePublished"]/@content',
    '//*[@itemprop="datePublished"]/@datetime',
    '//meta[@property="og:article:published_time" or @name="article:published_time"]/@content',
    '//meta[@name="parsely-pub-date" or @name="sailthru.date"]/@content',
    '//meta[@name="publish-date" or @name="pubdate"]/@content',
    '//meta[@name="DC.date.issued" or @name="dcterms.created" or @name="dc.date" or @name="date"]/@content',
    "//time[@pubdate]/@datetime",
)
_ZONE = re.compile(r"([+-])(\d{2}):?(\d{2})?$")


def find_published(tree: Any, linked: str | None, read: str | None, before: datetime) -> datetime | None:
    """Return when the page was published, None when it doesn't say or says what cannot be.

    Stated times win (JSON-LD, then meta and time elements); then the day htmldate read off address and text.

    Args:
        tree: the page.
        linked: JSON-LD's datePublished as written.
        read: htmldate's day.
        before: when the page was fetched; nothing a day later than that is believed.
    """
    stated = [linked or "", *(str(value) for path in _STATED for value in tree.xpath(path)[:2]), read or ""]
    return _first_plausible(stated, before)


def parse_moment(value: str) -> datetime | None:
    """Read an ISO 8601 date or time as aware UTC, None when it is none."""
    text = _ZONE.sub(
        lambda zone: f"{zone[1]}{zone[2]}:{zone[3] or '00'}", value.strip()[:40].replace("/", "-")
    )
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def _first_plausible(values: Iterable[str], before: datetime) -> datetime | None:
    moments = (parse_moment(value) for value in values)
    return next((moment for moment in moments if moment and _EARLIEST <= moment <= before + _SLACK), None)
