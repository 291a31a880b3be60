"""Jobs that read stored articles again, how far each has come, and what they changed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Float, ForeignKey, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from worker.store.models.base import Base, Moment, Word, Words

JOB_STATES = ("running", "paused", "cancelled", "done")
CHANGES = ("added", "changed", "removed")


class JobRow(Base):
    """One re-processing job; the counts after ``failed`` are of statements."""

    __tablename__ = "jobs"
    __table_args__ = (
        CheckConstraint(f"state IN {JOB_STATES}", name="state"),
        CheckConstraint("what IN ('extract', 'detect')", name="what"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(Word(64), unique=True)  # a start that is delivered twice is one job
    what: Mapped[str] = mapped_column(Word(10))
    filters: Mapped[Any] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(Word(10), default="running", index=True)
    planned: Mapped[int] = mapped_column(Integer)
    done: Mapped[int] = mapped_column(Integer, default=0)
    failed: Mapped[int] = mapped_column(Integer, default=0)
    added: Mapped[int] = mapped_column(Integer, default=0)
    changed: Mapped[int] = mapped_column(Integer, default=0)
    removed: Mapped[int] = mapped_column(Integer, default=0)
    unchanged: Mapped[int] = mapped_column(Integer, default=0)
    worked_s: Mapped[float] = mapped_column(Float, default=0.0)
    created_at: Mapped[datetime] = mapped_column(Moment)
    finished_at: Mapped[datetime | None] = mapped_column(Moment)


class JobLaneRow(Base):
    """One of the message chains that work on a job side by side; deleting it ends the chain.

    Its id is the argument of the chain's messages and never comes back (AUTOINCREMENT): a message of a
    chain that was replaced finds nothing to do.
    """

    __tablename__ = "job_lanes"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy's own name

    id: Mapped[int] = mapped_column(primary_key=True)
    job_id: Mapped[int] = mapped_column(ForeignKey("jobs.id", ondelete="CASCADE"), index=True)
    touched_at: Mapped[datetime] = mapped_column(Moment)


class JobBatchRow(Base):
    """Entries of a job that are still to be read; the row goes with its last entry."""

    __tablename__ = "job_batches"
    __table_args__ = (Index("ix_job_batches_job_id_phase_id", "job_id", "phase", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    job_id: Mapped[int] = mapped_column(ForeignKey("jobs.id", ondelete="CASCADE"))
    phase: Mapped[int] = mapped_column(Integer)  # a phase begins when the one before has ended
    entry_ids: Mapped[Any] = mapped_column(JSON)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    lane_id: Mapped[int | None] = mapped_column(ForeignKey("job_lanes.id", ondelete="SET NULL"), index=True)


class JobFailureRow(Base):
    """An entry that a job could not read; what it had before stands."""

    __tablename__ = "job_failures"

    job_id: Mapped[int] = mapped_column(ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id", ondelete="CASCADE"), primary_key=True)
    reason: Mapped[str] = mapped_column(Words)


class RevisionRow(Base):
    """What a statement was before it was changed or removed, and what it became.

    Of a changed one, ``before`` and ``after`` hold only the fields that differ. Statements found for the
    first time have a revision only when a job found them.
    """

    __tablename__ = "statement_revisions"
    __table_args__ = (CheckConstraint(f"change IN {CHANGES}", name="change"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    statement_id: Mapped[str] = mapped_column(Word(40), index=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id", ondelete="CASCADE"), index=True)
    job_id: Mapped[int | None] = mapped_column(ForeignKey("jobs.id", ondelete="SET NULL"), index=True)
    change: Mapped[str] = mapped_column(Word(10))
    before: Mapped[Any] = mapped_column(JSON(none_as_null=True), nullable=True)
    after: Mapped[Any] = mapped_column(JSON(none_as_null=True), nullable=True)
    at: Mapped[datetime] = mapped_column(Moment)
