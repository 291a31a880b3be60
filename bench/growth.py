"""What grows, and what must not: detection by text length, the database by articles, dispatch by feeds.

    .venv/bin/python bench/growth.py [--articles 1000,10000,100000] [--feeds 10,1000,100000]
        [--copies 100,10000] [--database URL] [--text 1200] [--body 2000]

Detection is timed on texts of our own, ten times as long each. The database is filled by ``archive.py``; at
each size pages are written, read, stored and matched. What those steps compute, text, statements and
sketches, is made before, so that the figures are the database's: CPU of this process, and wall beside it,
least median of some rounds. Then one text stands in the archive ever more often, and is read once more.
Dispatch claims one feed that is due among many that are not. ``--database`` keeps what it fills; of SQLite it
tells what share each table has. ``--articles 1000,10000,100000,1000000`` takes half an hour and 12 GB.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from datetime import timedelta
from typing import Any

from sqlalchemy import insert, text
from worker.errors import GiveUp
from worker.monitor.database import database_samples
from worker.settings import load_settings
from worker.shapes import Article
from worker.steps.context import migrate, open_context
from worker.steps.dispatch import dispatch
from worker.steps.recognise import recognise
from worker.steps.sweep import sweep
from worker.store.models import FeedRow, table_of

from archive import NOW, Archive
from arriving import PAGES, ROUNDS, Arrivals

WORDS = (
    "The minister of foreign affairs of Norway said on Tuesday that talks on fishing would go on. "
    "“We have not come this far to walk away,” Ada Lind told reporters in Oslo. "
    "Officials in the capital called the meeting useful and expected an answer within some days.\n"
)


def main() -> None:
    options = _options()
    for name, ratio in detection_growth().items() if options.detection else ():
        print(f"{name:24} {ratio:.2f} times the cost of a character of 20,000", flush=True)
    with tempfile.TemporaryDirectory(prefix="communique-bench-") as home:
        environ = {"COMMUNIQUE_HOME": home, "COMMUNIQUE_ECHO_MODEL": "none"}
        if options.database:
            environ["COMMUNIQUE_DATABASE_URL"] = options.database
        settings = load_settings(environ)
        migrate(settings)
        context = open_context(settings)
        for count in options.feeds:
            _dispatch(context, count)
        archive = Archive(options.text, options.body)
        for count in options.articles:
            context.store.close()  # SQLite's log can be switched off only while nobody else has the file open
            archive.fill(settings.database_url, count)
            _read(Arrivals(context, archive), f"{count:>10,} articles")
            _keep_house(context, f"{count:>10,} articles")
        _plans(context.store)
        _shares(context.store)
        for count in options.copies:
            arrivals = Arrivals(context, archive)
            arrivals.copy(count)
            _read(arrivals, f"{count:>10,} copies of one text")
            arrivals = Arrivals(context, archive)
            arrivals.share(count)
            _read(arrivals, f"{count:>10,} articles of one address")
        context.close()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=_numbers, default="1000,10000,100000")
    parser.add_argument("--feeds", type=_numbers, default="10,1000,100000")
    parser.add_argument("--copies", type=_numbers, default="100,10000")
    parser.add_argument("--database", default="")
    parser.add_argument("--detection", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--text", type=int, default=1_200, help="characters of an article")
    parser.add_argument("--body", type=int, default=2_000, help="bytes of a packed page")
    return parser.parse_args()


def _numbers(words: str) -> list[int]:
    return [int(word) for word in words.split(",") if word]


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


def _read(arrivals: Arrivals, where: str) -> None:
    """Print what the database costs for a page that arrives, by the step."""
    before = arrivals.server_cpu_s()
    for step, (cpu_ms, wall_ms, mean_ms) in arrivals.cost().items():
        spent = f"{cpu_ms:.2f} ms CPU (mean {mean_ms:.2f}), {wall_ms:.2f} ms wall"
        print(f"{where}, {step:5} {spent}", flush=True)
    after = arrivals.server_cpu_s()
    if before is not None and after is not None:
        server_ms = 1000 * (after - before) / (ROUNDS * PAGES)
        print(f"{where}, both  {server_ms:.2f} ms CPU of the server, in the mean", flush=True)


def _keep_house(context: Any, where: str) -> None:
    """Print what a sweep and a scrape of the metrics cost."""
    steps = {
        "sweep": lambda: sweep(context),
        "scrape": lambda: list(database_samples(context.store, context.now())),
    }
    for name, step in steps.items():
        spent_ms = []
        for _ in range(5):
            started = time.process_time()
            step()
            spent_ms.append(1000 * (time.process_time() - started))
        print(f"{where}, {name} {min(spent_ms):.2f} ms CPU", flush=True)


PLANS = {
    "a copy under the same address": "SELECT id FROM article WHERE canonical_url = 'x' AND text = 'y'",
    "near copies": "SELECT article_id FROM article_band WHERE value IN (1, 2) GROUP BY article_id",
    "an earlier version": "SELECT id FROM article WHERE entry_id = 1",
    "a twin": "SELECT min(id) FROM entry WHERE address = 'x' AND id < 9",
    "entries that wait": "SELECT id FROM entry WHERE outcome IS NULL AND touched_at < '2026-01-01'",
    "an echo": "SELECT id FROM rendering WHERE voice = 'x' AND lead AND day = '2026-01-01'",
    "the same words": "SELECT id FROM rendering WHERE wording = 'x' AND voice = 'y' AND day = '2026-01-01'",
    "renderings that lost their statement": "SELECT id FROM rendering WHERE statement_id IS NULL ORDER BY id",
    "events without a position": "SELECT id FROM event WHERE position IS NULL ORDER BY id",
    "feeds that are due": "SELECT id FROM feed WHERE state = 'active' AND next_poll_at <= '2026-01-01'",
}


def _plans(store: Any) -> None:
    how = "EXPLAIN" if store.is_postgres else "EXPLAIN QUERY PLAN"
    with store.reading() as session:
        for name, query in PLANS.items():
            lines = [str(row[-1]) for row in session.execute(text(f"{how} {query}"))]
            print(f"  {name}: {'; '.join(line.strip() for line in lines[:3])}")


SIZES = {
    True: "SELECT relname, pg_table_size(oid), pg_indexes_size(oid) FROM pg_class WHERE relkind = 'r'",
    False: "SELECT tbl_name, sum(size) FILTER (WHERE type = 'table'), sum(size) FILTER (WHERE type = 'index')"
    " FROM (SELECT name, sum(pgsize) AS size FROM dbstat GROUP BY name) JOIN sqlite_master USING (name)"
    " GROUP BY tbl_name",
}


def _shares(store: Any) -> None:
    """Print what each table takes of the database, its indexes apart."""
    with store.reading() as session:
        rows = [
            (name, int(its or 0), int(indexes or 0))
            for name, its, indexes in session.execute(text(SIZES[store.is_postgres]))
        ]
    whole = sum(its + indexes for _, its, indexes in rows)
    for name, its, indexes in sorted(rows, key=lambda row: -row[1] - row[2]):
        if its + indexes > whole / 200:
            share = 100 * (its + indexes) / whole
            print(f"  {name:18} {its / 1e6:9,.0f} MB, indexes {indexes / 1e6:9,.0f} MB, {share:4.1f} %")


def _dispatch(context: Any, count: int) -> None:
    later = context.now() + timedelta(days=1)
    with context.store.transaction() as session:
        session.execute(text("DELETE FROM feed"))
        rows = [
            {
                "url": f"https://outlet{n}.example/rss", "state": "active", "added_at": NOW, "failures": 0.0,
                "next_poll_at": later, "moved_hits": 0,
            }
            for n in range(count)
        ]  # fmt: skip
        session.execute(insert(table_of(FeedRow)), rows)
        due = {"now": NOW, "first": session.scalar(text("SELECT min(id) FROM feed"))}
    spent_ms = []
    for _ in range(10):
        with context.store.transaction() as session:
            session.execute(text("UPDATE feed SET next_poll_at = :now WHERE id = :first"), due)
        started = time.process_time()
        dispatch(context)
        spent_ms.append(1000 * (time.process_time() - started))
    print(f"{count:>10,} feeds: {min(spent_ms):.2f} ms CPU to claim the one that is due", flush=True)


if __name__ == "__main__":
    main()
