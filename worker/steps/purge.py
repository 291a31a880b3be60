"""Let go of what the settings keep for a time only, in small transactions beside the running line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from worker.log import Log
from worker.store.purging import purge_bodies, purge_polls

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from worker.steps.context import Context
    from worker.store.engine import Store

BATCH = 500  # rows of one transaction: on SQLite others wait for it
log = Log("purge")


@dataclass(frozen=True, slots=True)
class Purged:
    """How much was let go."""

    bodies: int
    polls: int


def purge(context: Context) -> Purged:
    """Empty the bodies of old pages and delete old lines of the poll log; safe to repeat and to break off."""
    settings = context.settings
    purged = Purged(
        _purge(context, settings.keep_pages_days, purge_bodies),
        _purge(context, settings.keep_polls_days, purge_polls),
    )
    log.info("rows.purged", bodies=purged.bodies, polls=purged.polls)
    return purged


def _purge(context: Context, days: int, batch_of: Callable[[Store, datetime, int], int]) -> int:
    if not days:
        return 0
    before, total = context.now() - timedelta(days=days), 0
    while count := batch_of(context.store, before, BATCH):
        total += count
    return total
