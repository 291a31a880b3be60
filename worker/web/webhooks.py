"""Events to a URL of the operator's: one signed POST for several events, in their order.

The guard against private addresses holds here, too, and redirects are not followed: the body is for the
URL that was configured.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING, Protocol

from worker.errors import TryAgain
from worker.web.client import WebRequest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from worker.shapes import Event

ANSWER_BYTES = 64 * 1024  # read of an answer that nobody looks at
DEADLINE_S = 20.0
SIGNATURE = "Communique-Signature"


class Poster(Protocol):
    """What is needed of the web client."""

    def post(self, request: WebRequest, body: bytes) -> int:
        """Send a body and return the HTTP status."""
        ...


def signature_of(secret: str, moment_s: int, body: bytes) -> str:
    """Return the header that proves who sent a body, and when: ``t=<seconds>,v1=<hex>``.

    The hex is HMAC-SHA256 with the secret as key over ``<seconds>.<body>``, so that an old body can't be sent
    again with a new time.
    """
    digest = hmac.new(secret.encode(), f"{moment_s}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={moment_s},v1={digest}"


class WebhookCarrier:
    """Posts ``{"events": […]}`` to a URL; any answer but 2xx means that it is sent again later."""

    def __init__(self, poster: Poster, url: str, secret: str, now: Callable[[], datetime]) -> None:
        self._poster = poster
        self._url = url
        self._secret = secret
        self._now = now

    def deliver(self, events: Sequence[Event]) -> None:
        """Post events in one request.

        Raises:
            TryAgain: no answer, or not 2xx.
            GiveUp: the URL is none, or leads into a private network.
        """
        body = ('{"events": [' + ", ".join(event.body for event in events) + "]}").encode()
        request = WebRequest(
            url=self._url,
            max_bytes=ANSWER_BYTES,
            deadline_s=DEADLINE_S,
            headers=(
                ("Content-Type", "application/json"),
                (SIGNATURE, signature_of(self._secret, int(self._now().timestamp()), body)),
            ),
        )
        status = self._poster.post(request, body)
        if not 200 <= status < 300:
            raise TryAgain(f"status {status}")
