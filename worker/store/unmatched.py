"""Articles whose statements changed since they were matched: one row each, gone once the match is saved."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, func, select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite

from worker.store.models import UnmatchedRow, table_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from worker.store.engine import Store


def count_given_up(store: Store, max_attempts: int) -> int:
    """Return how many articles nobody tries to match any more: each attempt broke."""
    query = select(func.count()).select_from(UnmatchedRow).where(UnmatchedRow.attempts >= max_attempts)
    with store.reading() as session:
        return session.scalar(query) or 0


def begin_matches(store: Store, article_ids: Sequence[int]) -> dict[int, datetime]:
    """Count an attempt at matching these articles; return since when they wait, of those that do.

    They keep the order in which they are given.
    """
    rows = {row.article_id: row.since for row in store.single(_BEGUN, {"articles": list(article_ids)})}
    return {article_id: rows[article_id] for article_id in article_ids if article_id in rows}


def take_matches_back(store: Store, article_ids: Iterable[int]) -> None:
    """Uncount attempts that only met a database in trouble."""
    with store.transaction() as session:
        session.execute(_TAKEN_BACK, {"articles": list(article_ids)})


def end_matches(session: Session, begun: Mapping[int, datetime]) -> set[int]:
    """Note that articles are matched, and return those whose statements are still what was read.

    The others wait on, or wait no more: somebody changed, removed or matched them since.
    """
    pairs = {"articles": list(begun), "pairs": list(begun.items())}
    return set(session.execute(_ENDED, pairs).scalars())


def await_match(store: Store, session: Session, article_id: int, now: datetime) -> None:
    """Note that an article's statements have changed and wait to be matched."""
    await_matches(store, session, (article_id,), now)


def await_matches(store: Store, session: Session, articles: Sequence[int], now: datetime) -> None:
    """Note that the statements of some articles have changed and wait to be matched."""
    rows = [{"article_id": article_id, "since": now, "attempts": 0} for article_id in articles]
    if rows:
        session.execute(_awaiting(store.is_postgres), rows)


@cache
def _awaiting(is_postgres: bool) -> Any:  # noqa: FBT001 - a key
    insert = (postgresql if is_postgres else sqlite).insert(table_of(UnmatchedRow))
    said = insert.excluded
    return insert.on_conflict_do_update(
        index_elements=["article_id"], set_={"since": said.since, "attempts": said.attempts}
    )


def unmatched_articles(store: Store, until: datetime, max_attempts: int, limit: int) -> tuple[int, ...]:
    """Return the articles that have waited to be matched since a moment or longer, the longest first."""
    waiting = (UnmatchedRow.since <= until, UnmatchedRow.attempts < max_attempts)
    query = select(UnmatchedRow.article_id).where(*waiting).order_by(UnmatchedRow.since).limit(limit)
    with store.reading() as session:
        return tuple(session.scalars(query))


def mark_unmatched_sent(store: Store, articles: Sequence[int], now: datetime) -> None:
    """Note that messages for these articles were sent just now, so that the next sweep leaves them alone."""
    if articles:
        with store.transaction() as session:
            session.execute(_SENT, {"articles": list(articles), "now": now})


# Built once: building them costs as much as running them.
_UNMATCHED = table_of(UnmatchedRow)
_GIVEN = _UNMATCHED.c.article_id.in_(bindparam("articles", expanding=True))
# PostgreSQL locks the rows in one order, so that two that have several in common never wait for each other.
_IN_ORDER = select(_UNMATCHED.c.article_id).where(_GIVEN).order_by(_UNMATCHED.c.article_id).with_for_update()
_MINE = _UNMATCHED.c.article_id.in_(_IN_ORDER)
_BEGUN = (
    update(_UNMATCHED)
    .where(_MINE)
    .values(attempts=_UNMATCHED.c.attempts + 1)
    .returning(_UNMATCHED.c.article_id, _UNMATCHED.c.since)
)
_TAKEN_BACK = (
    update(_UNMATCHED).where(_MINE, _UNMATCHED.c.attempts > 0).values(attempts=_UNMATCHED.c.attempts - 1)
)
_UNCHANGED = tuple_(_UNMATCHED.c.article_id, _UNMATCHED.c.since).in_(bindparam("pairs", expanding=True))
_ENDED = delete(_UNMATCHED).where(_MINE, _UNCHANGED).returning(_UNMATCHED.c.article_id)
_SENT = update(_UNMATCHED).where(_MINE).values(since=bindparam("now"))
