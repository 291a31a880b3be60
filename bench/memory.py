"""Memory of one process that reads page after page, with nothing that would start it anew.

    .venv/bin/python bench/memory.py FOLDER [--pages 10000] [--out docs/reliability.md]

FOLDER holds suites, each with a gold.jsonl of {"file", "url", "lang"}: pages packed with gzip, read again and
again under other addresses until there were enough. Each is extracted and its statements recognised, as a
pool process does it. A pool process ends after ``max_tasks_per_child`` tasks or above
``max_memory_per_child_mb``; here it goes on. ``--out`` writes the figures into the page.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import psutil
from worker.app.warming import warm
from worker.errors import GiveUp
from worker.shapes import Entry, Page
from worker.steps.extract import read_page
from worker.steps.recognise import recognise
from worker.store.rows import EntryWork

from reliability import replaced, when

STEPS = 10


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    bodies = _bodies(options.folder)
    warm()
    outcomes: Counter[str] = Counter()
    process, begun, sizes = psutil.Process(), time.process_time(), []
    for number in range(options.pages):
        outcomes[_read(number, bodies[number % len(bodies)])] += 1
        if (number + 1) % (options.pages // STEPS) == 0:
            sizes.append(process.memory_info().rss / 1e6)
            print(f"{number + 1:7,} pages  {sizes[-1]:6.0f} MB", flush=True)
    spent_s = time.process_time() - begun
    rows = [
        "| pages read | " + " | ".join(f"{options.pages * n // STEPS:,}" for n in range(1, STEPS + 1)) + " |"
    ]
    rows += ["|---|" + "---:|" * STEPS, "| MB | " + " | ".join(f"{size:.0f}" for size in sizes) + " |"]
    read = ", ".join(f"{word} {count}" for word, count in outcomes.most_common(4))
    rows += ["", f"{len(bodies)} different pages, {spent_s:.0f} s of CPU ({read}, …)."]
    print("\n".join(rows))
    if options.out:
        text = options.out.read_text("utf-8")
        command = f"bench/memory.py FOLDER --pages {options.pages}"
        options.out.write_text(replaced(text, "memory", f"{when(command)}\n\n" + "\n".join(rows)), "utf-8")


def _bodies(folder: Path) -> list[tuple[bytes, str | None]]:
    rows = [
        (gold.parent / row["file"], row.get("lang"))
        for gold in sorted(folder.glob("*/gold.jsonl"))
        for row in map(json.loads, gold.read_text("utf-8").splitlines())
    ]
    return [(gzip.decompress(file.read_bytes()), lang) for file, lang in rows]


def _read(number: int, body: tuple[bytes, str | None]) -> str:
    url, now = f"https://outlet.example/{number}", datetime.now(UTC)
    page = Page(url, url, 200, (("content-type", "text/html"),), body[0], now)
    work = EntryWork(number, None, Entry(url, url), "The Outlet", body[1], 1, "extract", None)
    try:
        return "statements" if recognise(read_page(page, work), diplomatic_only=True) else "no-statements"
    except GiveUp as ending:
        return ending.outcome


if __name__ == "__main__":
    sys.exit(main())
