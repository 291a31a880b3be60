"""What was said once: utterances, their renderings and trail, and the articles that wait to be matched."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    text,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column

from worker.store.models.base import Base, Moment, Word, Words

ORIGINS = ("source", "relay", "translation")


class UtteranceRow(Base):
    """One thing said once by one speaker; everything else about it is counted from its renderings."""

    __tablename__ = "utterance"

    id: Mapped[str] = mapped_column(Word(40), primary_key=True)
    head_id: Mapped[str | None] = mapped_column(Word(40))  # the statement with the best wording
    first_day: Mapped[date] = mapped_column(Date, index=True)
    last_day: Mapped[date] = mapped_column(Date)
    first_seen_at: Mapped[datetime] = mapped_column(Moment)
    changed_at: Mapped[datetime] = mapped_column(Moment)


class RenderingRow(Base):
    """One statement as a rendering of an utterance, with what it is compared by.

    The row outlives its statement by a moment: with ``statement_id`` null it tells the sweep that its
    utterance has lost a part.
    """

    __tablename__ = "rendering"
    __table_args__ = (
        CheckConstraint(f"origin IN {ORIGINS}", name="origin"),
        Index("ix_rendering_voice_lead_day", "voice", "lead", "day"),
        Index("ix_rendering_post_lead_day", "post", "lead", "day"),
        Index("ix_rendering_wording_voice", "wording", "voice"),
        Index(
            "ix_rendering_lost",
            "id",
            sqlite_where=text("statement_id IS NULL"),
            postgresql_where=text("statement_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    statement_id: Mapped[str | None] = mapped_column(
        ForeignKey("statement.id", ondelete="SET NULL"), unique=True
    )
    utterance_id: Mapped[str] = mapped_column(ForeignKey("utterance.id", ondelete="CASCADE"), index=True)
    echo_of: Mapped[str | None] = mapped_column(Word(40))  # the statement it was matched with
    how: Mapped[str] = mapped_column(Word(10))
    sure: Mapped[float] = mapped_column(Float)
    origin: Mapped[str] = mapped_column(Word(12))
    rank: Mapped[int] = mapped_column(SmallInteger)  # of its wording, the best is 0
    length: Mapped[int] = mapped_column(Integer)  # characters
    voice: Mapped[str] = mapped_column(Words)
    post: Mapped[str | None] = mapped_column(Words)  # country and role
    day: Mapped[date] = mapped_column(Date)
    lang: Mapped[str] = mapped_column(Word(16))
    lead: Mapped[bool] = mapped_column(
        Boolean, default=True, server_default=true()
    )  # stands for its utterance
    wording: Mapped[str] = mapped_column(Word(24))  # equal for equal words
    evidence: Mapped[str] = mapped_column(Words)
    model: Mapped[str | None] = mapped_column(Word(60))
    vector: Mapped[bytes | None] = mapped_column(LargeBinary)
    matched_at: Mapped[datetime] = mapped_column(Moment)


class UtteranceTrailRow(Base):
    """Where an utterance went whose id is no more, or which one was split from it."""

    __tablename__ = "utterance_trail"
    __table_args__ = (CheckConstraint("what IN ('merged', 'split')", name="what"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    what: Mapped[str] = mapped_column(Word(10))
    from_id: Mapped[str] = mapped_column(Word(40), index=True)
    to_id: Mapped[str] = mapped_column(Word(40), index=True)


class UnmatchedRow(Base):
    """An article whose statements changed since they were matched; the row goes when the match is saved."""

    __tablename__ = "unmatched"

    article_id: Mapped[int] = mapped_column(ForeignKey("article.id", ondelete="CASCADE"), primary_key=True)
    since: Mapped[datetime] = mapped_column(Moment, index=True)
    attempts: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
