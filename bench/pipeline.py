"""The whole line against bare extraction, in one run, on the same pages: pages/s, CPU, delay, memory.

    .venv/bin/python bench/pipeline.py FOLDER [--pages 400] [--rounds 2] [--database URL]

FOLDER holds suites, each with a gold.jsonl of {"file", "url"}: pages packed with gzip. A server process on
loopback lists and serves them (``rounds`` times, under an address each); ``communique run-once`` polls,
fetches, stores, extracts and detects with its real stack: Valkey, the database, threads and prefork workers.
Then two processes run ``trafilatura.bare_extraction`` over the same bytes, as often. Rates count from the
first entry seen to the last one ended. CPU by step is taken in one process, steps called as the tasks call
them, after a first round that loads what is loaded once. ``--json FILE`` writes the ratios.
"""

from __future__ import annotations

import argparse
import gzip
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
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import psutil
from sqlalchemy import event, select
from worker.settings import Settings, load_settings
from worker.steps import extract, read
from worker.steps.context import migrate, open_context
from worker.steps.fetch import fetch_page
from worker.steps.poll import poll_feed
from worker.store.engine import open_store
from worker.store.feeds import register_feed
from worker.store.models import EntryRow

PROCESSES = 2


def main() -> int:
    options = _options()
    pages = _pages(options.folder, options.pages)
    size = sum(map(len, pages)) / len(pages) / 1e6
    print(f"{len(pages)} pages of {size:.2f} MB, {options.rounds} rounds")
    with (
        tempfile.TemporaryDirectory(prefix="communique-bench-") as home,
        _served(pages, options.rounds) as place,
    ):
        settings = load_settings({"COMMUNIQUE_HOME": home})
        database = options.database or settings.database_url
        rate, code = line(home, database, place)
    bare = bare_rate(pages, options.rounds)
    print(f"bare extraction  {bare:.1f} pages/s with {PROCESSES} processes")
    print(f"ratio            {rate / bare:.2f} of bare extraction")
    with tempfile.TemporaryDirectory(prefix="communique-bench-") as home, _served(pages, 2) as place:
        spent = by_step(replace(load_settings({"COMMUNIQUE_HOME": home}), allow_hosts=(place,)), place, pages)
    ratios = {name: seconds / spent["bare"] for name, seconds in spent.items()}
    if options.json:
        options.json.write_text(json.dumps({"line": rate / bare} | ratios, indent=1), encoding="utf-8")
    return code


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


def _pages(folder: Path, count: int) -> list[bytes]:
    files = [
        gold.parent / json.loads(row)["file"]
        for gold in sorted(folder.glob("*/gold.jsonl"))
        for row in gold.read_text("utf-8").splitlines()
    ]
    return [gzip.decompress(file.read_bytes()) for file in files[:count]]


class _served:  # noqa: N801 – used like a function
    """A server process that lists every page ``rounds`` times and serves it."""

    def __init__(self, pages: list[bytes], rounds: int) -> None:
        self.ready: Any = multiprocessing.Queue()
        target = (pages, rounds, self.ready)
        self.process = multiprocessing.get_context("fork").Process(target=_serve, args=target, daemon=True)

    def __enter__(self) -> str:
        self.process.start()
        return f"127.0.0.1:{self.ready.get()}"

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.join()


def _serve(pages: list[bytes], rounds: int, ready: Any) -> None:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            name = self.path.strip("/").split("/")[-1]
            kind = "text/html"
            if name.isdigit():
                body = pages[int(name)]
            elif name == "feed.xml":
                body, kind = listing, "application/rss+xml"
            else:
                self.send_error(404)
                return
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    base, today = f"http://127.0.0.1:{server.server_port}", formatdate()
    items = "".join(
        f"<item><guid>{turn}-{number}</guid><link>{base}/{turn}/{number}</link><pubDate>{today}</pubDate></item>"
        for turn in range(rounds)
        for number in range(len(pages))
    )
    listing = f"<rss version='2.0'><channel><title>pages</title>{items}</channel></rss>".encode()
    ready.put(server.server_port)
    server.serve_forever()


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


def bare_rate(pages: list[bytes], rounds: int) -> float:
    """Return pages/s of trafilatura alone."""
    with multiprocessing.Pool(PROCESSES) as pool:
        pool.map(_bare, pages[:PROCESSES])
        started = time.perf_counter()
        pool.map(_bare, pages * rounds, chunksize=8)
        return rounds * len(pages) / (time.perf_counter() - started)


def _bare(page: bytes) -> None:
    import trafilatura  # noqa: PLC0415 – in the pool's processes only

    trafilatura.bare_extraction(page, include_comments=False, with_metadata=True)


PARTS = {  # what is read in one go, by the functions it is made of
    "extract": (extract, "read_page"),
    "detect": (read, "read_statements"),
    "sketch": (read, "sketch"),
    "match": (read, "match_article"),
}


def by_step(settings: Settings, place: str, pages: list[bytes]) -> dict[str, float]:
    """Print CPU and SQL statements by step, in this process; return the seconds."""
    migrate(settings)
    context = open_context(replace(settings, max_entries_per_poll=10_000))
    feed_id, _ = register_feed(context.store, f"http://{place}/feed.xml", context.now())
    cpu: dict[str, float] = defaultdict(float)
    queries: Counter[str] = Counter()
    step = ["poll"]
    event.listen(context.store.engine, "before_cursor_execute", lambda *_: queries.update(step))
    for name, (room, function) in PARTS.items():
        setattr(room, function, _clocked(getattr(room, function), name, cpu, step))
    fetch = _clocked(fetch_page, "fetch", cpu, step)
    whole = _clocked(read.read_in_one_go, "store", cpu, step)
    ids = poll_feed(context, feed_id)
    for some in (ids[: len(pages)], ids[len(pages) :]):  # the second round counts
        cpu.clear()
        queries.clear()
        for page_id in [fetch(context, entry_id) for entry_id in some]:
            if page_id is not None:
                whole(context, page_id)
    context.close()
    for _ in range(2):  # the second round counts here, too
        started = time.process_time()
        for page in pages:
            _bare(page)
    _report(cpu, queries, len(pages), bare_s := time.process_time() - started)
    return {"bare": bare_s} | {f"cpu {name}": spent for name, spent in cpu.items()}


def _clocked(function: Any, name: str, cpu: dict[str, float], step: list[str]) -> Any:
    """Return a function that notes its CPU time and takes it from the one that called it."""

    def clocked(*args: Any) -> Any:
        before, step[0] = step[0], name
        started = time.process_time()
        try:
            return function(*args)
        finally:
            spent = time.process_time() - started
            cpu[name] += spent
            if name in PARTS:
                cpu["store"] -= spent
            step[0] = before

    return clocked


def _report(cpu: dict[str, float], queries: Counter[str], pages: int, bare_s: float) -> None:
    whole = sum(cpu.values())
    for name, spent in sorted(cpu.items(), key=lambda pair: -pair[1]):
        share, sql = 100 * spent / whole, queries[name] / pages
        print(
            f"  {name:8} {1000 * spent / pages:6.2f} ms CPU a page, {share:.0f} %, {sql:.1f} SQL statements"
        )
    print(f"  bare     {1000 * bare_s / pages:6.2f} ms CPU a page; all steps are {whole / bare_s:.2f} of it")


if __name__ == "__main__":
    sys.exit(main())
