"""What a publisher says about pacing: ttl, sy:update, skipHours, skipDays, Cache-Control, Expires, hub."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
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
DAYS = {name: number for number, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}
_MAX_AGE = re.compile(r"max-age\s*=\s*\"?([0-9]{1,9})")
_NUMBER = re.compile(r"[0-9]{1,6}")
_SKIP_HOURS = re.compile(r"<skipHours\b", re.IGNORECASE)
_SKIP_DAYS = re.compile(r"<skipDays\b", re.IGNORECASE)
_HOUR = re.compile(r">\s{0,20}([0-9]{1,2})\s{0,20}<")
_DAY = re.compile(r">\s{0,20}([A-Za-z]{3,9})\s{0,20}<")
_BLOCK = 4_000  # characters; 24 hours with generous white space
_LINK = re.compile(r"<([^<>\s]{1,2000})>\s{0,10}((?:;[^,;<>]{0,200}){1,10})")


@dataclass(frozen=True, slots=True)
class Hints:
    """The longest interval asked for, and the hours (UTC) and weekdays (Monday 0) without polls."""

    ttl_s: float | None
    skip_hours: frozenset[int]
    skip_days: frozenset[int]


def publisher_hints(head: Any, text: str) -> Hints:
    """Collect the hints of a feed's head and of its XML text; they hold until the feed changes."""
    asked = (_ttl_s(head), _period_s(head))
    hours = {int(hour) % 24 for hour in _HOUR.findall(_block(text, _SKIP_HOURS))}
    days = {name.lower()[:3] for name in _DAY.findall(_block(text, _SKIP_DAYS))}
    return Hints(
        ttl_s=max((wait for wait in asked if wait), default=None),
        skip_hours=frozenset(hours),
        skip_days=frozenset(DAYS[day] for day in days if day in DAYS),
    )


def fresh_s(page: Page) -> float | None:
    """Return how long this answer stays fresh by its headers, which a 304 brings anew; None for no wish.

    Cache-Control outranks Expires, and the time that a cache on the way has kept the answer is over already
    (RFC 9111 §4.2, §5.3).
    """
    kept = page.header("age") or ""
    age_s = int(kept) if _NUMBER.fullmatch(kept) else 0
    asked = _max_age_s(page) or _expires_s(page)
    return asked - age_s if asked and asked > age_s else None


def link_to(page: Page, head: Any, relation: str) -> str | None:
    """Return the address of a link relation in the feed's head, else in the answer's Link header."""
    links = [(str(link.get("rel")), link.get("href")) for link in head.get("links", ())]
    sent = ", ".join(value for name, value in page.headers if name == "link")
    links += [(_relation(facts), address) for address, facts in _LINK.findall(sent[:8_000])]
    return next((str(address) for named, address in links if address and relation in named.split()), None)


def _relation(facts: str) -> str:
    found = re.search(r";\s*rel\s*=\s*(?:\"([^\"]*)\"|([^\s;\"]+))", facts, re.IGNORECASE)
    return (found[1] or found[2] or "").lower() if found else ""


def _block(text: str, opening: re.Pattern[str]) -> str:
    """Return the first element of that name, as far as it is not absurdly long."""
    found = opening.search(text)
    return text[found.end() : found.end() + _BLOCK].partition("</skip")[0] if found else ""


def _ttl_s(head: Any) -> float | None:
    value = str(head.get("ttl") or "").strip()
    return 60.0 * int(value) if _NUMBER.fullmatch(value) else None


def _period_s(head: Any) -> float | None:
    period = PERIOD_S.get(str(head.get("sy_updateperiod") or "").strip().lower())
    frequency = str(head.get("sy_updatefrequency") or "").strip()
    times = int(frequency) if _NUMBER.fullmatch(frequency) else 1
    return period / max(times, 1) if period else None


def _max_age_s(page: Page) -> float | None:
    found = _MAX_AGE.search(page.header("cache-control") or "")
    return float(found[1]) if found else None


def _expires_s(page: Page) -> float | None:
    value = page.header("expires")
    if not value or page.header("cache-control"):
        return None
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (aware - page.fetched_at).total_seconds())
