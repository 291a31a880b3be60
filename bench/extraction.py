"""Measures article extraction on pages with gold text, and on hostile ones; prints one line a figure.

Usage: python bench/extraction.py FOLDER [--hostile FOLDER] [--misses]
FOLDER holds suites, each with a gold.jsonl of {"file", "url", "title", "date", "text" | "with", "without"}.
"""

from __future__ import annotations

import argparse
import gzip
import json
import multiprocessing
import re
import resource
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from worker.articles.extract import ArticleHints, extract_article
from worker.errors import GiveUp
from worker.packs.gates import load_gate_phrases
from worker.shapes import Article, Page

HINTS = ArticleHints(phrases=load_gate_phrases(Path(__file__).parent.parent / "config" / "gates.toml"))
QUOTED = re.compile(r"“[^“”\n]{10,600}”")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--hostile", type=Path)
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    for suite in sorted(options.folder.glob("*/gold.jsonl")):
        measure(suite, show=options.misses)
    for path in sorted(options.hostile.glob("html_*.gz")) if options.hostile else ():
        attack(path)


def measure(suite: Path, *, show: bool) -> None:
    """Print one suite's figures."""
    tally: Counter[str] = Counter()
    rows = [json.loads(line) for line in suite.read_text("utf-8").splitlines()]
    pages = [page_of(gzip.decompress((suite.parent / row["file"]).read_bytes()), row["url"]) for row in rows]
    started = time.perf_counter()
    for row, page in zip(rows, pages, strict=True):
        try:
            article = extract_article(page, None, HINTS)
        except GiveUp as refused:
            tally["refused"] += 1
            print("  refused", refused, row["url"])
            continue
        compare(row, article, tally, show=show)
    tally["ms"] = round((time.perf_counter() - started) * 1000)
    report(suite.parent.name, len(rows), tally)


def compare(row: dict[str, Any], article: Article, tally: Counter[str], *, show: bool) -> None:
    """Add one article's hits to the tally."""
    text = squeeze(article.text)
    day = article.published_at.strftime("%Y-%m-%d") if article.published_at else None
    pairs = [("title", row["title"], article.title), ("date", row["date"], day)]
    for what, gold, got in pairs:
        if gold:
            tally[f"{what} of"] += 1
            tally[what] += squeeze(gold) == squeeze(got or "")
            if show and squeeze(gold) != squeeze(got or ""):
                print(f"  {what}: {gold!r} is {got!r} {row['url']}")
    if row["text"]:
        tally["texts"] += 1
        tally["f1 x10000"] += round(10_000 * token_f1(text, row["text"]))
        for quoted in QUOTED.findall(row["text"]):
            tally["quoted of"] += 1
            tally["quoted"] += (kept := joined(quoted) in joined(text))
            if show and not kept:
                print(f"  quoted: {quoted[:150]!r} {row['url']}")
    for key in ("with", "without"):
        for snippet in row.get(key) or ():
            tally[f"{key} of"] += 1
            tally[key] += squeeze(snippet) in text


def token_f1(text: str, gold: str) -> float:
    """Return the F1 of two bags of words."""
    ours, theirs = (Counter(re.findall(r"\w+", value.lower())) for value in (text, gold))
    shared = (ours & theirs).total()
    return 2 * shared / (ours.total() + theirs.total()) if shared else 0.0


def report(name: str, pages: int, tally: Counter[str]) -> None:
    print(f"{name}: {pages} pages, {tally['refused']} refused, {1000 * pages / tally['ms']:.1f} pages/s")
    for key in ("title", "date", "quoted", "with", "without"):
        if tally[f"{key} of"]:
            print(f"  {key}: {tally[key]} of {tally[f'{key} of']} = {tally[key] / tally[f'{key} of']:.3f}")
    if tally["texts"]:
        print(f"  token F1: {tally['f1 x10000'] / tally['texts'] / 10_000:.4f}")


def attack(path: Path) -> None:
    """Print what one hostile page comes to, in a process of its own so that its memory can be told."""
    process = multiprocessing.get_context("spawn").Process(target=endure, args=(path,))
    process.start()
    process.join(30)
    if process.is_alive():
        process.kill()
        print(f"  {path.name}: over 30 s")


def endure(path: Path) -> None:
    started = time.perf_counter()
    try:
        article = extract_article(
            page_of(gzip.decompress(path.read_bytes()), "https://hostile.example/a/b"), None, HINTS
        )
        outcome = f"{len(article.text)} characters {article.lang}"
    except GiveUp as refused:
        outcome = str(refused)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"  {path.name}: {outcome}, {time.perf_counter() - started:.2f} s, {peak} MB")


def page_of(body: bytes, url: str) -> Page:
    return Page(url, url, 200, (), body, datetime.now(UTC))


def joined(text: str) -> str:
    """Return text without white space: gold texts set marks apart from words at random."""
    return "".join(text.replace("\xad", "").split())


def squeeze(text: str) -> str:
    return " ".join(text.replace("\xad", "").split())


if __name__ == "__main__":
    main()
