"""WebSub (W3C, 23 January 2018) without sockets: what a hub is asked, what it asks back, its signature.

What a hub pushes is never read: it only says that the feed has news, which are then fetched from the feed's
own address as always. So a hub, or somebody who has its secret, can make us ask once more and nothing else.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

if TYPE_CHECKING:
    from collections.abc import Mapping

LEASE_S = 10 * 86_400  # asked for; hubs answer what they like
SHORTEST_LEASE_S, LONGEST_LEASE_S = 600.0, 60 * 86_400.0
UNSAID_LEASE_S = 86_400.0
RENEW_AFTER = 0.7  # of a lease
METHODS = frozenset({"sha1", "sha256", "sha384", "sha512"})  # those of WebSub §7; hubs still sign with sha1
MAX_CHALLENGE = 2_000  # characters


@dataclass(frozen=True, slots=True)
class Intent:
    """What a hub's request of verification says (WebSub §5.3)."""

    mode: str
    topic: str
    challenge: str = ""
    lease_s: float = UNSAID_LEASE_S
    reason: str = ""


def subscription_form(topic: str, callback: str, secret: str) -> bytes:
    """Write the body that asks a hub to send news of a topic to a callback (WebSub §5.1)."""
    pairs = {
        "hub.mode": "subscribe",
        "hub.topic": topic,
        "hub.callback": callback,
        "hub.secret": secret,
        "hub.lease_seconds": str(LEASE_S),
    }
    return urlencode(pairs).encode("ascii")


def read_intent(query: Mapping[str, str]) -> Intent | None:
    """Read the query of a hub's GET; None when it is none of a hub."""
    mode, topic = query.get("hub.mode", ""), query.get("hub.topic", "")
    challenge = query.get("hub.challenge", "")
    if mode not in ("subscribe", "unsubscribe", "denied") or not topic or len(challenge) > MAX_CHALLENGE:
        return None
    if mode != "denied" and not challenge:
        return None
    return Intent(
        mode, topic, challenge, _lease_s(query.get("hub.lease_seconds", "")), query.get("hub.reason", "")
    )


def _lease_s(text: str) -> float:
    if not (text.isascii() and text.isdigit() and len(text) < 12):
        return UNSAID_LEASE_S
    return min(max(float(text), SHORTEST_LEASE_S), LONGEST_LEASE_S)


class Proof:
    """Whether ``X-Hub-Signature`` proves that the sender of a body knows the secret (WebSub §7.1).

    The body is taken piece by piece and never held.
    """

    def __init__(self, header: str | None, secret: str) -> None:
        method, _, given = (header or "").strip().partition("=")
        self._given = given.strip().lower().encode("utf-8", "replace")
        known = method.lower() in METHODS
        self._mac = hmac.new(secret.encode(), digestmod=method.lower()) if known else None

    def add(self, piece: bytes) -> None:
        """Take the next piece of the body."""
        if self._mac is not None:
            self._mac.update(piece)

    def holds(self) -> bool:
        """Tell whether what was taken so far is what was signed."""
        return self._mac is not None and hmac.compare_digest(self._mac.hexdigest().encode(), self._given)
