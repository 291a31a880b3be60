"""What a publisher says about pacing: ttl, sy:update, skipHours, skipDays, Cache-Control, hub."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from worker.shapes import Page

PERIOD_S = {
    "hourly": 3600.0,
    "daily": 86400.0,
    "weekly": 604800.0,
    "monthly": 2592000.0,
    "yearly": 31536000.0,
}
MAX_AGE = re.compile(r"max-age\s*=\s*(\d{1,9})")
DAYS = {name: number for number, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}
SKIP_HOURS = re.compile(rb"<skipHours\b.{0,4000}?</skipHours>", re.DOTALL | re.IGNORECASE)
SKIP_DAYS = re.compile(rb"<skipDays\b.{0,4000}?</skipDays>", re.DOTALL | re.IGNORECASE)
HEAD = 64 * 1024  # bytes of the document in which a channel's own elements stand


@dataclass(frozen=True, slots=True)
class Hints:
    """The longest interval asked for, and the hours (UTC) and weekdays (Monday 0) without polls."""

    ttl_s: float | None
    skip_hours: frozenset[int]
    skip_days: frozenset[int]


def publisher_hints(page: Page, head: Any) -> Hints:
    """Collect the hints of a feed's head and of the answer's headers."""
    waits = [wait for wait in (_ttl_s(head), _period_s(head), _max_age_s(page)) if wait]
    start = page.body[:HEAD]
    hours = SKIP_HOURS.search(start)
    days = SKIP_DAYS.search(start)
    return Hints(
        ttl_s=max(waits, default=None),
        skip_hours=frozenset(int(hour) % 24 for hour in re.findall(rb">\s*(\d{1,2})\s*<", hours.group()))
        if hours
        else frozenset(),
        skip_days=frozenset(
            DAYS[name.decode().lower()[:3]]
            for name in re.findall(rb">\s*([A-Za-z]{3,9})\s*<", days.group())
            if name.decode().lower()[:3] in DAYS
        )
        if days
        else frozenset(),
    )


def link_to(head: Any, relation: str) -> str | None:
    """Return the address of a link relation in a feed's head."""
    for link in head.get("links", ()):
        if link.get("rel") == relation and link.get("href"):
            return str(link["href"])
    return None


def _ttl_s(head: Any) -> float | None:
    value = str(head.get("ttl") or "").strip()
    return 60.0 * int(value) if value.isdigit() and len(value) < 7 else None


def _period_s(head: Any) -> float | None:
    period = PERIOD_S.get(str(head.get("sy_updateperiod") or "").strip().lower())
    frequency = str(head.get("sy_updatefrequency") or "1").strip()
    times = int(frequency) if frequency.isdigit() and int(frequency[:6]) > 0 else 1
    return period / times if period else None


def _max_age_s(page: Page) -> float | None:
    found = MAX_AGE.search(page.header("cache-control") or "")
    return float(found.group(1)) if found else None
