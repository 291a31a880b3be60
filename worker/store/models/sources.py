"""Where news comes from: outlets, feeds, their poll log, and the entries they list."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from worker.store.models.base import Base, Moment

FEED_STATES = ("active", "paused", "ended")
STAGES = ("fetch", "extract", "detect", "done")


class OutletRow(Base):
    """A publisher."""

    __tablename__ = "outlet"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    country: Mapped[str | None] = mapped_column(String(2))
    lang: Mapped[str | None] = mapped_column(String(8))
    kind: Mapped[str | None] = mapped_column(String(40))


class FeedRow(Base):
    """A registered feed and where its polling stands; ``next_poll_at`` is the whole timetable."""

    __tablename__ = "feed"
    __table_args__ = (
        CheckConstraint(f"state IN {FEED_STATES}", name="state"),
        Index(
            "ix_feed_due",
            "next_poll_at",
            sqlite_where=text("state = 'active'"),
            postgresql_where=text("state = 'active'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    url: Mapped[str] = mapped_column(Text, unique=True)
    outlet_id: Mapped[int | None] = mapped_column(ForeignKey("outlet.id", ondelete="SET NULL"))
    title: Mapped[str | None] = mapped_column(Text)
    lang: Mapped[str | None] = mapped_column(String(8))
    country: Mapped[str | None] = mapped_column(String(2))
    state: Mapped[str] = mapped_column(String(10), default="active")
    state_reason: Mapped[str | None] = mapped_column(Text)
    added_at: Mapped[datetime] = mapped_column(Moment)
    next_poll_at: Mapped[datetime] = mapped_column(Moment)
    last_poll_at: Mapped[datetime | None] = mapped_column(Moment)
    last_entry_at: Mapped[datetime | None] = mapped_column(Moment)
    etag: Mapped[str | None] = mapped_column(Text)
    last_modified: Mapped[str | None] = mapped_column(Text)
    failures: Mapped[float] = mapped_column(Float, default=0.0)
    moved_to: Mapped[str | None] = mapped_column(Text)
    moved_hits: Mapped[int] = mapped_column(Integer, default=0)


class PollRow(Base):
    """One line of the poll log."""

    __tablename__ = "poll"
    __table_args__ = (Index("ix_poll_feed_id_at", "feed_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    feed_id: Mapped[int] = mapped_column(ForeignKey("feed.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(Moment)
    outcome: Mapped[str] = mapped_column(String(40))
    status: Mapped[int | None] = mapped_column(Integer)
    entries: Mapped[int] = mapped_column(Integer, default=0)
    new_entries: Mapped[int] = mapped_column(Integer, default=0)
    elapsed_ms: Mapped[int] = mapped_column(Integer, default=0)
    detail: Mapped[str | None] = mapped_column(Text)


class EntryRow(Base):
    """One item of a feed, and how far it has come; ``outcome`` is null while it is on the way."""

    __tablename__ = "entry"
    __table_args__ = (
        UniqueConstraint("feed_id", "key"),
        CheckConstraint(f"stage IN {STAGES}", name="stage"),
        CheckConstraint("(stage = 'done') = (outcome IS NOT NULL)", name="ends"),
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
    key: Mapped[str] = mapped_column(Text)
    url: Mapped[str | None] = mapped_column(Text)
    title: Mapped[str | None] = mapped_column(Text)
    summary: Mapped[str | None] = mapped_column(Text)
    content_html: Mapped[str | None] = mapped_column(Text)
    author: Mapped[str | None] = mapped_column(Text)
    lang: Mapped[str | None] = mapped_column(String(16))
    published_at: Mapped[datetime | None] = mapped_column(Moment)
    updated_at: Mapped[datetime | None] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment)
    stage: Mapped[str] = mapped_column(String(10), default="fetch")
    outcome: Mapped[str | None] = mapped_column(String(40), index=True)
    outcome_detail: Mapped[str | None] = mapped_column(Text)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    next_attempt_at: Mapped[datetime | None] = mapped_column(Moment)
    touched_at: Mapped[datetime] = mapped_column(Moment)
