"""Utterances as people list and export them: each once, with every statement that carries it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from worker.store.filters import escaped, narrowed
from worker.store.models import ArticleTable, OutletRow, RenderingRow, StatementTable, UtteranceRow
from worker.store.utterances import follow_trail, trail_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from worker.store.engine import Store
    from worker.store.rows import StatementFilter

BATCH = 200
NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class UtteranceRecord:
    """One line of ``utterances export``; the fields are a contract. Text and act are the best wording's."""

    id: str
    actor: str | None
    role: str | None
    country: str | None
    lang: str
    kind: str
    act: str
    text: str
    statement: str
    first_said_on: date
    last_said_on: date
    first_seen_at: datetime
    renderings: int
    outlets: list[str]
    langs: list[str]
    outlet_countries: list[str]


@dataclass(frozen=True, slots=True)
class RenderingRecord:
    """One statement as a rendering of its utterance; ``outlet_country`` only where somebody has told it."""

    statement: str
    utterance: str
    echo_of: str | None
    how: str
    sure: float
    origin: str
    outlet: str | None
    outlet_country: str | None
    lang: str
    kind: str
    act: str
    actor: str | None
    role: str | None
    country: str | None
    said_on: date
    published_at: datetime | None
    article_url: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Travelled:
    """An utterance with its renderings, the first published first."""

    utterance: UtteranceRecord
    renderings: tuple[RenderingRecord, ...]


def each_utterance(
    store: Store, wanted: StatementFilter, limit: int | None = None, least: int = 1
) -> Iterator[Travelled]:
    """Yield the utterances of which a filter keeps any statement, the latest first; whole ones.

    Args:
        store: the database.
        wanted: of statements.
        limit: at most so many, None for all.
        least: renderings that an utterance needs to be told of.
    """
    kept = narrowed(
        select(RenderingRow.utterance_id)
        .join(StatementTable, StatementTable.id == RenderingRow.statement_id)
        .join(ArticleTable, ArticleTable.id == StatementTable.article_id),
        wanted,
    )
    query = select(UtteranceRow).where(UtteranceRow.id.in_(kept))
    if least > 1:
        told = select(RenderingRow.utterance_id).where(RenderingRow.statement_id.is_not(None))
        told = told.group_by(RenderingRow.utterance_id).having(func.count() >= least)
        query = query.where(UtteranceRow.id.in_(told))
    query = query.order_by(UtteranceRow.first_day.desc(), UtteranceRow.id).limit(limit)
    with store.reading() as session:
        rows = session.scalars(query.execution_options(yield_per=BATCH))
        while batch := list(islice(rows, BATCH)):
            yield from _travelled(session, batch)


def find_utterance(store: Store, name: str) -> tuple[Travelled | None, list[tuple[str, str, str]]]:
    """Return an utterance by its id, its beginning or a former id, and its trail as (what, from, to)."""
    with store.reading() as session:
        today = follow_trail(session, name)
        begins = UtteranceRow.id.like(f"{escaped(today)}%", escape="\\")
        row = session.scalar(select(UtteranceRow).where(begins).order_by(UtteranceRow.id).limit(1))
        if row is None:
            return None, []
        return next(_travelled(session, [row]), None), trail_of(session, row.id)


def travelled_as(session: Session, names: Sequence[str]) -> Iterator[Travelled]:
    """Yield utterances by their ids, in this order; ids that are no more are left out."""
    for start in range(0, len(names), BATCH):
        some = names[start : start + BATCH]
        rows = session.scalars(select(UtteranceRow).where(UtteranceRow.id.in_(some)))
        yield from _travelled(session, sorted(rows, key=lambda row: some.index(row.id)))


def renderings_of(session: Session, statements: Sequence[str]) -> dict[str, RenderingRecord]:
    """Return statements as renderings, by their ids; those that are not matched yet are missing."""
    found: dict[str, RenderingRecord] = {}
    for start in range(0, len(statements), BATCH):
        some = statements[start : start + BATCH]
        query = _renderings().where(RenderingRow.statement_id.in_(some))
        found |= {record.statement: record for record in map(_record, session.execute(query))}
    return found


def _travelled(session: Session, rows: Sequence[UtteranceRow]) -> Iterator[Travelled]:
    query = _renderings().where(RenderingRow.utterance_id.in_([row.id for row in rows]))
    carried: dict[str, list[RenderingRecord]] = {}
    for record in map(_record, session.execute(query)):
        carried.setdefault(record.utterance, []).append(record)
    for row in rows:
        if renderings := carried.get(row.id):
            renderings.sort(key=_published)
            yield Travelled(_summary(row, renderings), tuple(renderings))


def _published(record: RenderingRecord) -> tuple[bool, datetime, str]:
    return record.published_at is None, record.published_at or NEVER, record.statement


def _summary(row: UtteranceRow, renderings: Sequence[RenderingRecord]) -> UtteranceRecord:
    head = next((each for each in renderings if each.statement == row.head_id), renderings[0])
    return UtteranceRecord(
        id=row.id,
        actor=head.actor,
        role=head.role,
        country=head.country,
        lang=head.lang,
        kind=head.kind,
        act=head.act,
        text=head.text,
        statement=head.statement,
        first_said_on=min(each.said_on for each in renderings),
        last_said_on=max(each.said_on for each in renderings),
        first_seen_at=row.first_seen_at,
        renderings=len(renderings),
        outlets=_counted(each.outlet for each in renderings),
        langs=_counted(each.lang for each in renderings),
        outlet_countries=_counted(each.outlet_country for each in renderings),
    )


def _counted(values: Iterable[str | None]) -> list[str]:
    """Return the values there are, the most frequent first."""
    counts = Counter(value for value in values if value)
    return sorted(counts, key=lambda value: (-counts[value], value))


def _renderings() -> Any:
    return (
        select(RenderingRow, StatementTable, ArticleTable, OutletRow.country)
        .join(StatementTable, StatementTable.id == RenderingRow.statement_id)
        .join(ArticleTable, ArticleTable.id == StatementTable.article_id)
        .outerjoin(OutletRow, OutletRow.name == ArticleTable.outlet)
    )


def _record(row: Any) -> RenderingRecord:
    rendering, statement, article, outlet_country = row
    return RenderingRecord(
        statement=statement.id,
        utterance=rendering.utterance_id,
        echo_of=rendering.echo_of,
        how=rendering.how,
        sure=round(rendering.sure, 3),
        origin=rendering.origin,
        outlet=article.outlet,
        outlet_country=outlet_country,
        lang=statement.lang,
        kind=statement.kind,
        act=statement.act,
        actor=statement.actor,
        role=statement.role,
        country=statement.country,
        said_on=rendering.day,
        published_at=article.published_at,
        article_url=article.url,
        text=statement.text,
    )


UTTERANCE_FIELDS = tuple(field.name for field in fields(UtteranceRecord))
