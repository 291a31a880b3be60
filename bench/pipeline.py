"""The whole line against bare extraction, in one run, on the same pages: pages/s, CPU, delay, memory.

    .venv/bin/python bench/pipeline.py FOLDER [--pages 400] [--rounds 2] [--database URL]

FOLDER holds suites, each with a gold.jsonl of {"file", "url"}: pages packed with gzip. A server process on
loopback lists and serves them (``rounds`` times, under an address each); ``communique run-once`` polls,
fetches, stores, extracts and detects with its real stack: Valkey, the database, threads and prefork workers.
Before and after it two processes run ``trafilatura.bare_extraction`` over the same bytes, as often: the
machine's speed may drift by as much as what is measured. Rates count from the first entry seen to the last
one ended. CPU by step is taken in one process, steps called as the tasks call
them, after a first round that loads what is loaded once; Celery's by messages about rows that are gone.
``--json FILE`` writes the ratios.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path

import psutil
from sqlalchemy import select
from worker.settings import load_settings
from worker.store.engine import open_store
from worker.store.models import EntryRow

from saved_pages import load_pages, served
from steps import Spent, bare, by_step, celery_s

PROCESSES = 2


def main() -> int:
    options = _options()
    pages = load_pages(options.folder, options.pages)
    size = sum(map(len, pages)) / len(pages) / 1e6
    print(f"{len(pages)} pages of {size:.2f} MB, {options.rounds} rounds")
    before_s = bare_s(pages, options.rounds)
    with (
        tempfile.TemporaryDirectory(prefix="communique-bench-") as home,
        served(pages, options.rounds) as place,
    ):
        settings = load_settings({"COMMUNIQUE_HOME": home})
        database = options.database or settings.database_url
        rate, code = line(home, database, place)
    after_s = bare_s(pages, options.rounds)
    alone = 2 * options.rounds * len(pages) / (before_s + after_s)
    apart = max(before_s, after_s) / min(before_s, after_s) - 1
    print(
        f"bare extraction  {alone:.1f} pages/s with {PROCESSES} processes; {apart:.0%} apart before and after"
    )
    print(f"ratio            {rate / alone:.2f} of bare extraction")
    spent = spent_on(pages)
    spent.report()
    if options.json:
        options.json.write_text(json.dumps({"line": rate / alone} | spent.ratios(), indent=1), "utf-8")
    return code


def spent_on(pages: list[bytes]) -> Spent:
    """Return what each step takes for these pages, and Celery for its messages."""
    with tempfile.TemporaryDirectory(prefix="communique-bench-") as home, served(pages, 2) as place:
        spent = by_step(replace(load_settings({"COMMUNIQUE_HOME": home}), allow_hosts=(place,)), place, pages)
    with tempfile.TemporaryDirectory(prefix="communique-bench-") as home:
        spent.cpu["celery"] = celery_s(load_settings({"COMMUNIQUE_HOME": home})) * spent.pages
    return spent


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--database", default="")
    parser.add_argument("--json", type=Path, help="write the ratios here")
    return parser.parse_args()


def line(home: str, database: str, place: str) -> tuple[float, int]:
    """Run the line once; print its figures and return its rate in pages/s with the command's exit code."""
    environment = os.environ | {
        "COMMUNIQUE_HOME": home,
        "COMMUNIQUE_DATABASE_URL": database,
        "COMMUNIQUE_ALLOW_HOSTS": place,
        "COMMUNIQUE_MAX_ENTRIES_PER_POLL": "5000",
    }
    command = [sys.executable, "-c", "from worker.cli.main import run; run()"]
    for arguments in (["db", "upgrade"], ["feeds", "add", f"http://{place}/feed.xml"]):
        subprocess.run([*command, *arguments], env=environment, check=True, stdout=subprocess.DEVNULL)
    run = [*command, "run-once", "--timeout", "600"]
    with subprocess.Popen(run, env=environment, stdout=subprocess.DEVNULL) as process:
        watch = _Watch(process.pid)
        code = process.wait()
    watch.stop()
    entries, delays, spent_s = _times(database)
    rate = entries / spent_s
    print(f"the line         {rate:.1f} pages/s ({entries} entries in {spent_s:.1f} s, exit {code})")
    late = delays[int(0.95 * len(delays))]
    print(f"delay            seen to ended: median {statistics.median(delays):.1f} s, 95 % {late:.1f} s")
    print(f"CPU              {1000 * watch.cpu_s / entries:.1f} ms a page in all processes of the stack")
    print("memory at most   " + ", ".join(f"{name} {mb:.0f} MB" for name, mb in watch.peaks()))
    return rate, code


def _times(database: str) -> tuple[int, list[float], float]:
    store = open_store(database)
    with store.reading() as session:
        rows = session.execute(select(EntryRow.seen_at, EntryRow.touched_at, EntryRow.outcome)).all()
    store.close()
    print(f"outcomes         {dict(Counter(row.outcome for row in rows).most_common())}")
    delays = sorted((row.touched_at - row.seen_at).total_seconds() for row in rows)
    spent = max(row.touched_at for row in rows) - min(row.seen_at for row in rows)
    return len(rows), delays, spent.total_seconds()


class _Watch:
    """Notes CPU time and peak memory of a process and all below it, while they live."""

    def __init__(self, pid: int) -> None:
        self.root = psutil.Process(pid)
        self.cpu: dict[int, float] = {}
        self.peak: dict[tuple[int, str], float] = defaultdict(float)
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._look, daemon=True)
        self.thread.start()

    def _look(self) -> None:
        while not self.over.wait(0.25):
            try:
                for process in [self.root, *self.root.children(recursive=True)]:
                    self._note(process)
            except psutil.Error:
                continue

    def _note(self, process: psutil.Process) -> None:
        times = process.cpu_times()
        self.cpu[process.pid] = times.user + times.system
        words = " ".join(process.cmdline())
        name = next(
            (word for word in ("valkey", "threads", "prefork", "beat", "flower") if word in words), "other"
        )
        key = (process.pid, name)
        self.peak[key] = max(self.peak[key], process.memory_info().rss / 1e6)

    def stop(self) -> None:
        self.over.set()
        self.thread.join()

    @property
    def cpu_s(self) -> float:
        return sum(self.cpu.values())

    def peaks(self) -> list[tuple[str, float]]:
        best: dict[str, float] = defaultdict(float)
        for (_, name), mb in self.peak.items():
            best[name] = max(best[name], mb)
        return sorted(best.items())


def bare_s(pages: list[bytes], rounds: int) -> float:
    """Return the seconds that trafilatura alone takes."""
    with multiprocessing.Pool(PROCESSES) as pool:
        pool.map(bare, pages[:PROCESSES])
        started = time.perf_counter()
        pool.map(bare, pages * rounds, chunksize=8)
        return time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(main())
