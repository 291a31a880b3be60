"""What was fetched and what was found in it: bodies, pages, articles, statements."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from worker.store.models.base import Base, Moment, Word, Words

KINDS = ("direct", "mixed", "indirect", "reported")


class BodyRow(Base):
    """The raw bytes of pages, once per content."""

    __tablename__ = "body"

    sha256: Mapped[str] = mapped_column(Word(64), primary_key=True)
    zstd: Mapped[bytes] = mapped_column(LargeBinary)
    size: Mapped[int] = mapped_column(Integer)


class PageRow(Base):
    """One fetch of one entry."""

    __tablename__ = "page"

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id", ondelete="CASCADE"), unique=True)
    url: Mapped[str] = mapped_column(Words)
    final_url: Mapped[str] = mapped_column(Words)
    status: Mapped[int] = mapped_column(Integer)
    headers: Mapped[Any] = mapped_column(JSON)
    sha256: Mapped[str] = mapped_column(ForeignKey("body.sha256"), index=True)
    fetched_at: Mapped[datetime] = mapped_column(Moment)
    extractor_version: Mapped[str | None] = mapped_column(Word(40))  # of the rules that read it last
    rules: Mapped[str | None] = mapped_column(Word(16))  # their mark


class ArticleTable(Base):
    """Clean text of a page; every span of a statement counts into ``text``."""

    __tablename__ = "article"
    # The latest articles of an address come first: a site that gives all its pages one address has many.
    __table_args__ = (Index("ix_article_canonical_url_entry_id", "canonical_url", "entry_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), unique=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id", ondelete="CASCADE"), unique=True)
    url: Mapped[str | None] = mapped_column(Words)
    canonical_url: Mapped[str | None] = mapped_column(Words)
    outlet: Mapped[str | None] = mapped_column(Words)
    title: Mapped[str | None] = mapped_column(Words)
    author: Mapped[str | None] = mapped_column(Words)
    published_at: Mapped[datetime | None] = mapped_column(Moment, index=True)
    published_zone: Mapped[int | None] = mapped_column(SmallInteger)  # minutes its outlet is ahead of UTC
    lang: Mapped[str | None] = mapped_column(Word(16), index=True)
    text: Mapped[str] = mapped_column(Words)
    version: Mapped[int] = mapped_column(Integer, default=1)
    extracted_at: Mapped[datetime] = mapped_column(Moment)
    detector_version: Mapped[str | None] = mapped_column(Word(40))
    rules: Mapped[str | None] = mapped_column(Word(16))  # the mark of the rules that read it last
    minima: Mapped[bytes | None] = mapped_column(LargeBinary)  # of its MinHash sketch
    copy_of: Mapped[int | None] = mapped_column(ForeignKey("article.id", ondelete="SET NULL"), index=True)

    @property
    def published(self) -> datetime | None:
        """When it was published, on its outlet's clock."""
        if self.published_at is None or self.published_zone is None:
            return self.published_at
        return self.published_at.astimezone(timezone(timedelta(minutes=self.published_zone)))


class ArticleBandRow(Base):
    """One band of an article's sketch: articles that share one may be copies of each other."""

    __tablename__ = "article_band"

    value: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    article_id: Mapped[int] = mapped_column(
        ForeignKey("article.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class ArticleVersionRow(Base):
    """What an article said before its outlet changed it."""

    __tablename__ = "article_version"
    __table_args__ = (UniqueConstraint("article_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id", ondelete="CASCADE"))
    version: Mapped[int] = mapped_column(Integer)
    title: Mapped[str | None] = mapped_column(Words)
    text: Mapped[str] = mapped_column(Words)
    extracted_at: Mapped[datetime] = mapped_column(Moment)


class StatementTable(Base):
    """The normalised record; docs/record.md explains each field."""

    __tablename__ = "statement"
    __table_args__ = (
        CheckConstraint(f"kind IN {KINDS}", name="kind"),
        CheckConstraint("confidence BETWEEN 0 AND 1", name="confidence"),
        CheckConstraint("polarity IN ('asserted', 'denied')", name="polarity"),
        Index("ix_statement_country_said_on", "country", "said_on"),
    )

    id: Mapped[str] = mapped_column(Word(40), primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(Word(10))
    text: Mapped[str] = mapped_column(Words)
    quoted: Mapped[Any] = mapped_column(JSON)
    spans: Mapped[Any] = mapped_column(JSON)
    cue: Mapped[Any] = mapped_column(JSON)
    speaker: Mapped[Any] = mapped_column(JSON)
    speaker_mention: Mapped[str | None] = mapped_column(Words)
    actor_key: Mapped[str | None] = mapped_column(Words, index=True)
    actor: Mapped[str | None] = mapped_column(Words)
    actor_kind: Mapped[str | None] = mapped_column(Word(20))
    role: Mapped[str | None] = mapped_column(Word(40), index=True)
    country: Mapped[str | None] = mapped_column(Word(10))
    channel: Mapped[str | None] = mapped_column(Words)
    addressee: Mapped[str | None] = mapped_column(Words)
    targets: Mapped[Any] = mapped_column(JSON)
    said_on: Mapped[date | None] = mapped_column(Date, index=True)
    said_on_basis: Mapped[str | None] = mapped_column(Word(10))
    act: Mapped[str] = mapped_column(Word(30), index=True)
    cameo: Mapped[str | None] = mapped_column(Word(5))
    polarity: Mapped[str] = mapped_column(Word(10))
    lang: Mapped[str] = mapped_column(Word(16))
    diplomatic: Mapped[bool] = mapped_column(Boolean)
    reason: Mapped[str] = mapped_column(Words)
    confidence: Mapped[float] = mapped_column(Float)
    detector_version: Mapped[str] = mapped_column(Word(40))
    created_at: Mapped[datetime] = mapped_column(Moment)
