"""What a second detection changes in a statement: which fields differ, and how they look in the history.

Offsets are compared from the statement's own beginning: an article that gained a paragraph above has moved
its statements, not changed them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from worker.store.models import StatementTable

if TYPE_CHECKING:
    from collections.abc import Mapping

OFFSETS = ("spans", "cue", "speaker")
BESIDE = ("id", "article_id", "position", "detector_version", "created_at")  # not what a statement says
RECORDED = tuple(column.name for column in StatementTable.__table__.columns if column.name not in BESIDE)
_TYPES = {column.name: column.type for column in StatementTable.__table__.columns}


@dataclass(frozen=True, slots=True)
class Changes:
    """How many statements of an article, or of a whole job, came, changed, went and stayed as they were."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0

    def __add__(self, other: Changes) -> Changes:
        """Return the sum."""
        return Changes(
            self.added + other.added,
            self.changed + other.changed,
            self.removed + other.removed,
            self.unchanged + other.unchanged,
        )

    def __bool__(self) -> bool:
        """Tell whether the record says anything else than before."""
        return bool(self.added or self.changed or self.removed)


def as_stored(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return column values as the database gives them back: words cut and cleaned, times aware."""
    return {name: _bound(name, value) for name, value in values.items()}


def _bound(name: str, value: Any) -> Any:
    bind = getattr(_TYPES[name], "process_bind_param", None)
    return bind(value, None) if bind else value


def differing(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """Return the recorded fields in which two forms of a statement differ, in the order of the table."""
    return [name for name in RECORDED if _comparable(old, name) != _comparable(new, name)]


def _comparable(row: Mapping[str, Any], name: str) -> Any:
    value = row[name]
    if name not in OFFSETS or not value:
        return value
    start = row["spans"][0][0] if row["spans"] else 0
    return [[begin - start, end - start] for begin, end in value]


def as_history(row: Mapping[str, Any], names: tuple[str, ...] | list[str] = RECORDED) -> dict[str, Any]:
    """Return fields of a statement as JSON keeps them."""
    return {name: row[name].isoformat() if isinstance(row[name], date) else row[name] for name in names}
