"""Claim the feeds that are due; the timetable is the database, so dispatchers may be many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.store.polls import claim_due_feeds

if TYPE_CHECKING:
    from worker.steps.context import Context


def dispatch(context: Context) -> tuple[int, ...]:
    """Return the ids of feeds that this caller now has to poll, at most one batch."""
    return claim_due_feeds(context.store, context.now(), context.settings.dispatch_batch)
