"""The history of statements: written when they change, read per statement and per job."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select

from worker.store.changes import as_history
from worker.store.models import ArticleTable, EntryRow, RevisionRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from worker.store.engine import Store


@dataclass(frozen=True, slots=True)
class Revision:
    """One change of one statement.

    ``before`` and ``after`` hold the whole record of an added or removed statement, and only the fields
    that differ of a changed one.
    """

    id: int
    statement_id: str
    entry_id: int
    url: str | None
    title: str | None
    job: int | None
    change: str  # added, changed or removed
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    at: datetime


class RevisionNotes:
    """The revisions of one article's replacement, saved together; without a job, additions need none."""

    def __init__(self, entry_id: int, job_id: int | None, now: datetime) -> None:
        self._common = {"entry_id": entry_id, "job_id": job_id, "at": now}
        self._rows: list[dict[str, Any]] = []

    def added(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Note new statements, when a job found them: a statement's row tells the rest."""
        if self._common["job_id"] is not None:
            for row in rows:
                self._note(row["id"], "added", None, as_history(row))

    def changed(self, old: Mapping[str, Any], new: Mapping[str, Any], names: list[str]) -> None:
        """Note the fields in which a statement differs from before."""
        self._note(old["id"], "changed", as_history(old, names), as_history(new, names))

    def removed(self, rows: Iterable[Any]) -> None:
        """Note whole statements that go."""
        for row in rows:
            self._note(row["id"], "removed", as_history(row), None)

    def save(self, session: Session) -> None:
        """Write what was noted."""
        if self._rows:
            session.execute(insert(RevisionRow), self._rows)

    def _note(self, name: str, change: str, before: Any, after: Any) -> None:
        self._rows.append(
            self._common | {"statement_id": name, "change": change, "before": before, "after": after}
        )


def each_revision_of_job(store: Store, job_id: int, limit: int | None = None) -> Iterator[Revision]:
    """Yield what a job changed, article by article; ``limit`` counts revisions."""
    query = _revisions().where(RevisionRow.job_id == job_id)
    query = query.order_by(RevisionRow.entry_id, RevisionRow.id).limit(limit)
    with store.reading() as session:
        for row in session.execute(query.execution_options(yield_per=500)):
            yield Revision(*row)


def history_of(store: Store, statement_id: str) -> list[Revision]:
    """Return the changes of one statement, the earliest first; none when it is as it was found."""
    query = _revisions().where(RevisionRow.statement_id == statement_id).order_by(RevisionRow.id)
    with store.reading() as session:
        return [Revision(*row) for row in session.execute(query)]


def _revisions() -> Any:
    return (
        select(
            *(RevisionRow.id, RevisionRow.statement_id, RevisionRow.entry_id),
            *(EntryRow.url, ArticleTable.title, RevisionRow.job_id, RevisionRow.change),
            *(RevisionRow.before, RevisionRow.after, RevisionRow.at),
        )
        .join(EntryRow, EntryRow.id == RevisionRow.entry_id)
        .outerjoin(ArticleTable, ArticleTable.entry_id == RevisionRow.entry_id)
    )
