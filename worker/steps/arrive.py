"""Save articles that arrive, the first of their entries: several together, with their statements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from worker.articles.extract import VERSION
from worker.articles.sketch import NEAR, similarity
from worker.steps.detect import detector_version
from worker.steps.fingerprints import detecting_mark, extracting_mark
from worker.store.arrivals import Marks, add_article, add_bands, add_statements, find_neighbours
from worker.store.entries import end_entries
from worker.store.pages import note_extractor

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from worker.articles.sketch import Sketch
    from worker.shapes import Article
    from worker.steps.context import Context
    from worker.steps.detect import Found
    from worker.store.arrivals import Neighbours
    from worker.store.models import ArticleTable
    from worker.store.rows import EntryWork

    Added = list[tuple["Arrival", ArticleTable]]


@dataclass(frozen=True, slots=True)
class Arrival:
    """A page that has been read, and is not saved yet."""

    page_id: int
    work: EntryWork
    article: Article
    sketch: Sketch | None
    found: Found

    @property
    def place(self) -> tuple[int, int]:
        """The ids of its page and of its entry."""
        return self.page_id, self.work.id

    @property
    def bands(self) -> tuple[int, ...]:
        """What its near copies share."""
        return self.sketch.bands if self.sketch else ()


def save_arrivals(context: Context, arrivals: Sequence[Arrival]) -> dict[int, int]:
    """Save first articles with their statements and end their entries; return the articles' ids by pages.

    Those that are missing there have an earlier version, or are copies of another entry's article.
    """
    added: Added = []
    if not arrivals:
        return {}
    with context.store.transaction() as session:
        now = context.now()
        for arrival in arrivals:
            row = _add(context, session, arrival, added, now)
            if row is not None:
                added.append((arrival, row))
        if added:
            _add_rest(context, session, added, now)
    return {arrival.page_id: row.id for arrival, row in added}


def _add(
    context: Context, session: Session, arrival: Arrival, before: Added, now: datetime
) -> ArticleTable | None:
    """Add an article unless its entry has one or it copies another; those added before count, too."""
    around = find_neighbours(session, arrival.work.id, arrival.article, arrival.bands)
    copied = around.same_text or any(_is_near(arrival.sketch, minima) for _, minima in around.twins)
    if around.has_earlier or copied:
        return None
    marks = Marks(
        arrival.sketch.minima if arrival.sketch else None,
        _original(arrival, around, before),
        detector_version(arrival.article),
        detecting_mark(arrival.article.lang),
    )
    return add_article(context.store, session, arrival.place, (arrival.article, marks), now)


def _add_rest(context: Context, session: Session, added: Added, now: datetime) -> None:
    add_bands(session, [(row.id, arrival.bands) for arrival, row in added])
    add_statements(context.store, session, [(row, arrival.found[2]) for arrival, row in added], now)
    note_extractor(session, [arrival.page_id for arrival, _ in added], VERSION, extracting_mark())
    endings = [(arrival.work.id, *arrival.found[:2]) for arrival, _ in added]
    end_entries(session, endings, now)


def _original(arrival: Arrival, around: Neighbours, before: Added) -> int | None:
    """Return the first article that this one nearly copies; a copy of a copy is a copy of the first."""
    stored = ((near.copy_of or near.article_id, near.minima) for near in around.near)
    mates = (
        (row.copy_of or row.id, other.sketch.minima)
        for other, row in before
        if other.sketch and not set(other.bands).isdisjoint(arrival.bands)
    )
    known = (article_id for article_id, minima in (*stored, *mates) if _is_near(arrival.sketch, minima))
    return next(known, None)


def _is_near(made: Sketch | None, minima: bytes) -> bool:
    return made is not None and similarity(made.minima, minima) >= NEAR
