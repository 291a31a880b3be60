"""When a page says it was published, on the outlet's clock; refuses the impossible and never asks the clock.

A date without a time becomes midnight UTC: the day is what the page stated, the hour is unknown.
A time keeps the zone it is stated in; one stated in UTC, or without a zone, is read on the clock of the
outlet's country where its address tells that, because the day a reader saw is the local one.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from htmldate import find_date

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import tzinfo

    from worker.shapes import Page

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


def find_published(
    tree: Any, linked: str | None, page: Page, zone: tzinfo | None = None, *, search: bool = True
) -> datetime | None:
    """Return when the page was published, None when it doesn't say or says what cannot be.

    Stated times win (JSON-LD, then meta and time elements); only without one is htmldate asked, which
    reads the day off address and text: 5 ms a page, and the first unusual date of a process 200 ms.

    Args:
        tree: its markup.
        linked: JSON-LD's datePublished as written.
        page: its address, and when it was fetched; nothing a day later than that is believed.
        zone: the outlet's clock, if known.
        search: whether address and text may be asked; somebody who knows the time has no use for it.
    """
    stated = [linked or "", *(str(value) for path in _STATED for value in tree.xpath(path)[:2])]
    found = _first_plausible(stated, page.fetched_at, zone)
    if found is not None or not search:
        return found
    return _first_plausible([_read_day(tree, page) or ""], page.fetched_at, zone)


def _read_day(tree: Any, page: Page) -> str | None:
    try:
        return find_date(
            tree,
            url=page.final_url,
            original_date=True,
            extensive_search=True,
            max_date=page.fetched_at.strftime("%Y-%m-%d"),
        )
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError, RecursionError):
        return None


def parse_moment(value: str, zone: tzinfo | None = None) -> datetime | None:
    """Read an ISO 8601 date or time as an aware time on the clock of ``zone``, None when it is none."""
    text = _ZONE.sub(
        lambda zone: f"{zone[1]}{zone[2]}:{zone[3] or '00'}", value.strip()[:40].replace("/", "-")
    )
    try:
        moment = datetime.fromisoformat(text)
        return on_local_clock(moment, zone)
    except (ValueError, OverflowError):
        return None


def on_local_clock(moment: datetime, zone: tzinfo | None) -> datetime:
    """Return a time on the outlet's clock; midnight is a day without a time and stays what it is.

    Raises:
        OverflowError: the year is out of range.
    """
    whole_day = moment.time() == time.min
    if moment.tzinfo is None:
        return moment.replace(tzinfo=UTC if whole_day or zone is None else zone)
    if zone is not None and not whole_day and not moment.utcoffset():
        return moment.astimezone(zone)
    moment.astimezone(UTC)  # an offset beyond the calendar's ends is no time
    return moment


def _first_plausible(values: Iterable[str], before: datetime, zone: tzinfo | None) -> datetime | None:
    moments = (parse_moment(value, zone) for value in values)
    return next((moment for moment in moments if moment and _EARLIEST <= moment <= before + _SLACK), None)
