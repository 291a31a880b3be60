"""What an HTTP status means for the caller: go on, try again later, or give up with a word."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from worker.errors import GiveUp, TryAgain

if TYPE_CHECKING:
    from worker.shapes import Page

MAX_WAIT_S = 24 * 3600.0  # a Retry-After of months is a mistake
PASSING = frozenset({408, 425, 429})  # beside every 5xx
ENDINGS = {401: "forbidden", 402: "paywall", 403: "forbidden", 404: "not-found", 410: "gone", 451: "gone"}

# Headers by which the guards of the large hosts say that a person is wanted, and the values that mean it.
CHALLENGE_HEADERS: dict[str, frozenset[str] | None] = {
    "cf-mitigated": None,  # any value
    "x-amzn-waf-action": frozenset({"challenge", "captcha"}),
    "sg-captcha": frozenset({"challenge"}),
}
# Marks of their pages; looked for only where such a page can stand, never on a 200.
CHALLENGE_STATUSES = frozenset({401, 403, 405, 429, 503})
CHALLENGE_MARKS = (
    b"_cf_chl_opt",
    b"<title>just a moment...</title>",
    b"captcha-delivery.com",
    b"_incapsula_resource",
    b"px-captcha",
    b"sucuri_cloudproxy_js",
    b"ddos-guard",
    b"/.well-known/sgcaptcha",
)
MARKS_WITHIN = 16 * 1024  # bytes of the body


def check_answer(page: Page, now: datetime) -> None:
    """Return when the answer can be used (2xx and 304).

    Raises:
        TryAgain: the other side is busy or broken (408, 425, 429, 5xx); with its Retry-After, at most a day.
        GiveUp: ``not-found``, ``gone``, ``forbidden``, ``paywall``, ``bot-challenge`` or ``http-<status>``.
    """
    status = page.status
    if is_challenge(page):
        raise GiveUp("bot-challenge", f"status {status}")
    if 200 <= status < 300 or status == 304:
        return
    if status in PASSING or 500 <= status < 600:
        raise TryAgain(f"status {status}", retry_after_s(page.header("retry-after"), now))
    raise GiveUp(ENDINGS.get(status, f"http-{status}"), f"status {status}")


def is_challenge(page: Page) -> bool:
    """Tell whether the answer asks to prove that a person is there."""
    for name, values in CHALLENGE_HEADERS.items():
        value = page.header(name)
        if value is not None and (values is None or value.strip().lower() in values):
            return True
    if page.status not in CHALLENGE_STATUSES:
        return False
    head = page.body[:MARKS_WITHIN].lower()
    return any(mark in head for mark in CHALLENGE_MARKS)


def retry_after_s(value: str | None, now: datetime) -> float | None:
    """Read a Retry-After header, seconds or HTTP date, into 0 … 24 h; None when it says nothing readable."""
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        return min(MAX_WAIT_S, float(text) if len(text) < 18 else MAX_WAIT_S)
    try:
        moment = parsedate_to_datetime(text)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return min(MAX_WAIT_S, max(0.0, (moment - now).total_seconds()))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
