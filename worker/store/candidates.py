"""With what new statements are compared: all look-ups of a call in two statements, each key an index range.

The keys go in as one list, so that the statements stay the same however many there are. What is found grows
with what a speaker says within some days, never with the archive: ``ix_rendering_wording_voice``,
``ix_rendering_voice_lead_day`` and, for the same post under another key, ``ix_rendering_post_lead_day``.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Date, Text, bindparam, cast, column, func, select, union_all
from sqlalchemy.dialects.postgresql import JSONB

from worker.store.echoes import STORED, Stored
from worker.store.models import RenderingRow, storable, table_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sqlalchemy.orm import Session

    from worker.store.engine import Store

MOST = 300  # candidates by one key; the latest count
RENDERING = table_of(RenderingRow)


class SameWords(NamedTuple):
    """What an equal rendering has: its words, its speaker, and a day between two."""

    wording: str
    voice: str
    first: date
    last: date


class Nearby(NamedTuple):
    """What a candidate has: this speaker or this post, as far as they are known, and a day between two."""

    voice: str | None
    post: str | None
    first: date
    last: date


def find_same_words(store: Store, session: Session, keys: Iterable[SameWords]) -> list[Stored]:
    """Return the oldest rendering of each key, none for a key without one."""
    return _found(session, same_words_query(store.is_postgres), keys)


def find_candidates(store: Store, session: Session, keys: Iterable[Nearby]) -> list[Stored]:
    """Return what the speakers, or holders of the same posts, said within some days; in no order.

    Only those renderings that lead their utterance: five hundred outlets that repeat one sentence are
    compared by a few of them. Of each speaker, and of each post, the latest count.
    """
    return _found(session, candidate_query(store.is_postgres), keys)


def _found(session: Session, query: Any, keys: Iterable[SameWords | Nearby]) -> list[Stored]:
    wanted = list(dict.fromkeys(keys))
    if not wanted:
        return []
    rows = session.execute(query, {"keys": json.dumps([_plain(key) for key in wanted])})
    return list({row[0]: Stored(*row) for row in rows}.values())


def _plain(key: SameWords | Nearby) -> dict[str, str | None]:
    values = key._asdict()
    days = {name: values.pop(name).isoformat() for name in ("first", "last")}
    return {name: storable(value) if value else value for name, value in values.items()} | days


@cache
def same_words_query(is_postgres: bool) -> Any:  # noqa: FBT001 - a key
    """Build the look-up of equal words: one index range a key."""
    key, other = _keys(is_postgres, SameWords), RENDERING.alias("other").c
    oldest = (
        select(other.id)
        .where(other.wording == key.c.wording, other.voice == key.c.voice)
        .where(other.day.between(key.c.first, key.c.last), other.statement_id.is_not(None))
        .order_by(other.id)
        .limit(1)
        .correlate(key)
        .scalar_subquery()
    )
    return STORED.where(RENDERING.c.id.in_(select(oldest).select_from(key)))


@cache
def candidate_query(is_postgres: bool) -> Any:  # noqa: FBT001 - a key
    """Build the look-up of candidates: for each key one index range for its speaker, one for its post."""
    key = _keys(is_postgres, Nearby)
    ranges = [_latest(key, key.c.voice, "voice"), _latest(key, key.c.post, "post")]
    found = union_all(*ranges).subquery("found")
    return STORED.where(RENDERING.c.id.in_(select(found.c.id).where(found.c.place <= MOST)))


def _latest(key: Any, who: Any, name: str) -> Any:
    its = RENDERING.alias(f"by_{name}")
    place = func.dense_rank().over(partition_by=(who, key.c.first, key.c.last), order_by=its.c.id.desc())
    theirs = (its.c[name] == who) & its.c.lead & its.c.day.between(key.c.first, key.c.last)
    return select(its.c.id, place.label("place")).select_from(key).join(its, theirs)


def _keys(is_postgres: bool, shape: type[SameWords | Nearby]) -> Any:  # noqa: FBT001 - the dialect
    """Return the keys as a table: a list in JSON, which both databases take as one value."""
    given, days = bindparam("keys", type_=Text), ("first", "last")
    if is_postgres:
        columns = [column(name, Date if name in days else Text) for name in shape._fields]
        listed = func.jsonb_to_recordset(cast(given, JSONB))
        return listed.table_valued(*columns, name="key").render_derived(with_types=True)
    each = func.json_each(given).table_valued("value", name="each")
    parts = [func.json_extract(each.c.value, f"$.{name}").label(name) for name in shape._fields]
    return select(*parts).subquery("key")
