"""What all tables share: names for every constraint, aware times, and words that both databases keep.

It refuses naive times; characters that can't be stored it drops.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import DateTime, Integer, MetaData, String, Table, Text
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

if TYPE_CHECKING:
    from sqlalchemy.engine import Dialect

NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
# PostgreSQL refuses NUL, SQLite lone surrogates.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def storable(value: str) -> str:
    """Return a text without the characters that one of the databases refuses."""
    return _UNSTORABLE.sub("", value)


class Base(DeclarativeBase):
    """Root of the models; named constraints let migrations drop them on both databases."""

    metadata = MetaData(naming_convention=NAMES)


def table_of(model: type[Base]) -> Table:
    """Return a model's table, for statements that need no session's memory: a third of their cost."""
    return cast("Table", model.__table__)


class Moment(TypeDecorator[datetime]):
    """An aware UTC time; SQLite keeps no zone, so it is put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Refuse naive times: a guess here would be wrong by hours somewhere."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive time {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Return aware UTC whatever the database kept."""
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


class Words(TypeDecorator[str]):
    """Text of any length, without the characters that one of the databases refuses."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Drop what can't be stored; the rooms before have cleaned what a reader sees."""
        return storable(value) if value else value


class Word(TypeDecorator[str]):
    """Text of at most ``length`` characters, cut by us: PostgreSQL would refuse it, SQLite let it through."""

    impl = String
    cache_ok = True

    def __init__(self, length: int) -> None:
        super().__init__(length)
        self.length = length

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Drop what can't be stored, and what is too long."""
        return storable(value)[: self.length] if value else value


class Numbers(TypeDecorator[frozenset[int]]):
    """A set of small numbers (0 to 30), kept as the bits of an integer."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: frozenset[int] | None, dialect: Dialect) -> int:  # noqa: ARG002
        """Set the bit of each number."""
        return sum(1 << number for number in value or ())

    def process_result_value(self, value: Any, dialect: Dialect) -> frozenset[int]:  # noqa: ARG002
        """List the bits that are set."""
        return frozenset(number for number in range(31) if (value or 0) >> number & 1)
