"""Read one page in one go: its article, its statements and their echoes, without a message between them.

Article and statements are saved in one transaction. What fails is done again step by step, so that the step
that breaks is the one that is named: docs/decisions/011.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from worker.articles.extract import VERSION
from worker.articles.sketch import NEAR, similarity, sketch
from worker.log import Log
from worker.steps.attempts import carry_out
from worker.steps.detect import detector_version, read_statements, save_statements
from worker.steps.extract import article_of, refuse_copy, store_article
from worker.steps.fingerprints import detecting_mark, extracting_mark
from worker.steps.match import match_article
from worker.steps.telling import tell
from worker.store.arrivals import Marks, add_article, add_bands, find_neighbours
from worker.store.attempts import begin_reading
from worker.store.entries import end_entry
from worker.store.pages import note_extractor
from worker.store.statements import replace_statements

if TYPE_CHECKING:
    from worker.articles.sketch import Sketch
    from worker.shapes import Article, Statement
    from worker.steps.context import Context
    from worker.store.arrivals import Neighbours

    Found = tuple[str, str | None, list[Statement]]  # outcome, detail, statements

log = Log("read")


@dataclass(frozen=True, slots=True)
class Onward:
    """The article for which a step is left that needs a message of its own; none when all is done."""

    detect: int | None = None
    match: int | None = None


DONE = Onward()


def read_in_one_go(context: Context, page_id: int) -> Onward:
    """Extract the article of a page, find its statements and match them.

    Returns:
        What is left: detection after an earlier attempt that failed, and whatever fails now.
    """
    begun = begin_reading(context.store, page_id, context.now())
    if begun is None:
        return DONE
    work, _ = begun
    place = page_id, work.id

    def read(_work: object) -> Onward:
        article = article_of(context, page_id, begun)
        found = _statements(context, article) if work.attempts == 1 else None
        if found is None:
            return Onward(detect=store_article(context, place, article))
        return _save(context, place, article, found)

    return carry_out(context, work, read) or DONE


def _statements(context: Context, article: Article) -> Found | None:
    try:
        return read_statements(context, article)
    except Exception:  # it has a step of its own, with attempts of its own
        log.exception("statements.failed", url=article.url)
        return None


def _save(context: Context, place: tuple[int, int], article: Article, found: Found) -> Onward:
    """Save a first article with its statements; an earlier one is replaced step by step."""
    made = sketch(article.text)
    bands = made.bands if made else ()
    (page_id, entry_id), (outcome, detail, statements) = place, found
    with context.store.transaction() as session:
        now = context.now()
        around = find_neighbours(session, entry_id, article, bands)
        refuse_copy(_first_copy(made, around))
        row = None
        if not around.has_earlier:
            marks = _marks(article, made, around)
            row = add_article(context.store, session, place, (article, marks), now)
        if row is not None:
            add_bands(session, row.id, bands)
            replace_statements(context.store, session, row.id, statements, now, inserted=row)
            note_extractor(session, page_id, VERSION, extracting_mark())
            end_entry(session, entry_id, outcome, now, detail)
    article_id = row.id if row is not None else store_article(context, place, article)
    if row is None:
        save_statements(context, (article_id, entry_id), article, found)
    tell(f"{article.lang}, {len(statements)} statements" if statements else outcome)
    log.info(
        "page.read",
        page=page_id,
        article=article_id,
        lang=article.lang,
        outcome=outcome,
        count=len(statements),
    )
    return _match(context, article_id) if statements else DONE


def _first_copy(made: Sketch | None, around: Neighbours) -> int | None:
    """Return the first entry that brought the same text, or nearly the same, under the same address."""
    near = (entry_id for entry_id, minima in around.twins if _is_near(made, minima))
    return min((*around.same_text, *near), default=None)


def _marks(article: Article, made: Sketch | None, around: Neighbours) -> Marks:
    originals = (near.copy_of or near.article_id for near in around.near if _is_near(made, near.minima))
    return Marks(
        made.minima if made else None,
        next(originals, None),
        detector_version(article),
        detecting_mark(article.lang),
    )


def _is_near(made: Sketch | None, minima: bytes) -> bool:
    return made is not None and similarity(made.minima, minima) >= NEAR


def _match(context: Context, article_id: int) -> Onward:
    try:
        match_article(context, article_id)
    except Exception:  # the statements are saved; a message of its own can wait for whatever was missing
        log.exception("match.failed", article=article_id)
        return Onward(match=article_id)
    return DONE
