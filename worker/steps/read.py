"""Read pages in one go: their articles, their statements and their echoes, without a message between them.

The pages of one message are saved together, each article with its statements. What fails is done again step
by step, so that the step that breaks is the one that is named; and what has been begun before is read
alone, so that a page which kills its process takes no other with it: docs/decisions/011 and 013.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from worker.articles.sketch import sketch
from worker.errors import DatabaseAway
from worker.log import Log, about
from worker.steps.arrive import Arrival, save_arrivals
from worker.steps.attempts import carry_out, take_back_attempts, uncounted_if_away
from worker.steps.detect import read_statements, save_statements
from worker.steps.extract import article_of, store_article
from worker.steps.match import match_articles
from worker.steps.telling import tell_of_all, told
from worker.store.attempts import begin_first_readings, begin_reading, begun_before

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from worker.shapes import Article
    from worker.steps.context import Context
    from worker.steps.detect import Found
    from worker.store.attempts import Begun
    from worker.store.rows import EntryWork

Item = TypeVar("Item")
LONGEST_S = 10.0  # for the pages of one message; no further one is begun then
log = Log("read")


@dataclass(frozen=True, slots=True)
class Onward:
    """What is left for messages of its own; nothing when all is done."""

    pages: tuple[int, ...] = ()  # to be read, each alone
    detect: tuple[int, ...] = ()  # articles
    match: tuple[int, ...] = ()  # articles


DONE = Onward()


def read_pages(context: Context, page_ids: Sequence[int]) -> Onward:
    """Extract the articles of pages, find their statements and match them.

    Returns:
        What is left: of several pages those that somebody has begun before, or that there was no time for;
        detection after an earlier attempt that failed, and whatever fails now.

    Raises:
        DatabaseAway: the database fails, which is no fault of the pages: no attempt counts.
    """
    begun, alone = _begin(context, page_ids)
    sitting = _Sitting(context)
    with uncounted_if_away(context, [each.work for each in begun if each.work.attempts == 1]):
        late = sitting.read(begun)
        sitting.save()
    unmatched = sitting.match()
    tell_of_all(sitting.words)
    return Onward((*alone, *late), tuple(sitting.unread), unmatched)


def _begin(context: Context, page_ids: Sequence[int]) -> tuple[list[Begun], tuple[int, ...]]:
    """Count an attempt at the pages, and return those to read now and those to read alone."""
    if len(page_ids) == 1:
        begun = begin_reading(context.store, page_ids[0], context.now())
        return ([begun] if begun else []), ()
    first = begin_first_readings(context.store, page_ids, context.now())
    if len(first) == len(page_ids):
        return first, ()
    missing = set(page_ids) - {each.page_id for each in first}
    return first, begun_before(context.store, sorted(missing))


class _Sitting:
    """The pages of one message while they are read, saved and matched."""

    def __init__(self, context: Context) -> None:
        self.words: list[str] = []  # how each page went
        self.unread: list[int] = []  # articles saved without their statements
        self._context = context
        self._arrivals: list[Arrival] = []
        self._told: list[int] = []  # articles with statements

    def read(self, begun: Sequence[Begun]) -> tuple[int, ...]:
        """Read the articles of pages, then what is said in them; return those that there was no time for.

        Whatever extracts, and then whatever detects, stays in the processor's cache from page to page.
        """
        end = monotonic() + LONGEST_S
        extracted = [(each, self._article(each)) for each in _until(end, begun)]
        articles = [(each, article) for each, article in extracted if article is not None]
        read = 0
        for each, article in _until(end, articles):
            self._find(each, article)
            read += 1
        late = [*begun[len(extracted) :], *(each for each, _ in articles[read:])]
        take_back_attempts(self._context, [each.work for each in late])
        return tuple(each.page_id for each in late)

    def _article(self, begun: Begun) -> Article | None:
        with about(page=begun.page_id):
            article = carry_out(self._context, begun.work, lambda _: article_of(self._context, begun))
        if article is None:
            self.words.append(told())
        return article

    def _find(self, begun: Begun, article: Article) -> None:
        with about(page=begun.page_id):
            result = carry_out(self._context, begun.work, partial(self._arrival, begun.page_id, article))
        if isinstance(result, Arrival):
            self._arrivals.append(result)
            return
        self.words.append(told())
        if result is not None:
            self.unread.append(result)

    def _arrival(self, page_id: int, article: Article, work: EntryWork) -> Arrival | int:
        """Return the article with its statements, or its id in the database when those have to wait."""
        found = _statements(self._context, article) if work.attempts == 1 else None
        if found is None:
            return store_article(self._context, (page_id, work.id), article)
        return Arrival(page_id, work, article, sketch(article.text), found)

    def save(self) -> None:
        """Save what was read together; what does not go with the others goes alone."""
        try:
            ids = save_arrivals(self._context, self._arrivals)
        except DatabaseAway:
            raise
        except Exception:  # one article must not stop the others, and has to be the one that is named
            log.exception("arrivals.failed", pages=" ".join(str(each.page_id) for each in self._arrivals))
            ids = {}
        for arrival in self._arrivals:
            article_id = ids.get(arrival.page_id)
            if article_id is None:
                with about(page=arrival.page_id):
                    article_id = carry_out(self._context, arrival.work, partial(self._save_alone, arrival))
            if article_id is None:
                self.words.append(told())
            else:
                self._note(arrival, article_id)

    def _save_alone(self, arrival: Arrival, _work: EntryWork) -> int:
        article_id = store_article(self._context, arrival.place, arrival.article)
        save_statements(self._context, (article_id, arrival.work.id), arrival.article, arrival.found)
        return article_id

    def _note(self, arrival: Arrival, article_id: int) -> None:
        outcome, _, statements = arrival.found
        lang, count = arrival.article.lang, len(statements)
        self.words.append(f"{lang}, {count} statements" if count else outcome)
        if count:
            self._told.append(article_id)
        log.info(
            "page.read", page=arrival.page_id, article=article_id, lang=lang, outcome=outcome, count=count
        )

    def match(self) -> tuple[int, ...]:
        """Match what was said with what others tell; return the articles that it failed for."""
        if not self._told:
            return ()
        try:
            return match_articles(self._context, self._told).broken
        except DatabaseAway as away:  # the statements are saved: messages of their own can wait for it
            log.warning("match.failed", articles=" ".join(map(str, self._told)), reason=str(away))
            return tuple(self._told)


def _until(end: float, some: Sequence[Item]) -> Iterator[Item]:
    """Yield the first of some, and further ones until a time on the monotonic clock."""
    for number, each in enumerate(some):
        if number and monotonic() > end:
            return
        yield each


def _statements(context: Context, article: Article) -> Found | None:
    try:
        return read_statements(context, article)
    except Exception:  # it has a step of its own, with attempts of its own
        log.exception("statements.failed", url=article.url)
        return None
