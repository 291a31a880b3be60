"""Pages that arrive at an archive: what the database costs for each, apart from what is computed."""

from __future__ import annotations

import statistics
import time
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import psutil
from sqlalchemy import insert, text
from worker.articles.sketch import sketch
from worker.shapes import Actor, Article, Entry, Page, Quotation, Statement
from worker.steps import read
from worker.store.entries import add_entry, move_on
from worker.store.models import ArticleBandRow, table_of
from worker.store.pages import save_page

from archive import NOW, country_of, role_of, voice_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from archive import Archive

    Found = tuple[str, str | None, list[Statement]]

ROUNDS, PAGES = 5, 60
BEFORE = NOW - timedelta(days=3)  # its window of days holds as much of every archive
HEADERS = (("content-type", "text/html; charset=utf-8"),)


class Arrivals:
    """Sends pages to one archive: each new, with two statements by voices that it knows."""

    def __init__(self, context: Any, archive: Archive) -> None:
        self._context, self._archive = context, archive
        with context.store.reading() as session:
            self._first = 10**9 + 1000 * (session.scalar(text("SELECT max(id) FROM entry")) or 0)
        self._words: str | None = None  # the same for all, once one text is copied
        self._address: str | None = None  # the same for all, once one is shared

    def copy(self, count: int) -> None:
        """Let the first articles of the archive be copies of one text, whose pages arrive from now on."""
        self._words = self._archive.text(10**12)
        made = sketch(self._words)
        bands = made.bands if made else ()
        for start in range(1, count + 1, 10_000):
            some = range(start, min(start + 10_000, count + 1))
            rows = [{"value": value, "article_id": n} for n in some for value in set(bands)]
            with self._context.store.transaction() as session:
                session.execute(
                    text("DELETE FROM article_band WHERE article_id BETWEEN :first AND :last"),
                    {"first": some[0], "last": some[-1]},
                )
                session.execute(insert(table_of(ArticleBandRow)), rows)

    def share(self, count: int) -> None:
        """Let the first articles of the archive have one address, under which pages arrive from now on."""
        self._address = "https://outlet.example/"
        with self._context.store.transaction() as session:
            change = text("UPDATE article SET canonical_url = :url WHERE id <= :count")
            session.execute(change, {"url": self._address, "count": count})

    def cost(self) -> dict[str, tuple[float, float, float]]:
        """Return milliseconds a page by step: median of CPU, of wall, and mean of CPU, of the best round."""
        rounds = [self._round(PAGES * number) for number in range(ROUNDS)]
        return {
            step: min(
                (1000 * statistics.median(cpu), 1000 * statistics.median(wall), 1000 * statistics.fmean(cpu))
                for cpu, wall in (zip(*one[step], strict=True) for one in rounds)
            )
            for step in ("write", "read")
        }

    def server_cpu_s(self) -> float | None:
        """Return what the processes of a PostgreSQL on this machine have spent for us; None for SQLite."""
        store = self._context.store
        if not store.is_postgres:
            return None
        mine = "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
        with store.reading() as session:
            pids = session.scalars(text(mine)).all()
        return sum(sum(psutil.Process(pid).cpu_times()[:2]) for pid in pids)

    def _round(self, first: int) -> dict[str, list[tuple[float, float]]]:
        spent: dict[str, list[tuple[float, float]]] = {"write": [], "read": []}
        for number in range(self._first + first, self._first + first + PAGES):
            article, statements = self._article(number), _statements(number)
            page_id = _timed(spent["write"], self._write, number, article.text.encode() * 2)
            with _made(article, ("stored", None, statements)):
                _timed(spent["read"], read.read_pages, self._context, (page_id,))
        return spent

    def _write(self, number: int, body: bytes) -> int:
        """Register an entry and save its page, as a poll and a fetch do."""
        context, url = self._context, _url(number)
        entry_id = add_entry(context.store, Entry(url, url), context.now())
        with context.store.transaction() as session:
            page_id = save_page(context.store, session, entry_id, Page(url, url, 200, HEADERS, body, NOW))
            move_on(session, entry_id, "extract", NOW)
        return page_id

    def _article(self, number: int) -> Article:
        words, url = self._words or self._archive.text(number), _url(number)
        return Article(words, "en", f"Talks {number}", url, self._address or url, "The Outlet", None, BEFORE)


def _timed(spent: list[tuple[float, float]], what: Callable[..., Any], *args: Any) -> Any:
    cpu_s, wall_s = time.process_time(), time.perf_counter()
    result = what(*args)
    spent.append((time.process_time() - cpu_s, time.perf_counter() - wall_s))
    return result


@contextmanager
def _made(article: Article, found: Found) -> Iterator[None]:
    """Hand the step what it would compute: text, statements and sketch."""
    made = sketch(article.text)
    with (
        patch.object(read, "article_of", lambda *_: article),
        patch.object(read, "read_statements", lambda *_: found),
        patch.object(read, "sketch", lambda _: made),
    ):
        yield


def _url(number: int) -> str:
    return f"https://outlet{number % 900}.example/news/{number}"


def _statements(number: int) -> list[Statement]:
    return [_statement(number, place) for place in range(2)]


def _statement(number: int, place: int) -> Statement:
    role, country = role_of(number), country_of(number)
    span = (100 * place, 100 * place + 90)
    return Statement(
        id=f"{(number * 40503 + place) % 2**32:08x}{number:024x}"[:32],
        quotation=Quotation("direct", (span,), span),
        text=f"We have seen {number} boats and will not wait for {place + 2} more of them.",
        lang="en",
        act="STATE",
        actor=Actor(voice_of(number, place), "Ada Lind", "person", role, country),
        said_on=BEFORE.date(),
        said_on_basis="published",
        diplomatic=True,
        reason="office",
        versions=(("detector", "1"), ("pack", "1")),
    )
