"""Where news comes from: outlets, feeds, and the log of their polls."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    Float,
    ForeignKey,
    Index,
    Integer,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from worker.store.models.base import Base, Moment, Numbers, Word, Words

FEED_STATES = ("active", "paused", "ended")


class OutletRow(Base):
    """A publisher."""

    __tablename__ = "outlet"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Word(200), unique=True)
    country: Mapped[str | None] = mapped_column(Word(2))
    lang: Mapped[str | None] = mapped_column(Word(8))
    kind: Mapped[str | None] = mapped_column(Word(40))


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
    url: Mapped[str] = mapped_column(Words, unique=True)
    outlet_id: Mapped[int | None] = mapped_column(ForeignKey("outlet.id", ondelete="SET NULL"))
    title: Mapped[str | None] = mapped_column(Words)
    lang: Mapped[str | None] = mapped_column(Word(8))
    country: Mapped[str | None] = mapped_column(Word(2))
    state: Mapped[str] = mapped_column(Word(10), default="active")
    state_reason: Mapped[str | None] = mapped_column(Words)
    added_at: Mapped[datetime] = mapped_column(Moment)
    next_poll_at: Mapped[datetime] = mapped_column(Moment)
    last_poll_at: Mapped[datetime | None] = mapped_column(Moment)
    last_entry_at: Mapped[datetime | None] = mapped_column(Moment)
    etag: Mapped[str | None] = mapped_column(Words)
    last_modified: Mapped[str | None] = mapped_column(Words)
    failures: Mapped[float] = mapped_column(Float, default=0.0)
    moved_to: Mapped[str | None] = mapped_column(Words)
    moved_hits: Mapped[int] = mapped_column(Integer, default=0)
    former_url: Mapped[str | None] = mapped_column(Words)  # from which it moved here
    trouble: Mapped[str | None] = mapped_column(Words)  # the last failure, while it fails
    ttl_s: Mapped[float | None] = mapped_column(Float)
    skip_hours: Mapped[frozenset[int]] = mapped_column(Numbers, server_default="0")
    skip_days: Mapped[frozenset[int]] = mapped_column(Numbers, server_default="0")


class FeedChangeRow(Base):
    """One change in the life of a feed, and why: moved, returned, struggling, ended and the like."""

    __tablename__ = "feed_change"
    __table_args__ = (Index("ix_feed_change_feed_id_at", "feed_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    feed_id: Mapped[int] = mapped_column(ForeignKey("feed.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(Moment)
    change: Mapped[str] = mapped_column(Word(20))
    reason: Mapped[str] = mapped_column(Words)


class PollRow(Base):
    """One line of the poll log."""

    __tablename__ = "poll"
    __table_args__ = (Index("ix_poll_feed_id_at", "feed_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    feed_id: Mapped[int] = mapped_column(ForeignKey("feed.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(Moment)
    outcome: Mapped[str] = mapped_column(Word(40))
    status: Mapped[int | None] = mapped_column(Integer)
    entries: Mapped[int] = mapped_column(Integer, default=0)
    new_entries: Mapped[int] = mapped_column(Integer, default=0)
    elapsed_ms: Mapped[int] = mapped_column(Integer, default=0)
    detail: Mapped[str | None] = mapped_column(Words)


class SubscriptionRow(Base):
    """A feed's subscription at its hub; ``token`` ends the address to which the hub pushes."""

    __tablename__ = "subscription"

    feed_id: Mapped[int] = mapped_column(ForeignKey("feed.id", ondelete="CASCADE"), primary_key=True)
    hub: Mapped[str] = mapped_column(Words)
    topic: Mapped[str] = mapped_column(Words)
    token: Mapped[str] = mapped_column(Word(64), unique=True)
    secret: Mapped[str] = mapped_column(Word(64))
    base: Mapped[str | None] = mapped_column(Words)  # our address that the hub was told
    state: Mapped[str] = mapped_column(Word(10), default="wanted")  # wanted, asked, active, denied, failing
    reason: Mapped[str | None] = mapped_column(Words)
    asked_at: Mapped[datetime | None] = mapped_column(Moment)
    next_at: Mapped[datetime] = mapped_column(Moment, index=True)
    lease_until: Mapped[datetime | None] = mapped_column(Moment)
    last_push_at: Mapped[datetime | None] = mapped_column(Moment)
    pushes: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
