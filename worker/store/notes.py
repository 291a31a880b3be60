"""What one replacement of an article's statements changes, told to both who keep it: history and events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from worker.store.events import EventNotes
    from worker.store.revisions import RevisionNotes


@dataclass(frozen=True, slots=True)
class ChangeNotes:
    """What one replacement changes: for the history, and for whoever listens."""

    revisions: RevisionNotes
    events: EventNotes

    def added(self, rows: list[dict[str, Any]]) -> None:
        """Note new statements."""
        self.revisions.added(rows)
        self.events.recorded(rows)

    def changed(self, old: Any, new: dict[str, Any], names: list[str]) -> None:
        """Note a statement that says something else than before."""
        self.revisions.changed(old, new, names)
        self.events.changed(old, new, names)

    def removed(self, rows: list[Any]) -> None:
        """Note statements that go."""
        self.revisions.removed(rows)
        self.events.removed(rows)

    def save(self, session: Session) -> None:
        """Write what was noted; after the statements, whose locks make later events come later."""
        self.revisions.save(session)
        self.events.save(session)
