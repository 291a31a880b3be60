"""What grows, and what must not: detection by text length, the database by articles, dispatch by feeds.

    .venv/bin/python bench/growth.py [--articles 1000,10000,100000] [--feeds 10,1000,100000] [--database URL]

Detection is timed on texts of our own, ten times as long each. The database is filled with generated
articles, twenty bands and two statements each; then a page is read in one go a hundred times, and the plans
of what it asks are printed. Dispatch claims one feed that is due among many that are not.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import insert, text
from worker.errors import GiveUp
from worker.settings import load_settings
from worker.shapes import Article, Entry, Page
from worker.steps.context import migrate, open_context
from worker.steps.dispatch import dispatch
from worker.steps.read import read_in_one_go
from worker.steps.recognise import recognise
from worker.store.entries import add_entry, entry_values, move_on
from worker.store.models import (
    ArticleBandRow,
    ArticleTable,
    BodyRow,
    EntryRow,
    FeedRow,
    PageRow,
    StatementTable,
    table_of,
)
from worker.store.pages import save_page

NOW = datetime(2026, 11, 20, tzinfo=UTC)
WORDS = (
    "The minister of foreign affairs of Norway said on Tuesday that talks on fishing would go on. "
    "“We have not come this far to walk away,” Ada Lind told reporters in Oslo. "
    "Officials in the capital called the meeting useful and expected an answer within some days.\n"
)
CHUNK = 5_000


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", default="1000,10000,100000")
    parser.add_argument("--feeds", default="10,1000,100000")
    parser.add_argument("--database", default="")
    options = parser.parse_args()
    for name, ratio in detection_growth().items():
        print(f"{name:24} {ratio:.2f} times the cost of a character of 20,000")
    with tempfile.TemporaryDirectory(prefix="communique-bench-") as home:
        settings = load_settings(
            {"COMMUNIQUE_HOME": home}
            | ({"COMMUNIQUE_DATABASE_URL": options.database} if options.database else {})
        )
        migrate(settings)
        context = open_context(settings)
        for count in map(int, options.articles.split(",")):
            _fill(context.store, count)
            _read_some(context, count, Path(home) / "communique.db")
        _plans(context.store)
        for count in map(int, options.feeds.split(",")):
            _dispatch(context, count)
        context.close()


def detection_growth() -> dict[str, float]:
    """Return what a character costs in long texts, as a multiple of what it costs in a short one."""
    small = _cost(WORDS * (20_000 // len(WORDS)))
    marks = "“No,” he said. " * 5_000  # ten thousand marks in one paragraph
    return {
        "detect 200 kB": _cost(WORDS * (200_000 // len(WORDS))) / small,
        "detect 2 MB": _cost(WORDS * (2_000_000 // len(WORDS)), turns=1) / small,
        "detect 10,000 marks": _cost(marks) / _cost(marks[: len(marks) // 10]),
    }


def _cost(words: str, turns: int = 3) -> float:
    """Return the least CPU seconds a character, of some runs."""
    article = Article(words, "en")
    spent = []
    for _ in range(turns):
        started = time.process_time()
        try:
            recognise(article)
        except GiveUp as refused:
            print(refused)
        spent.append(time.process_time() - started)
    return min(spent) / len(words)


def _fill(store: Any, count: int) -> None:
    """Bring the archive to so many articles, in chunks; what is there already counts."""
    with store.reading() as session:
        known = session.scalar(text("SELECT coalesce(max(id), 0) FROM article")) or 0
    dice = np.random.default_rng(count)
    for start in range(known + 1, count + 1, CHUNK):
        ids = range(start, min(start + CHUNK, count + 1))
        with store.transaction() as session:
            for table, rows in _rows(ids, dice):
                session.execute(insert(table_of(table)), rows)
    with store.transaction() as session:
        session.execute(text("ANALYZE"))


def _rows(ids: range, dice: Any) -> list[tuple[Any, list[dict[str, Any]]]]:
    day = [NOW - timedelta(minutes=number % 500_000) for number in ids]
    url = [f"https://outlet{number % 900}.example/{number}" for number in ids]
    bands = dice.integers(-(2**62), 2**62, (len(ids), 20)).tolist()
    done = {"stage": "done", "outcome": "stored", "last_stage": "extract"}
    entries = [
        entry_values(Entry(address, address), None, NOW) | done | {"id": number}
        for number, address in zip(ids, url, strict=True)
    ]
    page = {"status": 200, "headers": [], "fetched_at": NOW}
    pages = [
        page | {"id": n, "entry_id": n, "url": u, "final_url": u, "sha256": f"{n:064x}"}
        for n, u in zip(ids, url, strict=True)
    ]
    articles = [
        {
            "id": n, "page_id": n, "entry_id": n, "url": u, "canonical_url": u, "lang": "en", "version": 1,
            "text": f"{n} {WORDS * 6}", "published_at": d, "extracted_at": NOW, "minima": bytes(480),
        }
        for n, u, d in zip(ids, url, day, strict=True)
    ]  # fmt: skip
    return [
        (EntryRow, entries),
        (BodyRow, [{"sha256": f"{n:064x}", "zstd": b"-" * 20_000, "size": 160_000} for n in ids]),
        (PageRow, pages),
        (ArticleTable, articles),
        (
            ArticleBandRow,
            [{"value": v, "article_id": n} for n, row in zip(ids, bands, strict=True) for v in row],
        ),
        (
            StatementTable,
            [_statement(n, k, d) for n, d in zip(ids, day, strict=True) for k in range(2)],
        ),
    ]


def _statement(article: int, place: int, day: datetime) -> dict[str, Any]:
    return {
        "id": f"s{article:012}{place}", "article_id": article, "position": place, "kind": "direct",
        "text": "We have not come this far to walk away.", "quoted": [], "spans": [[0, 40]], "cue": [],
        "speaker": [], "actor_key": f"person:{article % 5000}", "actor": "Ada Lind", "country": "NO",
        "role": "foreign_minister", "targets": [], "said_on": day.date(), "act": "STATE",
        "polarity": "asserted", "lang": "en", "diplomatic": True, "reason": "office", "confidence": 0.9,
        "detector_version": "1", "created_at": NOW,
    }  # fmt: skip


def _read_some(context: Any, count: int, file: Path) -> None:
    """Time the reading of a hundred pages; what a page itself costs is the same each time."""
    spent = []
    for number in range(100):
        url = f"https://new.example/{count}/{number}"
        body = f"<html lang=en><article>{f'<p>{number} {count} {WORDS}</p>' * 6}</article>"
        entry_id = add_entry(context.store, Entry(url, url), context.now())
        with context.store.transaction() as session:
            page = Page(url, url, 200, (("content-type", "text/html; charset=utf-8"),), body.encode(), NOW)
            page_id = save_page(context.store, session, entry_id, page)
            move_on(session, entry_id, "extract", NOW)
        started = time.process_time()
        read_in_one_go(context, page_id)
        spent.append(time.process_time() - started)
    size = f", {file.stat().st_size / 1e6:,.0f} MB" if file.exists() else ""
    print(f"{count:>10,} articles{size}: {1000 * statistics.median(spent):.1f} ms CPU to read a page")


PLANS = {
    "a copy under the same address": "SELECT id FROM article WHERE canonical_url = 'x' AND text = 'y'",
    "near copies": "SELECT article_id FROM article_band WHERE value IN (1, 2) GROUP BY article_id",
    "an earlier version": "SELECT id FROM article WHERE entry_id = 1",
    "a twin": "SELECT min(id) FROM entry WHERE address = 'x' AND id < 9",
    "entries that wait": "SELECT id FROM entry WHERE outcome IS NULL AND touched_at < '2026-01-01'",
    "an echo": "SELECT id FROM rendering WHERE voice = 'x' AND lead AND day = '2026-01-01'",
    "feeds that are due": "SELECT id FROM feed WHERE state = 'active' AND next_poll_at <= '2026-01-01'",
}


def _plans(store: Any) -> None:
    how = "EXPLAIN" if store.is_postgres else "EXPLAIN QUERY PLAN"
    with store.reading() as session:
        for name, query in PLANS.items():
            lines = [str(row[-1]) for row in session.execute(text(f"{how} {query}"))]
            print(f"  {name}: {'; '.join(line.strip() for line in lines[:3])}")


def _dispatch(context: Any, count: int) -> None:
    later = context.now() + timedelta(days=1)
    with context.store.transaction() as session:
        session.execute(text("DELETE FROM feed"))
        rows = [
            {
                "url": f"https://outlet{n}.example/rss", "state": "active", "added_at": NOW, "failures": 0.0,
                "next_poll_at": NOW if n == 0 else later, "moved_hits": 0,
            }
            for n in range(count)
        ]  # fmt: skip
        session.execute(insert(table_of(FeedRow)), rows)
    started = time.process_time()
    found = dispatch(context)
    spent_ms = 1000 * (time.process_time() - started)
    print(f"{count:>10,} feeds: {spent_ms:.1f} ms CPU to claim {len(found)} of them")


if __name__ == "__main__":
    main()
