"""How often a step may be tried, and how long to wait between: shared by the steps that can fail."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from worker.steps.outcomes import QUARANTINED, UNREACHABLE
from worker.store.entries import begin_attempt, end_entry, postpone_entry

if TYPE_CHECKING:
    from worker.errors import TryAgain
    from worker.steps.context import Context
    from worker.store.rows import EntryWork

MAX_CRASHES = 3  # attempts that never came back: the page breaks its worker


def start(context: Context, entry_id: int, stage: str) -> EntryWork | None:
    """Begin an attempt; None when there is nothing to do, or when the entry has broken too many workers."""
    work = begin_attempt(context.store, entry_id, stage, context.now())
    if work is None:
        return None
    limit = MAX_CRASHES if stage != "fetch" else context.settings.max_attempts + MAX_CRASHES
    if work.attempts > limit:
        finish(context, entry_id, QUARANTINED, f"{work.attempts - 1} attempts at {stage} did not come back")
        return None
    return work


def finish(context: Context, entry_id: int, outcome: str, detail: str = "") -> None:
    """Save an ending in a transaction of its own."""
    with context.store.transaction() as session:
        end_entry(session, entry_id, outcome, context.now(), detail)


def try_later(context: Context, work: EntryWork, error: TryAgain) -> None:
    """Set the next attempt, or end the entry when all of them are used up."""
    settings, now = context.settings, context.now()
    if work.attempts >= settings.max_attempts:
        finish(context, work.id, UNREACHABLE, error.reason)
        return
    doubled = settings.retry_wait_s * 2 ** (work.attempts - 1)
    wait_s = min(settings.retry_wait_max_s, max(doubled, error.wait_s or 0.0))
    with context.store.transaction() as session:
        postpone_entry(session, work.id, now + timedelta(seconds=wait_s), now, error.reason)
