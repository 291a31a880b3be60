"""Keep counts up to date from what is new since the last time, so that a scrape never counts rows.

Each source is read from a cursor onwards in bounded pieces. Counts tell what has happened, not what there is:
an article whose feed is removed later has been counted.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, literal, select

from worker.store.models import (
    ArticleTable,
    DailyRow,
    EntryRow,
    EventRow,
    PageRow,
    PollRow,
    TallyRow,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sqlalchemy.orm import Session

    from worker.store.engine import Store

COUNTING = 727202606  # the advisory lock of whoever counts
PIECE = 2_000  # rows of a source in one transaction
# A row's number is given before its transaction ends. On PostgreSQL a later one may end first; rows younger
# than this are left for the next time. SQLite has one writer at a time.
SETTLED = timedelta(seconds=10)
CONFIDENCES = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)  # upper ends of the histogram
OVER = "inf"
CURSOR = "cursor"
NOBODY = "unknown"
Key = tuple[str, str]
Days = Counter[tuple[str, str, "date"]]


@dataclass(frozen=True, slots=True)
class Tally:
    """A kept count, with its labels by name."""

    name: str
    labels: dict[str, str]
    value: int


def key_of(name: str, /, **labels: object) -> Key:
    """Return where a count is kept; an absent value is a label, too."""
    known = {label: NOBODY if value is None else str(value) for label, value in labels.items()}
    return name, json.dumps(known, ensure_ascii=False, sort_keys=True)


def count_on(store: Store, now: datetime) -> int:
    """Count one piece of each source; return how many rows were counted, 0 when all is counted."""
    with store.transaction() as session:
        store.alone(session, COUNTING)
        cursors = _cursors(session)
        until = now - SETTLED if store.is_postgres else now
        counts: Counter[Key] = Counter()
        articles, statements = Days(), Days()
        moved = _count_rows(session, cursors, until, (counts, articles))
        moved |= _count_events(session, cursors, (counts, statements))
        rows = sum(number for _, number in moved.values())
        _add(store, session, counts)
        _add_days(store, session, articles, statements)
        _set(store, session, {key_of(CURSOR, source=name): place for name, (place, _) in moved.items()})
    return rows


def _cursors(session: Session) -> dict[str, int]:
    rows = session.execute(select(TallyRow.labels, TallyRow.value).where(TallyRow.name == CURSOR))
    return {json.loads(labels)["source"]: value for labels, value in rows}


Moved = dict[str, tuple[int, int]]  # by source: the new cursor, and how many rows came before it
_SOURCES: tuple[tuple[str, Any, Any, dict[str, Any]], ...] = (
    ("polls", PollRow, PollRow.at, {"outcome": PollRow.outcome}),
    ("entries", EntryRow, EntryRow.seen_at, {}),
    ("pages", PageRow, PageRow.fetched_at, {"status": PageRow.status}),
    ("articles", ArticleTable, ArticleTable.extracted_at, {"lang": ArticleTable.lang}),
)


def _count_rows(
    session: Session, cursors: dict[str, int], until: datetime, into: tuple[Counter[Key], Days]
) -> Moved:
    counts, days = into
    moved: Moved = {}
    for name, table, moment, labels in _SOURCES:
        outlet = ArticleTable.outlet if table is ArticleTable else literal(None)
        # SQLite gives the highest numbers again once they are free.
        newest = session.scalar(select(func.max(table.id))) or 0
        place = min(cursors.get(name, 0), newest)
        new = select(table.id, moment, outlet, *labels.values()).where(table.id > place)
        rows = session.execute(new.order_by(table.id).limit(PIECE))
        found = list(takewhile(lambda row: row[1] <= until, rows))
        for _, at, publisher, *values in found:
            counts[key_of(name, **dict(zip(labels, values, strict=True)))] += 1
            if table is ArticleTable:
                _note_day(days, publisher, values[0], at)
        if found:
            moved[name] = (found[-1][0], len(found))
    return moved


def _count_events(session: Session, cursors: dict[str, int], into: tuple[Counter[Key], Days]) -> Moved:
    """Count by position, which is exact: whoever gives it out does so to committed rows only."""
    counts, days = into
    query = select(EventRow).where(EventRow.position > cursors.get("events", 0))
    found = session.scalars(query.order_by(EventRow.position).limit(PIECE)).all()
    for event in found:
        record = event.record
        counts[key_of("changes", change=event.change)] += 1
        if event.change != "recorded":
            continue
        lang = record["lang"]
        counts[key_of("statements", lang=lang, country=record["country"])] += 1
        ends = (f"{end:g}" for end in CONFIDENCES if record["confidence"] <= end)
        counts[key_of("confidence", lang=lang, le=next(ends, OVER))] += 1
        # Thousandths, because counts are whole.
        counts[key_of("confidence_sum", lang=lang)] += round(1000 * record["confidence"])
        if event.job_id is None:  # old articles that are read again say nothing about today's
            _note_day(days, record["outlet"], lang, event.at)
    return {"events": (found[-1].position or 0, len(found))} if found else {}


def _note_day(days: Days, outlet: str | None, lang: str | None, moment: datetime) -> None:
    day = moment.astimezone(UTC).date()
    for kind, name in (("outlet", outlet), ("lang", lang)):
        if name:
            days[kind, name[:200], day] += 1


def _add(store: Store, session: Session, counts: Counter[Key]) -> None:
    rows = [{"name": name, "labels": labels, "value": value} for (name, labels), value in counts.items()]
    if rows:
        insert = store.insert(TallyRow).values(rows)
        total = {"value": TallyRow.value + insert.excluded.value}
        session.execute(insert.on_conflict_do_update(index_elements=["name", "labels"], set_=total))


def _add_days(store: Store, session: Session, articles: Days, statements: Days) -> None:
    rows = [
        {"kind": kind, "name": name, "day": day, "articles": articles[place], "statements": statements[place]}
        for place in sorted(articles.keys() | statements.keys())
        for kind, name, day in (place,)
    ]
    for start in range(0, len(rows), 500):
        insert = store.insert(DailyRow).values(rows[start : start + 500])
        totals = {
            name: getattr(DailyRow, name) + insert.excluded[name] for name in ("articles", "statements")
        }
        session.execute(insert.on_conflict_do_update(index_elements=["kind", "name", "day"], set_=totals))


def _set(store: Store, session: Session, values: dict[Key, int]) -> None:
    rows = [{"name": name, "labels": labels, "value": value} for (name, labels), value in values.items()]
    if rows:
        insert = store.insert(TallyRow).values(rows)
        new = {"value": insert.excluded.value}
        session.execute(insert.on_conflict_do_update(index_elements=["name", "labels"], set_=new))


def set_tallies(store: Store, name: str, values: Iterable[tuple[dict[str, str], int]]) -> None:
    """Make the counts of one name exactly these."""
    with store.transaction() as session:
        held = session.scalars(select(TallyRow).where(TallyRow.name == name))
        wanted = {key_of(name, **labels): value for labels, value in values}
        for row in held:
            if (row.name, row.labels) not in wanted:
                session.delete(row)
        session.flush()
        _set(store, session, wanted)


def tallies(store: Store) -> list[Tally]:
    """Return all kept counts: some thousand rows, whatever the archive holds."""
    with store.reading() as session:
        rows = session.execute(select(TallyRow.name, TallyRow.labels, TallyRow.value))
        return [Tally(name, json.loads(labels), value) for name, labels, value in rows]
