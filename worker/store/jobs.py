"""Re-processing jobs as people handle them: planned, listed, paused, resumed, cancelled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, or_, select, update

from worker.store.models import JobBatchRow, JobFailureRow, JobLaneRow, JobRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from worker.store.engine import Store

RUNNING, PAUSED, CANCELLED, DONE = "running", "paused", "cancelled", "done"
OVER = (CANCELLED, DONE)
BATCH = 100  # entries; a slice of work takes from one batch, so a dead process holds up no more than these
PLAIN = {"synchronize_session": False}


@dataclass(frozen=True, slots=True)
class Job:
    """A job and how far it has come.

    ``planned``, ``done`` and ``failed`` count entries, ``added`` to ``unchanged`` statements; ``worked_s``
    is the time that processes spent on it, added up.
    """

    id: int
    what: str
    filters: dict[str, Any]
    state: str
    planned: int
    done: int
    failed: int
    added: int
    changed: int
    removed: int
    unchanged: int
    worked_s: float
    created_at: datetime
    finished_at: datetime | None

    @property
    def left(self) -> int:
        """Entries still to be read."""
        return 0 if self.state in OVER else self.planned - self.done


@dataclass(frozen=True, slots=True)
class NewJob:
    """What a job is created from; ``phases`` are entries, each begun when the phase before has ended."""

    key: str
    what: str
    filters: dict[str, Any]
    phases: tuple[Sequence[int], ...]


def create_job(store: Store, job: NewJob, now: datetime) -> tuple[int, bool]:
    """Write a job down with all it has to do; the same key twice is one job.

    Returns:
        The job's id, and whether it is new.
    """
    planned = sum(map(len, job.phases))
    values = {"key": job.key, "what": job.what, "filters": job.filters, "planned": planned, "created_at": now}
    row = store.insert(JobRow).values(**values).on_conflict_do_nothing(index_elements=["key"])
    with store.transaction() as session:
        job_id = session.scalar(row.returning(JobRow.id))
        if job_id is None:
            return session.scalars(select(JobRow.id).where(JobRow.key == job.key)).one(), False
        batches = [
            {"job_id": job_id, "phase": phase, "entry_ids": list(ids), "attempts": 0}
            for phase, entries in enumerate(job.phases)
            for start in range(0, len(entries), BATCH)
            for ids in (entries[start : start + BATCH],)
        ]
        if batches:
            session.execute(insert(JobBatchRow), batches)
        end_if_done(session, job_id, now)
        return job_id, True


def find_job(store: Store, job_id: int) -> Job | None:
    """Return one job, None when there is none."""
    with store.reading() as session:
        row = session.execute(select(*_COLUMNS).where(JobRow.id == job_id)).first()
        return Job(*row) if row else None


def job_of_lane(store: Store, lane_id: int) -> Job | None:
    """Return the job that a lane works on, None when it was replaced or the job is over."""
    query = select(*_COLUMNS).join(JobLaneRow, JobLaneRow.job_id == JobRow.id).where(JobLaneRow.id == lane_id)
    with store.reading() as session:
        row = session.execute(query).first()
        return Job(*row) if row else None


def find_job_of_key(store: Store, key: str) -> int | None:
    """Return the job that was started under a key, None when there is none."""
    with store.reading() as session:
        return session.scalar(select(JobRow.id).where(JobRow.key == key))


def has_unfinished(store: Store, what: str, filters: dict[str, Any]) -> bool:
    """Tell whether a job with this request is running or paused."""
    query = select(JobRow.filters).where(JobRow.what == what, JobRow.state.not_in(OVER))
    with store.reading() as session:
        return any(given == filters for given in session.scalars(query))


def list_jobs(store: Store, limit: int | None = None) -> list[Job]:
    """Return the jobs, the newest first."""
    with store.reading() as session:
        rows = session.execute(select(*_COLUMNS).order_by(JobRow.id.desc()).limit(limit))
        return [Job(*row) for row in rows]


_COLUMNS = tuple(getattr(JobRow, name) for name in Job.__dataclass_fields__)


def failures_of(store: Store, job_id: int) -> list[tuple[int, str]]:
    """Return the entries that a job could not read, each with the reason."""
    query = select(JobFailureRow.entry_id, JobFailureRow.reason).where(JobFailureRow.job_id == job_id)
    with store.reading() as session:
        return [
            (entry_id, reason) for entry_id, reason in session.execute(query.order_by(JobFailureRow.entry_id))
        ]


def set_job_state(store: Store, job_id: int, state: str, now: datetime) -> str | None:
    """Pause, resume or cancel a job, and return the state it is in then; None when there is no such job.

    A job that is over stays as it is. What was in hand at this moment is not saved, and read again later.
    """
    with store.transaction() as session:
        current = session.scalar(select(JobRow.state).where(JobRow.id == job_id))
        if current is None or current in OVER or current == state:
            return current
        # Lanes, then batches, then the job: the order in which slices lock them, so that nobody dead-locks.
        session.execute(delete(JobLaneRow).where(JobLaneRow.job_id == job_id), execution_options=PLAIN)
        if state in OVER:
            session.execute(delete(JobBatchRow).where(JobBatchRow.job_id == job_id), execution_options=PLAIN)
        return _enter(session, job_id, state, now) or current


def _enter(session: Session, job_id: int, state: str, now: datetime) -> str | None:
    values = {"state": state, "finished_at": now if state in OVER else None}
    enter = update(JobRow).where(JobRow.id == job_id, JobRow.state.not_in(OVER)).values(**values)
    return session.scalar(enter.returning(JobRow.state), execution_options=PLAIN)


def end_if_done(session: Session, job_id: int, now: datetime) -> bool:
    """End a job that has nothing left; tell whether it has ended."""
    left = select(JobBatchRow.id).where(JobBatchRow.job_id == job_id).limit(1)
    if session.scalar(left) is not None:
        return False
    _enter(session, job_id, DONE, now)
    return True


def renew_lanes(store: Store, job_id: int, count: int, now: datetime) -> tuple[int, ...]:
    """Give a running job new lanes in place of those it had, and return their ids, to be sent.

    Messages of the old ones find nothing to do; what those had in hand is free again.
    """
    with store.transaction() as session:
        session.execute(delete(JobLaneRow).where(JobLaneRow.job_id == job_id), execution_options=PLAIN)
        if session.scalar(select(JobRow.state).where(JobRow.id == job_id).with_for_update()) != RUNNING:
            return ()
        rows = [{"job_id": job_id, "touched_at": now} for _ in range(count)]
        return tuple(session.scalars(insert(JobLaneRow).returning(JobLaneRow.id), rows))


def stalled_jobs(store: Store, untouched_since: datetime) -> tuple[int, ...]:
    """Return running jobs of which a lane has not been heard of since then, or that have none."""
    oldest = (
        select(func.min(JobLaneRow.touched_at))
        .where(JobLaneRow.job_id == JobRow.id)
        .correlate(JobRow)
        .scalar_subquery()
    )
    silent = or_(oldest.is_(None), oldest <= untouched_since)
    with store.reading() as session:
        query = select(JobRow.id).where(JobRow.state == RUNNING, silent)
        return tuple(session.scalars(query.order_by(JobRow.id)))


def seconds_per_entry(store: Store, what: str) -> float | None:
    """Return what one entry cost the last job of this kind, in seconds of one process; None without one."""
    query = select(JobRow.worked_s, JobRow.done).where(JobRow.what == what, JobRow.done > 0)
    with store.reading() as session:
        row = session.execute(query.order_by(JobRow.id.desc()).limit(1)).first()
        return row[0] / row[1] if row and row[0] else None
