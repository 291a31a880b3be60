"""How things stand now, read from indexes alone: nothing here grows with the archive."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import false, func, select

from worker.store.counts import TROUBLE
from worker.store.models import EntryRow, FeedRow
from worker.store.quarantine import QUARANTINED

if TYPE_CHECKING:
    from datetime import datetime

    from worker.store.engine import Store


@dataclass(frozen=True, slots=True)
class Standing:
    """The line and the feeds at one moment; times are None where nothing waits."""

    waiting: dict[
        str, int
    ]  # entries on their way by the step they wait for, those of a later attempt left out
    retrying: int
    oldest_waiting_at: datetime | None
    quarantined: int
    feeds: dict[str, int]  # by state
    feeds_in_trouble: int
    most_overdue_at: datetime | None


def standing(store: Store, now: datetime) -> Standing:
    """Return how things stand: entries on their way, the quarantine, the feeds."""
    on_way = EntryRow.outcome.is_(None)
    later = on_way & (EntryRow.next_attempt_at > now)
    by_stage = select(EntryRow.stage, func.count()).where(on_way, ~func.coalesce(later, false()))
    active = FeedRow.state == "active"
    by_stage = by_stage.group_by(EntryRow.stage)
    by_state = select(FeedRow.state, func.count()).group_by(FeedRow.state)

    def count(*conditions: Any) -> int:
        return session.scalar(select(func.count()).where(*conditions)) or 0

    with store.reading() as session:
        return Standing(
            waiting={str(stage): number for stage, number in session.execute(by_stage)},
            retrying=count(later),
            oldest_waiting_at=session.scalar(select(func.min(EntryRow.touched_at)).where(on_way)),
            quarantined=count(EntryRow.outcome == QUARANTINED),
            feeds={str(state): number for state, number in session.execute(by_state)},
            feeds_in_trouble=count(active, FeedRow.failures >= TROUBLE),
            most_overdue_at=session.scalar(
                select(func.min(FeedRow.next_poll_at)).where(active, FeedRow.next_poll_at < now)
            ),
        )
