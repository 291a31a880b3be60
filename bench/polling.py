"""What polling costs and how late it is: a 304, dispatch over many feeds, the pace on recorded times.

    .venv/bin/python bench/polling.py unchanged [--polls 300]
    .venv/bin/python bench/polling.py dispatch [--feeds 10000] [--database URL]
    .venv/bin/python bench/polling.py pace FOLDER

``unchanged`` polls a server on loopback that says 304 and prints our CPU time and SQL statements a poll.
``dispatch`` registers feeds and times single dispatches, most feeds due and none due.
``pace`` replays the entries' own dates of every feed below FOLDER (manifest.jsonl with "file") and compares
polls and delay of the adaptive pace with a poll every 15 minutes.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import statistics
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import event, insert, update
from worker.errors import GiveUp
from worker.feeds.pace import PaceHints, PollHistory, pace
from worker.feeds.parse import parse_feed
from worker.settings import Settings, load_settings
from worker.shapes import Page
from worker.steps.context import Context, migrate, open_context
from worker.steps.dispatch import dispatch
from worker.steps.poll import poll_feed
from worker.store.feeds import register_feed
from worker.store.models import FeedRow

FIXED = timedelta(minutes=15)
LEAST_ENTRIES, LONGEST_REPLAY = 10, timedelta(days=60)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=("unchanged", "dispatch", "pace"))
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--polls", type=int, default=300)
    parser.add_argument("--feeds", type=int, default=10_000)
    parser.add_argument("--database", default="")
    options = parser.parse_args()
    if options.what == "pace":
        replay(options.folder)
        return
    with tempfile.TemporaryDirectory(prefix="communique-bench-") as home:
        settings = load_settings({"COMMUNIQUE_HOME": home})
        settings = replace(settings, database_url=options.database or settings.database_url)
        if options.what == "unchanged":
            unchanged(settings, options.polls)
        else:
            many(settings, options.feeds)


def unchanged(settings: Settings, polls: int) -> None:
    """Print CPU milliseconds and SQL statements of a poll that nothing came of."""
    ready = multiprocessing.Queue()
    server = multiprocessing.get_context("fork").Process(target=say_unchanged, args=(ready,), daemon=True)
    server.start()
    place = f"127.0.0.1:{ready.get()}"
    settings = replace(settings, allow_hosts=(place,))
    migrate(settings)
    context = open_context(settings)
    feed_id, _ = register_feed(context.store, f"http://{place}/feed.xml", context.now())
    statements: list[str] = []
    event.listen(context.store.engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    poll_feed(context, feed_id)
    statements.clear()
    started, cpu = time.perf_counter(), time.process_time()
    for _ in range(polls):
        poll_feed(context, feed_id)
    cpu, passed = time.process_time() - cpu, time.perf_counter() - started
    print(f"a 304 poll: {1000 * cpu / polls:.2f} ms CPU, {1000 * passed / polls:.2f} ms in all,")
    about = sum(" article" in text or '"article"' in text for text in statements)
    print(f"  {len(statements) / polls:.1f} SQL statements, {about} of all {len(statements)} about articles")
    context.close()
    server.terminate()


def say_unchanged(ready: Any) -> None:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.send_response(304)
            self.send_header("ETag", '"1"')
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    ready.put(server.server_port)
    server.serve_forever()


def many(settings: Settings, feeds: int) -> None:
    """Print milliseconds of single dispatches over many feeds."""
    migrate(settings)
    context = open_context(settings)
    now = context.now()
    rows = [
        {"url": f"https://outlet{number}.example/feed", "added_at": now, "next_poll_at": now}
        for number in range(feeds)
    ]
    with context.store.transaction() as session:
        session.execute(insert(FeedRow), rows)
    busy = timed(context, feeds // settings.dispatch_batch)
    with context.store.transaction() as session:
        session.execute(update(FeedRow).values(next_poll_at=now + timedelta(days=1)))
    idle = timed(context, 20)
    for name, spent in (("due", busy), ("not due", idle)):
        print(f"{feeds} feeds {name}: {statistics.median(spent):.1f} ms a dispatch, at most {max(spent):.1f}")
    context.close()


def timed(context: Context, times: int) -> list[float]:
    spent = []
    for _ in range(times):
        started = time.perf_counter()
        dispatch(context)
        spent.append(1000 * (time.perf_counter() - started))
    return spent


def replay(folder: Path) -> None:
    """Print polls and delays of both paces over all feeds with enough dated entries."""
    bounds = (timedelta(seconds=120), timedelta(seconds=43_200))
    total = {"fixed": [0, []], "adaptive": [0, []]}
    feeds = 0
    for times in recorded(folder):
        feeds += 1
        for name, tally in total.items():
            polls, delays = run(times, bounds if name == "adaptive" else None, Random(feeds))
            tally[0] += polls
            tally[1] += delays
    print(f"{feeds} feeds, {len(total['fixed'][1])} entries")
    for name, (polls, delays) in total.items():
        minutes = sorted(delay.total_seconds() / 60 for delay in delays)
        late = minutes[int(0.95 * len(minutes))]
        print(
            f"{name:9} {polls} polls, delay median {statistics.median(minutes):.0f} min, 95 % {late:.0f} min"
        )


def recorded(folder: Path) -> list[list[datetime]]:
    found = []
    for line in (folder / "manifest.jsonl").read_text("utf-8").splitlines():
        body = (folder / json.loads(line)["file"]).read_bytes()
        page = Page("https://outlet.example/f", "https://outlet.example/f", 200, (), body, datetime.now(UTC))
        try:
            document = parse_feed(page, 500)
        except GiveUp:
            continue
        times = sorted({entry.published_at for entry in document.entries if entry.published_at})
        times = [moment for moment in times if moment > times[-1] - LONGEST_REPLAY]
        if len(times) >= LEAST_ENTRIES and times[-1] - times[0] > timedelta(hours=6):
            found.append(times)
    return found


def run(
    times: list[datetime], bounds: tuple[timedelta, timedelta] | None, dice: Random
) -> tuple[int, list[timedelta]]:
    """Poll from the first entry to the last; return how often, and how late each entry was seen."""
    now, seen, polls, delays = times[0], 1, 1, []
    while seen < len(times):
        if bounds is None:
            now += FIXED
        else:
            history = PollHistory(tuple(reversed(times[:seen][-20:])))
            now = pace(history, PaceHints(), now, dice.random(), bounds)
        polls += 1
        while seen < len(times) and times[seen] <= now:
            delays.append(now - times[seen])
            seen += 1
    return polls, delays


if __name__ == "__main__":
    main()
