"""What a match compares: the statements of some articles, and what each was matched as the last time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from worker.store.models import ArticleTable, OutletRow, RenderingRow, StatementTable, table_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from worker.store.engine import Store


@dataclass(frozen=True, slots=True)
class Told:
    """A statement as a match needs it, with its outlet."""

    id: str
    article_id: int
    kind: str
    text: str
    lang: str
    actor_key: str | None
    country: str | None
    role: str | None
    act: str
    day: date  # said on, else published, else extracted
    outlet_kind: str | None
    outlet_country: str | None
    matched: tuple[str, str, date, str] | None  # wording, voice, day, language; None when it never was


def load_told(store: Store, article_ids: Sequence[int]) -> list[Told]:
    """Return the statements of articles, in this order of articles and theirs of statements.

    An article that has none, or is gone, brings none. One statement, without a transaction around it.
    """
    place = {article_id: at for at, article_id in enumerate(article_ids)}
    rows = store.single(_TOLD, {"articles": list(place)})
    return [_told(row) for row in sorted(rows, key=lambda row: (place[row.article_id], row.position))]


def _told(row: Any) -> Told:
    return Told(
        id=row.id,
        article_id=row.article_id,
        kind=row.kind,
        text=row.text,
        lang=row.lang,
        actor_key=row.actor_key,
        country=row.country,
        role=row.role,
        act=row.act,
        day=row.said_on or (row.published_at or row.extracted_at).date(),
        outlet_kind=row.outlet_kind,
        outlet_country=row.outlet_country,
        matched=(row.wording, row.voice, row.matched_day, row.matched_lang) if row.wording else None,
    )


# Built once: building them costs as much as running them.
_STATEMENT, _ARTICLE = table_of(StatementTable).c, table_of(ArticleTable).c
_OUTLET, _RENDERING = table_of(OutletRow).c, table_of(RenderingRow).c
_TOLD = (
    select(
        *(_STATEMENT.id, _STATEMENT.article_id, _STATEMENT.position, _STATEMENT.kind, _STATEMENT.text),
        *(_STATEMENT.lang, _STATEMENT.actor_key, _STATEMENT.country, _STATEMENT.role, _STATEMENT.act),
        *(_STATEMENT.said_on, _ARTICLE.published_at, _ARTICLE.extracted_at),
        *(_OUTLET.kind.label("outlet_kind"), _OUTLET.country.label("outlet_country")),
        *(_RENDERING.wording, _RENDERING.voice),
        *(_RENDERING.day.label("matched_day"), _RENDERING.lang.label("matched_lang")),
    )
    .select_from(table_of(StatementTable))
    .join(table_of(ArticleTable), _ARTICLE.id == _STATEMENT.article_id)
    .outerjoin(table_of(OutletRow), _OUTLET.name == _ARTICLE.outlet)
    .outerjoin(table_of(RenderingRow), _RENDERING.statement_id == _STATEMENT.id)
    .where(_STATEMENT.article_id.in_(bindparam("articles", expanding=True)))
)
