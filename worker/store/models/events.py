"""What goes out: one row for each change of a statement, and how far each receiver has come."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, Integer, text
from sqlalchemy.orm import Mapped, mapped_column

from worker.store.models.base import Base, Moment, Word, Words

# SQLite numbers only columns of the type INTEGER by itself, which there holds 64 bits, too.
LongId = BigInteger().with_variant(Integer, "sqlite")


class EventRow(Base):
    """One change of one statement, written with the change itself.

    ``id`` is the order in which rows were written, not in which they were committed: a reader who went by
    it could pass over a row that a slower transaction commits later. ``position``, the cursor that readers
    know, is given to committed rows only, by one process at a time.
    """

    __tablename__ = "event"
    __table_args__ = (
        Index(
            "ix_event_unordered",
            "id",
            sqlite_where=text("position IS NULL"),
            postgresql_where=text("position IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(LongId, primary_key=True)
    position: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    statement_id: Mapped[str] = mapped_column(Word(40))
    change: Mapped[str] = mapped_column(Word(10))  # recorded, changed or removed
    job_id: Mapped[int | None] = mapped_column(Integer)
    record: Mapped[Any] = mapped_column(JSON)
    before: Mapped[Any] = mapped_column(JSON(none_as_null=True), nullable=True)
    at: Mapped[datetime] = mapped_column(Moment)


class RouteRow(Base):
    """A receiver of events: the position it has come to, and who is delivering to it just now."""

    __tablename__ = "event_route"

    name: Mapped[str] = mapped_column(Word(100), primary_key=True)
    position: Mapped[int] = mapped_column(BigInteger)
    holder: Mapped[str | None] = mapped_column(Word(32))
    held_until: Mapped[datetime | None] = mapped_column(Moment)
    failures: Mapped[int] = mapped_column(Integer, default=0)
    failing_since: Mapped[datetime | None] = mapped_column(Moment)
    next_attempt_at: Mapped[datetime | None] = mapped_column(Moment)
    reason: Mapped[str | None] = mapped_column(Words)
