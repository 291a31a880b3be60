"""The ways out that the settings name: a stream of the broker, and webhooks."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from worker.app.broker_address import broker_url, redis_client
from worker.errors import WrongUse
from worker.steps.context import web_client
from worker.steps.relay import STREAM
from worker.web.streams import StreamCarrier
from worker.web.webhooks import WebhookCarrier

if TYPE_CHECKING:
    from worker.settings import Settings
    from worker.steps.relay import Carrier


def carriers_of(settings: Settings) -> dict[str, Carrier]:
    """Return the receivers of events by name; nothing is opened yet.

    Raises:
        WrongUse: the file of the webhooks' secret can't be read.
    """
    carriers: dict[str, Carrier] = {}
    if settings.events_stream:
        client = redis_client(broker_url(settings))
        carriers[STREAM] = StreamCarrier(client, settings.events_stream, settings.events_stream_length)
    urls = (settings.webhook_urls or "").split()
    if urls:
        secret, poster = _secret(settings), web_client(settings)
        for url in urls:
            carriers[route_name(url)] = WebhookCarrier(poster, url, secret, lambda: datetime.now(UTC))
    return carriers


def route_name(url: str) -> str:
    """Return the name of a webhook: its host, and a mark of the whole URL, which may hold a secret."""
    host = urlsplit(url).hostname or "?"
    return f"{host[:80]}-{hashlib.sha256(url.encode()).hexdigest()[:6]}"


def _secret(settings: Settings) -> str:
    if not settings.webhook_secret_file:
        return settings.webhook_secret or ""
    try:
        secret = Path(settings.webhook_secret_file).read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        raise WrongUse(f"webhook_secret_file: {error}") from error
    if not secret:
        raise WrongUse(f"webhook_secret_file: {settings.webhook_secret_file} is empty")
    return secret
