"""Dates of entries: aware UTC, and only believable ones."""

from __future__ import annotations

import re
from calendar import timegm
from datetime import UTC, datetime, timedelta
from typing import Any

AHEAD = timedelta(days=2)  # clocks and zones are wrong by hours, never by days
FIRST = datetime(1970, 1, 2, tzinfo=UTC)
_EPOCH = re.compile(r"[0-9]{9,10}(?:[0-9]{3})?(?:\.[0-9]{1,9})?")
_LONGEST_DATE = 100


def believable(moment: datetime, now: datetime) -> datetime | None:
    """Return a time in UTC, None when it lies before 1970 or more than two days ahead.

    A time without zone counts as UTC; one that is ahead by less than two days stays as it is.
    """
    try:
        aware = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError:
        return None
    return aware if FIRST <= aware <= now + AHEAD else None


def from_feedparser(item: Any, name: str, now: datetime) -> datetime | None:
    """Read an entry's date of that name: feedparser's own reading, except for plain seconds since 1970.

    feedparser reads ``1630945200`` as a day in 2016, and returns the year -1 for ``0000-00-00``.
    """
    # "in" and not get(): feedparser answers for "updated" with "published", and warns about it.
    text = item.get(name) if name in item else None
    if isinstance(text, str) and _EPOCH.fullmatch(text.strip()):
        return from_epoch(text.strip(), now)
    parsed = item.get(f"{name}_parsed") if f"{name}_parsed" in item else None
    if parsed is None:
        return from_iso(text, now)
    try:
        return believable(datetime.fromtimestamp(timegm(parsed), UTC), now)
    except (ValueError, OverflowError, OSError, TypeError):
        return None


def from_epoch(text: str, now: datetime) -> datetime | None:
    """Read seconds or milliseconds since 1970."""
    seconds = float(text)
    return believable(datetime.fromtimestamp(seconds / 1000 if seconds >= 1e11 else seconds, UTC), now)


def from_iso(value: object, now: datetime) -> datetime | None:
    """Read an ISO 8601 text, None when it is something else."""
    if not isinstance(value, str) or len(value) > _LONGEST_DATE:
        return None
    try:
        return believable(datetime.fromisoformat(value.strip()), now)
    except (ValueError, OverflowError):
        return None
