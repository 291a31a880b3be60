"""Tell wire copy: note by what an article's text is known again, and which earlier article it copies."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from worker.articles.sketch import NEAR, similarity, sketch
from worker.store.copies import link_copy, note_sketch

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from worker.store.engine import Store


def note_copy(store: Store, session: Session, article_id: int, text: str) -> None:
    """Store the sketch of an article's text in place of an earlier one, and link it to its original."""
    made = sketch(text)
    note_sketch(store, session, article_id, made.bands if made else (), made.minima if made else None)
    if made is not None:
        link_copy(session, article_id, made.bands, lambda other: similarity(made.minima, other) >= NEAR)


def near_to(text: str) -> Callable[[bytes], bool]:
    """Return what tells whether minima are those of nearly the same text; it is sketched when first asked."""
    made = cache(lambda: sketch(text))

    def is_near(minima: bytes) -> bool:
        mine = made()
        return mine is not None and similarity(mine.minima, minima) >= NEAR

    return is_near
