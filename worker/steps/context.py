"""What every step is handed: the database, the web, the settings, the clock and the dice of one process."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from worker.settings import Hosts, load_hosts
from worker.steps.turns import Turns
from worker.store.engine import Store, open_store
from worker.web.client import WebClient, WebPolicy
from worker.web.robots import RobotsCache

if TYPE_CHECKING:
    from collections.abc import Callable

    from worker.settings import Settings
    from worker.shapes import Page
    from worker.web.client import WebRequest
    from worker.web.spacing import Spacing


class Web(Protocol):
    """What a step needs of the web: the client, or a test's stand-in."""

    def fetch(self, request: WebRequest) -> Page:
        """Return the answer whatever its status, or raise TryAgain or GiveUp."""
        ...

    def post(self, request: WebRequest, body: bytes) -> int:
        """Send a body and return the status, or raise TryAgain or GiveUp."""
        ...

    def is_allowed(self, url: str) -> bool:
        """Tell whether the host is one of our own."""
        ...


@dataclass(frozen=True, slots=True)
class Context:
    """One process's connections; opened after the fork, closed with the process."""

    settings: Settings
    store: Store
    web: Web
    robots: RobotsCache
    now: Callable[[], datetime]
    turns: Turns = field(default_factory=Turns)
    chance: Callable[[], float] = random.random
    count: Callable[[str, str], None] = lambda _name, _label: None  # for metrics, where somebody keeps them
    hosts: Hosts = field(default_factory=Hosts)

    def close(self) -> None:
        """Give the database connections back; safe to repeat."""
        self.store.close()


def open_context(settings: Settings, spacing: Spacing | None = None) -> Context:
    """Open the connections of this process.

    Args:
        settings: of this process.
        spacing: keeps the pauses between two requests to one host; without it nobody waits, which
            suits the single article that a person asks for.

    Raises:
        WrongUse: the database can't be opened.
    """
    web = web_client(settings)
    robots = RobotsCache(web, _utc_now, timedelta(seconds=settings.robots_ttl_s))
    store, turns = open_store(settings.database_url), Turns(spacing)
    return Context(settings, store, web, robots, _utc_now, turns, hosts=web.policy.hosts)


def web_client(settings: Settings) -> WebClient:
    """Return a client that behaves on the web as the settings say."""
    policy = WebPolicy(
        user_agent=_introduction(settings),
        allow_hosts=frozenset(settings.allow_hosts),
        max_redirects=settings.max_redirects,
        connect_timeout_s=settings.connect_timeout_s,
        proxy=settings.proxy,
        hosts=load_hosts(settings.hosts_file),
    )
    return WebClient(policy, _utc_now)


def migrate(settings: Settings) -> None:
    """Bring the database to today's schema; safe to repeat.

    Raises:
        WrongUse: the database can't be opened.
    """
    from worker.store.upgrade import upgrade  # noqa: PLC0415 - Alembic, which no worker needs

    store = open_store(settings.database_url)
    try:
        upgrade(store)
    finally:
        store.close()


def _introduction(settings: Settings) -> str:
    return f"{settings.user_agent} {settings.contact}" if settings.contact else settings.user_agent


def _utc_now() -> datetime:
    return datetime.now(UTC)
