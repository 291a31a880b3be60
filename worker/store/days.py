"""The daily counts of outlets and languages, for the bands of ``worker.watch.bands``."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from worker.store.models import DailyRow
from worker.watch.bands import Day

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from worker.store.engine import Store


def each_source(store: Store, since: date, until: date) -> Iterator[tuple[str, str, list[Day]]]:
    """Yield kind, name and days of every outlet and language, from one day to before another."""
    query = select(DailyRow.kind, DailyRow.name, DailyRow.day, DailyRow.articles, DailyRow.statements)
    query = query.where(DailyRow.day >= since, DailyRow.day < until)
    with store.reading() as session:
        rows = session.execute(query.order_by(DailyRow.kind, DailyRow.name, DailyRow.day)).all()
    for (kind, name), found in groupby(rows, lambda row: (row.kind, row.name)):
        yield kind, name, [Day(row.day, row.articles, row.statements) for row in found]


def forget_days(store: Store, before: date) -> None:
    """Delete what no band looks at any more."""
    with store.transaction() as session:
        old = delete(DailyRow).where(DailyRow.day < before)
        session.execute(old, execution_options={"synchronize_session": False})
