"""Compare the feed parser with the suites' own expectations and with feedparser run directly.

    .venv/bin/python bench/feeds.py FOLDER

FOLDER holds ``manifest.jsonl`` (a line a file: {"file", "suite", "expect": {"title", "n_entries", "entries"}}).
Printed: how often counts, titles, links and ids agree, ours beside feedparser's, and every input that raises.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import feedparser
from worker.errors import GiveUp
from worker.feeds.parse import parse_feed
from worker.shapes import Page

NOW = datetime.now(UTC)


def main(folder: Path) -> int:
    ours, theirs, wanted, raised, slowest = Counter(), Counter(), Counter(), [], (0.0, "")
    for line in (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        body = (folder / row["file"]).read_bytes()
        started = time.perf_counter()
        try:
            found = own(body)
        except GiveUp:
            found = None
        except Exception as error:  # noqa: BLE001 - that is what is looked for
            raised.append(f"{row['file']}: {error!r}")
            found = None
        slowest = max(slowest, (time.perf_counter() - started, row["file"]))
        expect = row.get("expect") or {}
        if "n_entries" in expect or expect.get("entries"):
            compare(expect, found, ours, wanted)
            compare(expect, direct(body), theirs, Counter())
    for name, count in wanted.items():
        print(f"{name:8} {count:5} expected, ours right {ours[name]:5}, feedparser {theirs[name]:5}")
    print(f"slowest {slowest[0]:.2f} s: {slowest[1]}")
    print(f"{len(raised)} inputs raise", *raised, sep="\n  ")
    return 1 if raised else 0


def own(body: bytes) -> list[dict[str, Any]]:
    page = Page("http://feed.test/", "http://feed.test/", 200, (), body, NOW)
    document = parse_feed(page)
    return [{"title": entry.title, "link": entry.url, "id": entry.key} for entry in document.entries]


def direct(body: bytes) -> list[dict[str, Any]] | None:
    try:
        parsed = feedparser.parse(BytesIO(body))
    except Exception:  # noqa: BLE001
        return None
    return [{"title": e.get("title"), "link": e.get("link"), "id": e.get("id")} for e in parsed.entries]


def compare(
    expect: dict[str, Any], found: list[dict[str, Any]] | None, right: Counter[str], wanted: Counter[str]
) -> None:
    entries = expect.get("entries") or []
    wanted["count"] += 1
    right["count"] += found is not None and len(found) == expect.get("n_entries", len(entries))
    for place, entry in enumerate(entries):
        for name in ("title", "link", "id"):
            if entry.get(name):
                wanted[name] += 1
                got = found[place].get(name) if found and place < len(found) else None
                right[name] += squeezed(got) == squeezed(entry[name])


def squeezed(value: object) -> str:
    return " ".join(str(value or "").split()).rstrip("/")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
