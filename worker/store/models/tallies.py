"""Counts that are kept, so that nobody has to count the rows again."""

from __future__ import annotations

from datetime import date

from sqlalchemy import BigInteger, Date, Integer
from sqlalchemy.orm import Mapped, mapped_column

from worker.store.models.base import Base, Word


class TallyRow(Base):
    """One count: its name, and its labels as JSON with sorted keys."""

    __tablename__ = "tally"

    name: Mapped[str] = mapped_column(Word(40), primary_key=True)
    labels: Mapped[str] = mapped_column(Word(300), primary_key=True)
    value: Mapped[int] = mapped_column(BigInteger)


class DailyRow(Base):
    """What an outlet, or a language, brought on one day (UTC)."""

    __tablename__ = "daily"

    kind: Mapped[str] = mapped_column(Word(10), primary_key=True)  # outlet or lang
    name: Mapped[str] = mapped_column(Word(200), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    articles: Mapped[int] = mapped_column(Integer, default=0)
    statements: Mapped[int] = mapped_column(Integer, default=0)
