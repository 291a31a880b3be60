"""Statements: replaced as a whole per article, filtered for lists and exports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, func, or_, select, update

from worker.store.changes import Changes, differing
from worker.store.events import ARTICLE, EventNotes
from worker.store.filters import escaped, narrowed
from worker.store.models import ArticleTable, RenderingRow, StatementTable, UtteranceRow, table_of
from worker.store.notes import ChangeNotes
from worker.store.revisions import RevisionNotes
from worker.store.rows import StatementFilter, StatementRow
from worker.store.statement_rows import insert_statements, statement_rows
from worker.store.unmatched import await_match

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from worker.shapes import Statement
    from worker.store.engine import Store

KEPT = ("id", "article_id", "created_at")  # of a statement that stays
PLAIN = {"synchronize_session": False}


def replace_statements(
    store: Store,
    session: Session,
    article_id: int,
    statements: Sequence[Statement],
    now: datetime,
    *,
    job_id: int | None = None,
) -> Changes:
    """Make an article's statements exactly these; what stays keeps its id and its time of creation.

    Of two statements with one id the first counts. An id that another article holds stays there:
    it is the same page under a second address. What is changed or removed is kept as a revision, and
    with a job what is added, too. An article that is gone gets nothing.
    """
    article = session.execute(_LOCKED, {"article": article_id}).first()
    if article is None:
        return Changes()
    found = session.execute(_OF_ARTICLE, {"article": article_id}).mappings()
    before = {row["id"]: row for row in found}
    after = statement_rows(article_id, statements, now)
    noted = ChangeNotes(RevisionNotes(article.entry_id, job_id, now), EventNotes(article, job_id, now))
    gone = [row for name, row in before.items() if name not in after]
    if gone:
        names = [row["id"] for row in gone]
        session.execute(delete(StatementTable).where(StatementTable.id.in_(names)), execution_options=PLAIN)
        noted.removed(gone)
    added = insert_statements(store, session, [row for name, row in after.items() if name not in before])
    noted.added(added)
    kept = [(before[name], row) for name, row in after.items() if name in before]
    changed = _update(session, kept, noted)
    noted.save(session)
    if added or changed or gone:
        await_match(store, session, article_id, now)
    return Changes(len(added), changed, len(gone), len(kept) - changed)


def _update(session: Session, kept: list[tuple[Any, dict[str, Any]]], noted: ChangeNotes) -> int:
    """Bring statements up to date, and return how many of them say something else than before."""
    changed = 0
    for old, new in kept:
        names = differing(old, new)
        if names:
            noted.changed(old, new, names)
            changed += 1
        values = {name: new[name] for name in new if name not in KEPT and new[name] != old[name]}
        if values:
            update_one = update(StatementTable).where(StatementTable.id == old["id"]).values(**values)
            session.execute(update_one, execution_options=PLAIN)
    return changed


def note_detector(session: Session, article_id: int, version: str, rules: str) -> None:
    """Write down which rules have read an article, also when they found nothing."""
    session.execute(_NOTE, {"article": article_id, "by": version, "mark": rules})


def each_statement(
    store: Store, wanted: StatementFilter | None = None, limit: int | None = None, *, unique: bool = False
) -> Iterator[StatementRow]:
    """Yield the statements that a filter keeps, newest article first, in the order of its text.

    With ``unique``, of each utterance only the best of them: its head where the filter keeps it.
    """
    wanted = wanted or StatementFilter()
    query = narrowed(_statements(), wanted)
    if unique:
        query = query.where(StatementTable.id.in_(_best_of_utterances(wanted)))
    query = query.order_by(ArticleTable.id.desc(), StatementTable.position).limit(limit)
    with store.reading() as session:
        for statement, article in session.execute(query.execution_options(yield_per=500)):
            yield _row(statement, article)


def _best_of_utterances(wanted: StatementFilter) -> Any:
    """Select the ids of one statement an utterance; one that is not matched yet stands for itself."""
    place = func.row_number().over(
        partition_by=func.coalesce(RenderingRow.utterance_id, StatementTable.id),
        order_by=(
            (UtteranceRow.head_id == StatementTable.id).desc(),
            RenderingRow.rank,
            RenderingRow.length.desc(),
            StatementTable.id,
        ),
    )
    kept = (
        select(StatementTable.id, place.label("place"))
        .join(ArticleTable, ArticleTable.id == StatementTable.article_id)
        .outerjoin(RenderingRow, RenderingRow.statement_id == StatementTable.id)
        .outerjoin(UtteranceRow, UtteranceRow.id == RenderingRow.utterance_id)
    )
    ranked = narrowed(kept, wanted).subquery()
    return select(ranked.c.id).where(ranked.c.place == 1)


def find_statement(store: Store, statement_id: str) -> StatementRow | None:
    """Return one statement by its id or the beginning of it, None when there is none."""
    pattern = f"{escaped(statement_id)}%"
    with store.reading() as session:
        found = session.execute(
            _statements().where(StatementTable.id.like(pattern, escape="\\")).limit(1)
        ).first()
        return _row(*found) if found else None


def _statements() -> Any:
    return select(StatementTable, ArticleTable).join(
        ArticleTable, ArticleTable.id == StatementTable.article_id
    )


def _row(statement: StatementTable, article: ArticleTable) -> StatementRow:
    return StatementRow(
        id=statement.id,
        article_url=article.url,
        article_title=article.title,
        outlet=article.outlet,
        lang=statement.lang,
        published_at=article.published,
        kind=statement.kind,
        text=statement.text,
        quoted=statement.quoted,
        spans=statement.spans,
        cue=statement.cue,
        speaker_mention=statement.speaker_mention,
        actor=statement.actor,
        actor_kind=statement.actor_kind,
        role=statement.role,
        country=statement.country,
        channel=statement.channel,
        addressee=statement.addressee,
        targets=statement.targets,
        said_on=statement.said_on,
        said_on_basis=statement.said_on_basis,
        act=statement.act,
        polarity=statement.polarity,
        confidence=statement.confidence,
        detector_version=statement.detector_version,
    )


# Built once: building them costs as much as running them.
_ARTICLE, _STATEMENT = table_of(ArticleTable), table_of(StatementTable)
_LOCKED = select(*ARTICLE).where(ArticleTable.id == bindparam("article")).with_for_update()
_OF_ARTICLE = select(_STATEMENT).where(_STATEMENT.c.article_id == bindparam("article"))
_OTHER = or_(
    _ARTICLE.c.detector_version.is_distinct_from(bindparam("by")),
    _ARTICLE.c.rules.is_distinct_from(bindparam("mark")),
)
_NOTE = (
    update(_ARTICLE)
    .where(_ARTICLE.c.id == bindparam("article"), _OTHER)
    .values(detector_version=bindparam("by"), rules=bindparam("mark"))
)
