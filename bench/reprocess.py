"""Read many stored articles again, alone and beside a full line; does either hold the other up?

    .venv/bin/python bench/reprocess.py ARTICLES.jsonl … [--articles 10000] [--live 1500] [--bar 150]
                                        [--share 0.8] [--database URL]

ARTICLES holds one article a line: {"id","lang","title","date"?,"text"}; they are repeated, each under an
address of its own, until there are enough. First a job reads all of them for the first time, then again
(nothing may change). Then the line extracts and detects ``--live`` stored pages, alone and beside a job.
Fails under ``--bar`` articles a second for the second job, when it changed anything, or when the line
beside a job keeps less than ``--share`` of its speed.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from datetime import UTC, datetime
from html import escape
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from worker.app import send
from worker.settings import load_settings
from worker.shapes import Article, Entry, Page
from worker.stack.job import JobStart, follow_job
from worker.stack.lend import lent_stack
from worker.steps.context import migrate, open_context
from worker.steps.reprocess import ReprocessRequest, create_planned, plan_job, wake_job
from worker.store.articles import save_article
from worker.store.entries import add_entries, end_entry, move_on
from worker.store.feeds import register_feed
from worker.store.jobs import Job, find_job, set_job_state
from worker.store.models import EntryRow
from worker.store.pages import save_page

ALL = ReprocessRequest(every=True)
BATCH = 500
LOOK_S = 0.05
ROUNDS = 6


def main() -> int:
    options = _options()
    rows = [json.loads(line) for path in options.articles_of for line in path.open(encoding="utf-8")]
    with tempfile.TemporaryDirectory(prefix="communique-bench-") as home:
        environ = {"COMMUNIQUE_HOME": home, "COMMUNIQUE_DATABASE_URL": options.database or ""}
        settings = load_settings(environ)
        migrate(settings)
        context = open_context(settings)
        _store_articles(context, islice(cycle(rows), options.articles))
        first = _job(context, settings, "first")
        second = _job(context, settings, "second")
        live = list(islice(cycle(rows), options.live // ROUNDS))
        alone, beside = _line(context, settings, live)
        context.close()
    _report(first, second, (alone, beside), len(live) * ROUNDS)
    changed = second[0].added + second[0].changed + second[0].removed + second[0].failed
    rate = second[0].done / second[1]
    return 1 if changed or rate < options.bar or alone / beside < options.share else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("articles_of", type=Path, nargs="+", metavar="ARTICLES.jsonl")
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--live", type=int, default=1_500)
    parser.add_argument("--bar", type=float, default=150.0)
    parser.add_argument("--share", type=float, default=0.8)
    parser.add_argument("--database", help="a database to use in place of a fresh SQLite file")
    return parser.parse_args()


def _store_articles(context: Any, rows: Any) -> None:
    """Store articles as the line leaves them, but read by nobody."""
    feed_id, _ = register_feed(context.store, "https://bench.example/stored", context.now())
    for entries in _entries(context, feed_id, rows, "stored"):
        with context.store.transaction() as session:
            for entry_id, url, row in entries:
                page = Page(url, url, 200, (), b"<p>", context.now())
                page_id = save_page(context.store, session, entry_id, page)
                article = Article(row["text"], row["lang"], row["title"], url, url, "Bench", None, _day(row))
                save_article(context.store, session, (page_id, entry_id), article, context.now())
                end_entry(session, entry_id, "no-statements", context.now())


def _store_pages(context: Any, rows: Any, name: str) -> list[int]:
    """Store pages that wait to be extracted, and return their ids."""
    feed_id, _ = register_feed(context.store, f"https://bench.example/{name}", context.now())
    ids = []
    for entries in _entries(context, feed_id, rows, name):
        with context.store.transaction() as session:
            for entry_id, url, row in entries:
                text = "".join(f"<p>{escape(line)}</p>" for line in row["text"].split("\n") if line.strip())
                title = f"<title>{escape(row['title'] or 'A page')}</title>"
                body = f"<body><article>{text}</article></body>"
                html = f'<html lang="{row["lang"]}"><head>{title}</head>{body}</html>'
                kind = (("content-type", "text/html; charset=utf-8"),)
                page = Page(url, url, 200, kind, html.encode(), context.now())
                ids.append(save_page(context.store, session, entry_id, page))
                move_on(session, entry_id, "extract", context.now())
    return ids


def _entries(context: Any, feed_id: int, rows: Any, name: str) -> Any:
    numbered = enumerate(rows)
    while batch := list(islice(numbered, BATCH)):
        entries = [Entry(url := f"https://bench.example/{name}/{number}", url) for number, _ in batch]
        with context.store.transaction() as session:
            ids, _ = add_entries(context.store, session, feed_id, entries, context.now())
        yield [
            (entry_id, entry.url, row) for entry_id, entry, (_, row) in zip(ids, entries, batch, strict=True)
        ]


def _day(row: dict[str, Any]) -> datetime | None:
    return datetime.fromisoformat(row["date"][:10]).replace(tzinfo=UTC) if row.get("date") else None


def _job(context: Any, settings: Any, key: str) -> tuple[Job, float, float]:
    """Run a job with workers of its own; return it, and the seconds it took by the clock and of CPU time.

    Both count from the first slice on: the workers' start is left out.
    """
    job_id = create_planned(context, plan_job(context, ALL), key)
    seen: list[tuple[int, float, float]] = []

    def progress(job: Job) -> None:
        if job.done:
            seen.append((job.done, time.perf_counter(), _cpu_s()))

    job = follow_job(settings, JobStart(job_id, key, ALL), lambda _: None, progress)
    (before, began, cpu_before), (after, ended, cpu_after) = seen[0], seen[-1]
    share = job.done / max(1, after - before)
    return job, share * (ended - began), share * (cpu_after - cpu_before)


def _cpu_s() -> float:
    """Return the CPU time of all children and grandchildren, 0 where there is no /proc."""
    parents, spent_s = {}, {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has just ended
        pid = int(stat.parent.name)
        parents[pid] = int(fields[1])
        spent_s[pid] = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    ours = {os.getpid()}
    while more := {pid for pid, parent in parents.items() if parent in ours} - ours:
        ours |= more
    return sum(spent_s[pid] for pid in ours - {os.getpid()})


def _line(context: Any, settings: Any, rows: list[Any]) -> tuple[float, float]:
    """Return how many seconds the line takes for pages alone and beside a job, in turns.

    In turns, because a machine that others use is never the same for two long stretches.
    """
    alone = beside = 0.0
    with lent_stack(settings, lambda _: None, for_texts=True) as stack:
        job_id = create_planned(context, plan_job(context, ALL), "beside")
        for number in range(ROUNDS):
            set_job_state(context.store, job_id, "paused", context.now())
            alone += _drain(context, stack, _store_pages(context, rows, f"alone-{number}"))
            ids = _store_pages(context, rows, f"beside-{number}")
            set_job_state(context.store, job_id, "running", context.now())
            send(stack.app, "reprocess.run", wake_job(context, job_id))
            beside += _drain(context, stack, ids)
        job = find_job(context.store, job_id)
        print(f"meanwhile the job read {job.done if job else 0:,} articles")
        set_job_state(context.store, job_id, "cancelled", context.now())
    return alone, beside


def _drain(context: Any, stack: Any, ids: list[int]) -> float:
    started = time.perf_counter()
    send(stack.app, "articles.extract", ids)
    while _waiting(context):
        stack.watch()
        time.sleep(LOOK_S)
    return time.perf_counter() - started


def _waiting(context: Any) -> int:
    with context.store.reading() as session:
        return (
            session.scalar(select(func.count()).select_from(EntryRow).where(EntryRow.outcome.is_(None))) or 0
        )


def _report(first: Any, second: Any, line: tuple[float, float], live: int) -> None:
    for name, (job, elapsed_s, cpu_s) in (("first", first), ("second", second)):
        print(
            f"{name} job   {job.done:,} articles in {elapsed_s:.1f} s: {job.done / elapsed_s:.0f}/s; "
            f"{job.added:,} added, {job.changed} changed, {job.removed} removed, "
            f"{job.unchanged:,} unchanged, {job.failed} failed; "
            f"{1000 * cpu_s / job.done:.1f} ms of CPU time an article, broker included: "
            f"{(os.cpu_count() or 1) * job.done / max(cpu_s, 0.01):.0f}/s if all cores were free"
        )
    alone, beside = (live / seconds for seconds in line)
    print(f"the line    alone {alone:.0f} pages/s, beside a job {beside:.0f} pages/s: {beside / alone:.0%}")
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    sys.exit(main())
