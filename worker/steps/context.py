"""What every step is handed: the database, the web, the settings and the clock of one process."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from worker.store.engine import Store, open_store
from worker.store.upgrade import upgrade
from worker.web.client import WebClient, WebPolicy
from worker.web.robots import RobotsCache

if TYPE_CHECKING:
    from collections.abc import Callable

    from worker.settings import Settings


@dataclass(frozen=True, slots=True)
class Context:
    """One process's connections; opened after the fork, closed with the process."""

    settings: Settings
    store: Store
    web: WebClient
    robots: RobotsCache
    now: Callable[[], datetime]

    def close(self) -> None:
        """Give the database connections back; safe to repeat."""
        self.store.close()


def open_context(settings: Settings) -> Context:
    """Open the connections of this process.

    Raises:
        WrongUse: the database can't be opened.
    """
    policy = WebPolicy(
        user_agent=settings.user_agent,
        allow_hosts=frozenset(settings.allow_hosts),
        max_redirects=settings.max_redirects,
        connect_timeout_s=settings.connect_timeout_s,
    )
    web = WebClient(policy)
    return Context(settings, open_store(settings.database_url), web, RobotsCache(web, _utc_now), _utc_now)


def migrate(settings: Settings) -> None:
    """Bring the database to today's schema; safe to repeat.

    Raises:
        WrongUse: the database can't be opened.
    """
    store = open_store(settings.database_url)
    try:
        upgrade(store)
    finally:
        store.close()


def _utc_now() -> datetime:
    return datetime.now(UTC)
