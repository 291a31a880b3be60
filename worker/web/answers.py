"""What an HTTP status means for the caller: go on, try again later, or give up with a word."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from worker.errors import GiveUp, TryAgain

if TYPE_CHECKING:
    from worker.shapes import Page

MAX_WAIT_S = 24 * 3600.0  # a Retry-After of months is a mistake
PASSING = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524})
ENDINGS = {401: "forbidden", 402: "paywall", 403: "forbidden", 404: "not-found", 410: "gone", 451: "gone"}


def check_answer(page: Page, now: datetime) -> None:
    """Return when the answer can be used (2xx and 304).

    Raises:
        TryAgain: the other side is busy or broken; with its Retry-After, at most a day.
        GiveUp: ``not-found``, ``gone``, ``forbidden``, ``paywall``, ``bot-challenge`` or ``http-<status>``.
    """
    status = page.status
    if page.header("cf-mitigated"):
        raise GiveUp("bot-challenge", f"status {status}")
    if 200 <= status < 300 or status == 304:
        return
    if status in PASSING:
        raise TryAgain(f"status {status}", retry_after_s(page.header("retry-after"), now))
    raise GiveUp(ENDINGS.get(status, f"http-{status}"), f"status {status}")


def retry_after_s(value: str | None, now: datetime) -> float | None:
    """Read a Retry-After header, seconds or date; None when it says nothing readable."""
    if not value:
        return None
    text = value.strip()
    if text.isdigit():
        return min(MAX_WAIT_S, float(text[:9]))
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(MAX_WAIT_S, max(0.0, (moment - now).total_seconds()))
