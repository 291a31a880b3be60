"""Claim the feeds that are due; the timetable is the database, so dispatchers may be many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.log import Log
from worker.steps.pressure import pressure
from worker.store.polls import claim_due_feeds, give_back_feeds

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from worker.steps.context import Context

log = Log("dispatch")


def dispatch(context: Context, unpolled_since: datetime | None = None) -> tuple[int, ...]:
    """Return the ids of feeds that this caller now has to poll, at most one batch; none under pressure.

    With ``unpolled_since``, only those that have not been polled since then: their host was busy.
    """
    reason = pressure(context)
    if reason is not None:
        log.warning("dispatch.held", reason=reason)
        return ()
    return claim_due_feeds(context.store, context.now(), context.settings.dispatch_batch, unpolled_since)


def give_back(context: Context, feed_ids: Sequence[int]) -> None:
    """Make feeds due again whose messages did not go out: their claims would hold them for minutes."""
    give_back_feeds(context.store, feed_ids, context.now())
