"""Slices of a job: taken by a lane, given back in one transaction with their results.

Nothing here reads an article.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, select, update

from worker.store.changes import Changes
from worker.store.jobs import PLAIN, RUNNING, end_if_done
from worker.store.models import EntryRow, JobBatchRow, JobFailureRow, JobLaneRow, JobRow

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from worker.store.engine import Store

# A batch that lost its process so often is read one entry a time, to find the one that did it.
CAREFUL = 2
# … which is then given up: it broke as many processes as an entry of the line may, see steps.attempts.
GIVEN_UP = CAREFUL + 1


@dataclass(frozen=True, slots=True)
class Slice:
    """Entries that a lane has in hand. None of them: wait, others have the rest of the phase in hand."""

    job_id: int
    lane_id: int
    what: str
    batch_id: int = 0
    entry_ids: tuple[int, ...] = ()
    attempts: int = 0

    @property
    def is_careful(self) -> bool:
        """Tell whether this batch lost its process before, so that it goes one entry at a time."""
        return self.attempts > CAREFUL


@dataclass(slots=True)
class SliceResult:
    """What came of a slice: entries that are done with, failures among them, and what changed."""

    done: list[int] = field(default_factory=list)
    failures: dict[int, str] = field(default_factory=dict)
    changes: Changes = field(default_factory=Changes)
    worked_s: float = 0.0


def take_slice(store: Store, lane_id: int, now: datetime) -> Slice | None:
    """Take a lane's next batch, counting the attempt before the work; None when the lane or its job is over.

    A batch that the lane had in hand already was lost with its process and comes first.
    """
    with store.transaction() as session:
        lane = update(JobLaneRow).where(JobLaneRow.id == lane_id).values(touched_at=now)
        job_id = session.scalar(lane.returning(JobLaneRow.job_id), execution_options=PLAIN)
        job = select(JobRow.what).where(JobRow.id == job_id, JobRow.state == RUNNING)
        what = session.scalar(job)
        if job_id is None or what is None:
            session.execute(delete(JobLaneRow).where(JobLaneRow.id == lane_id), execution_options=PLAIN)
            return None
        found = session.execute(_mine(lane_id)).first() or session.execute(_free(job_id)).first()
        if found is None:
            return None if end_if_done(session, job_id, now) else Slice(job_id, lane_id, what)
        batch_id, entry_ids, attempts = found
        mark = update(JobBatchRow).where(JobBatchRow.id == batch_id)
        session.execute(mark.values(lane_id=lane_id, attempts=attempts + 1), execution_options=PLAIN)
        return Slice(job_id, lane_id, what, batch_id, tuple(entry_ids), attempts + 1)


_BATCHES = select(JobBatchRow.id, JobBatchRow.entry_ids, JobBatchRow.attempts)


def _mine(lane_id: int) -> Any:
    return _BATCHES.where(JobBatchRow.lane_id == lane_id).limit(1)


def _free(job_id: int) -> Any:
    phase = select(func.min(JobBatchRow.phase)).where(JobBatchRow.job_id == job_id).scalar_subquery()
    free = _BATCHES.where(
        JobBatchRow.job_id == job_id, JobBatchRow.phase == phase, JobBatchRow.lane_id.is_(None)
    )
    return free.order_by(JobBatchRow.id).limit(1).with_for_update(skip_locked=True)


def holds(session: Session, taken: Slice) -> bool:
    """Tell whether a slice is still its lane's, and keep it so until the transaction ends.

    It is not when the job was paused or cancelled meanwhile, or its lanes were renewed.
    """
    batch = select(JobBatchRow.id).where(
        JobBatchRow.id == taken.batch_id, JobBatchRow.lane_id == taken.lane_id
    )
    return session.scalar(batch.with_for_update()) is not None


def give_back(store: Store, session: Session, taken: Slice, result: SliceResult, now: datetime) -> bool:
    """Save how far a slice came, in the transaction of its results; tell whether the job has ended."""
    settled = set(result.done)
    left = [entry_id for entry_id in taken.entry_ids if entry_id not in settled]
    batch = JobBatchRow.id == taken.batch_id
    if left:
        values: dict[str, Any] = {"entry_ids": left, "lane_id": None}
        values["attempts"] = CAREFUL if taken.is_careful else 0
        session.execute(update(JobBatchRow).where(batch).values(**values), execution_options=PLAIN)
    else:
        session.execute(delete(JobBatchRow).where(batch), execution_options=PLAIN)
    _note_failures(store, session, taken.job_id, result.failures)
    counts: Mapping[str, float] = {
        "done": len(settled),
        "failed": len(result.failures),
        "added": result.changes.added,
        "changed": result.changes.changed,
        "removed": result.changes.removed,
        "unchanged": result.changes.unchanged,
        "worked_s": result.worked_s,
    }
    sums = {name: getattr(JobRow, name) + count for name, count in counts.items()}
    job = update(JobRow).where(JobRow.id == taken.job_id).values(**sums)
    session.execute(job, execution_options=PLAIN)
    return not left and end_if_done(session, taken.job_id, now)


def _note_failures(store: Store, session: Session, job_id: int, failures: Mapping[int, str]) -> None:
    there = select(EntryRow.id).where(EntryRow.id.in_(failures))  # its feed may be gone
    for entry_id in session.scalars(there).all() if failures else ():
        values = {"job_id": job_id, "entry_id": entry_id, "reason": failures[entry_id]}
        note = store.insert(JobFailureRow).values(**values)
        session.execute(note.on_conflict_do_nothing(index_elements=["job_id", "entry_id"]))
