"""Dates of entries: aware UTC, and only believable ones."""

from __future__ import annotations

from calendar import timegm
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from time import struct_time

AHEAD = timedelta(days=2)  # clocks and zones are wrong by hours, never by days
FIRST = datetime(1970, 1, 2, tzinfo=UTC)


def believable(moment: datetime | None, now: datetime) -> datetime | None:
    """Return a time in UTC, None when it lies before 1970 or in the future."""
    if moment is None:
        return None
    aware = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return aware if FIRST <= aware <= now + AHEAD else None


def from_struct(parsed: struct_time | None, now: datetime) -> datetime | None:
    """Read feedparser's UTC tuple."""
    if parsed is None:
        return None
    try:
        return believable(datetime.fromtimestamp(timegm(parsed), UTC), now)
    except (ValueError, OverflowError, OSError, TypeError):
        return None


def from_iso(value: object, now: datetime) -> datetime | None:
    """Read an ISO 8601 text, None when it is something else."""
    if not isinstance(value, str):
        return None
    try:
        return believable(datetime.fromisoformat(value.strip()), now)
    except (ValueError, OverflowError):
        return None
