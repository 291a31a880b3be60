"""The entries of feeds, and how far each has come."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from worker.store.models.base import Base, Moment, Word, Words

STAGES = ("fetch", "extract", "detect", "done")


class EntryRow(Base):
    """One item of a feed, and how far it has come; ``outcome`` is null while it is on the way."""

    __tablename__ = "entry"
    __table_args__ = (
        UniqueConstraint("feed_id", "key"),
        CheckConstraint(f"stage IN {STAGES}", name="stage"),
        CheckConstraint("(stage = 'done') = (outcome IS NOT NULL)", name="ends"),
        Index("ix_entry_feed_id_id", "feed_id", "id"),
        # Entries without a feed (single articles) are unique by key alone.
        Index(
            "uq_entry_alone",
            "key",
            unique=True,
            sqlite_where=text("feed_id IS NULL"),
            postgresql_where=text("feed_id IS NULL"),
        ),
        Index(
            "ix_entry_waiting",
            "touched_at",
            sqlite_where=text("outcome IS NULL"),
            postgresql_where=text("outcome IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    feed_id: Mapped[int | None] = mapped_column(ForeignKey("feed.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(Words)
    url: Mapped[str | None] = mapped_column(Words)
    address: Mapped[str | None] = mapped_column(Words, index=True)  # under which the same page is known again
    title: Mapped[str | None] = mapped_column(Words)
    summary: Mapped[str | None] = mapped_column(Words)
    content_html: Mapped[str | None] = mapped_column(Words)
    author: Mapped[str | None] = mapped_column(Words)
    lang: Mapped[str | None] = mapped_column(Word(16))
    published_at: Mapped[datetime | None] = mapped_column(Moment)
    updated_at: Mapped[datetime | None] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment)
    stage: Mapped[str] = mapped_column(Word(10), default="fetch")
    last_stage: Mapped[str | None] = mapped_column(Word(10))  # where it stood when it ended
    outcome: Mapped[str | None] = mapped_column(Word(40), index=True)
    outcome_detail: Mapped[str | None] = mapped_column(Words)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    revisions: Mapped[int] = mapped_column(Integer, default=0)
    next_attempt_at: Mapped[datetime | None] = mapped_column(Moment)
    touched_at: Mapped[datetime] = mapped_column(Moment)
