"""Compare the feed parser with the suites' own expectations, with feedparser run directly, and with attacks.

    .venv/bin/python bench/feeds.py FOLDER

FOLDER holds ``feeds/manifest.jsonl`` (a line a file: {"file", "suite", "expect"}, where expect is
{"title", "n_entries", "entries"} or {"feedparser_expr"}) and ``hostile/*.gz``. Printed: how often counts,
titles, links, ids and texts agree, ours beside feedparser's; every input that raises; and what each attack
costs. Bar: nowhere less often right than feedparser, nothing raises, each attack within 5 s and 300 MB.
"""

from __future__ import annotations

import ast
import gzip
import json
import resource
import subprocess
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
from worker.shapes import FeedDocument, Page
from worker.text.clean import plain_text

NOW = datetime.now(UTC)
MAX_S, MAX_MB = 5.0, 300
FIELDS = ("title", "link", "id", "summary", "content", "author")
NAMES = {"description": "summary"}
Facts = list[dict[str, str | None]]


def main(folder: Path) -> int:
    worse = suites(folder / "feeds")
    return attacks(folder / "hostile") or worse


def suites(folder: Path) -> int:
    wanted, ours, theirs = Counter(), Counter(), Counter()
    raised, slowest = [], (0.0, "")
    for line in (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        body = (folder / row["file"]).read_bytes()
        headers = {name.lower(): value for name, value in (row.get("headers") or {}).items()}
        started = time.perf_counter()
        try:
            found = own(body, headers)
        except Exception as error:  # noqa: BLE001 - that is what is looked for
            raised.append(f"{row['file']}: {error!r}")
            found = None
        slowest = max(slowest, (time.perf_counter() - started, row["file"]))
        expected = expectations(row.get("expect") or {})
        compare(expected, found, ours)
        compare(expected, direct(body, headers), theirs)
        wanted.update(name for _, name, _ in expected)
    for name, count in sorted(wanted.items()):
        print(f"{name:8} {count:5} expected, ours right {ours[name]:5}, feedparser {theirs[name]:5}")
    print(f"slowest {slowest[0]:.2f} s: {slowest[1]}")
    print(f"{len(raised)} inputs raise", *raised, sep="\n  ")
    return int(bool(raised) or any(ours[name] < theirs[name] for name in wanted))


def expectations(expect: dict[str, Any]) -> list[tuple[int, str, Any]]:
    """List (place, field, value); place and value of a count are the number of entries."""
    if "feedparser_expr" in expect:
        return [fact for fact in map(fact_of, comparisons(expect["feedparser_expr"])) if fact]
    entries = expect.get("entries") or []
    counts = [(0, "count", expect["n_entries"])] if "n_entries" in expect else []
    named = [{**entry, "id": entry.get("id") or entry.get("guid")} for entry in entries]
    return counts + [(i, name, e[name]) for i, e in enumerate(named) for name in FIELDS if e.get(name)]


def comparisons(expression: str) -> list[ast.Compare]:
    try:
        return [
            node for node in ast.walk(ast.parse(expression, mode="eval")) if isinstance(node, ast.Compare)
        ]
    except SyntaxError:
        return []


def fact_of(node: ast.Compare) -> tuple[int, str, Any] | None:
    """Read ``entries[0]['title'] == 'text'``; other comparisons are about what we don't keep."""
    match node:
        case ast.Compare(
            left=ast.Subscript(
                value=ast.Subscript(value=ast.Name(id="entries"), slice=ast.Constant(value=place)),
                slice=ast.Constant(value=str(name)),
            ),
            ops=[ast.Eq()],
            comparators=[ast.Constant(value=str(value))],
        ):
            name = NAMES.get(name, name)
            return (int(place), name, value) if name in FIELDS and value else None
    return None


def own(body: bytes, headers: dict[str, str]) -> Facts | None:
    url = headers.get("content-location", "http://feed.test/")
    try:
        document: FeedDocument = parse_feed(Page(url, url, 200, tuple(headers.items()), body, NOW))
    except GiveUp:
        return None
    return [
        {
            "title": entry.title,
            "link": entry.url,
            "id": entry.key,
            "summary": entry.summary,
            "content": plain_text(entry.content_html or ""),
            "author": entry.author,
        }
        for entry in document.entries
    ]


def direct(body: bytes, headers: dict[str, str]) -> Facts | None:
    try:
        entries = feedparser.parse(BytesIO(body), response_headers=headers).entries
    except Exception:  # noqa: BLE001
        return None
    facts = [{name: entry.get(name) for name in FIELDS} for entry in entries]
    for fact in facts:
        fact["content"] = fact["content"][0].value if fact["content"] else None
    return [{name: comparable(name, value) for name, value in fact.items()} for fact in facts]


def compare(expected: list[tuple[int, str, Any]], found: Facts | None, right: Counter[str]) -> None:
    for place, name, value in expected:
        if name == "count":
            right[name] += value == (None if found is None else len(found))
            continue
        got = found[place].get(name) if found and place < len(found) else None
        right[name] += str(got or "").rstrip("/") == comparable(name, value)


def comparable(name: str, value: object) -> str:
    """Return a value in the form in which we keep it: markup is no fault of a text, only of a comparison."""
    text = str(value or "").strip()
    return (text if name in ("link", "id") else plain_text(text)).rstrip("/")


def attacks(folder: Path) -> int:
    """Run each attack in a process of its own, so that one's memory is not another's."""
    failed = 0
    for path in sorted(folder.glob("*.gz")):
        run = subprocess.run(
            [sys.executable, __file__, "--one", path],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        seconds, megabytes, said = (run.stdout.strip() or f"999 999 {run.stderr[-200:]!r}").split(" ", 2)
        is_bad = float(seconds) > MAX_S or int(megabytes) > MAX_MB
        failed += is_bad
        print(f"{'BAD ' if is_bad else ''}{path.stem:28} {seconds:>5} s {megabytes:>4} MB  {said}")
    print(f"{failed} attacks miss the bar")
    return int(failed > 0)


def one(path: Path) -> None:
    body = gzip.decompress(path.read_bytes())
    started = time.perf_counter()
    try:
        document = parse_feed(Page("http://feed.test/", "http://feed.test/", 200, (), body, NOW))
        said = f"{document.kind}: {len(document.entries)} entries, {document.dropped} dropped"
    except GiveUp as error:
        said = str(error)
    unit = 1024 if sys.platform != "darwin" else 1024 * 1024
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // unit
    print(f"{time.perf_counter() - started:.2f} {megabytes} {said}")


if __name__ == "__main__":
    if sys.argv[1] == "--one":
        one(Path(sys.argv[2]))
    else:
        sys.exit(main(Path(sys.argv[1])))
