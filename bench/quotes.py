"""Measure the detector on gold files: match, joint, typed, speaker, country, speed, worst articles.

    .venv/bin/python bench/quotes.py GOLD.jsonl [GOLD.jsonl …] [--lang de,en] [--kinds direct,mixed]
                                     [--drop reported] [--worst 5] [--reliability]

A gold file holds one article a line: {"id","lang","title","date"?,"text","quotes":[{"type","spans","cue",
"speaker","speaker_text","speaker_name"?,"speaker_country"?,"diplomatic"?,"nested"?}]}; offsets are Python
character offsets.
The whole detector runs – quotations, speakers, actors, dates, acts – on one core, in this process.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from worker.cli.quotes import quote_record
from worker.errors import GiveUp
from worker.shapes import Article
from worker.steps.recognise import recognise

from scoring import Tally, add_article, letters, overlap


def main() -> None:
    options = _options()
    kinds = set(filter(None, options.kinds.split(",")))
    drop = set(filter(None, options.drop.split(",")))
    for path in options.gold:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        if options.lang:
            rows = [row for row in rows if row["lang"] in options.lang.split(",")]
        tally, spent_s, characters, found = Tally(), 0.0, 0, {}
        for row in rows:
            article = _article(row)
            started = time.perf_counter()
            quotes = _detect(article)
            spent_s += time.perf_counter() - started
            if quotes is None:
                continue
            characters += len(article.text)
            found[row["id"]] = quotes
            add_article(tally, row, quotes, kinds=kinds, drop=drop)
        print(f"== {path.name}: {len(found)} articles")
        _print(tally, options.reliability)
        memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        if spent_s:
            rate, mass = len(found) / spent_s, characters / spent_s / 1e6
            print(f"speed     {rate:.0f} articles/s, {mass:.2f} M characters/s, {memory_mb:.0f} MB at most")
        _print_worst(tally, rows, found, options.worst)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--lang", default="", help="only these languages, comma separated")
    parser.add_argument("--kinds", default="", help="only these kinds are wanted")
    parser.add_argument("--drop", default="", help="these kinds count neither way")
    parser.add_argument("--worst", type=int, default=0, help="show the differences of so many articles")
    parser.add_argument("--reliability", action="store_true", help="share of right statements by confidence")
    return parser.parse_args()


def _article(row: dict[str, Any]) -> Article:
    published = datetime.fromisoformat(row["date"][:10]).replace(tzinfo=UTC) if row.get("date") else None
    return replace(
        Article(text=row["text"]), lang=row["lang"], title=row.get("title"), published_at=published
    )


def _detect(article: Article) -> list[dict[str, Any]] | None:
    try:
        return [quote_record(statement) for statement in recognise(article)]
    except GiveUp:
        return None


def _print(tally: Tally, reliability: bool) -> None:  # noqa: FBT001
    print(f"gold {tally.gold}, found {tally.predicted}")
    for label, right in (("match", tally.matched), ("joint", tally.joint), ("typed", tally.typed)):
        print("{:9} P {:5.1f}  R {:5.1f}  F1 {:5.1f}".format(label, *tally.f1(right)))
    if tally.named:
        print(
            f"speaker   {100 * tally.named_right / tally.named:.1f} % of {tally.named} matched with a speaker"
        )
    if tally.country:
        share = 100 * tally.country_right / tally.country
        print(f"country   {share:.1f} % of {tally.country} matched with a country")
    if tally.diplomatic:
        hit = tally.diplomatic["True/True"]
        said, wanted = hit + tally.diplomatic["False/True"], hit + tally.diplomatic["True/False"]
        print(f"diplomatic P {100 * hit / max(1, said):.1f}  R {100 * hit / max(1, wanted):.1f} of {wanted}")
    if reliability:
        for step in range(10):
            right, wrong = tally.reliability[step, True], tally.reliability[step, False]
            if right + wrong:
                share = 100 * right / (right + wrong)
                print(f"confidence {step / 10:.1f}+  {right + wrong:5} statements, {share:5.1f} % right")


def _print_worst(
    tally: Tally, rows: list[dict[str, Any]], found: dict[str, list[dict[str, Any]]], count: int
) -> None:
    by_id = {row["id"]: row for row in rows}
    for faults, name, title in sorted(tally.faults, reverse=True)[:count]:
        row = by_id[name]
        print(f"\n-- {name} {title}: {faults} differences")
        wanted = [(letters(row["text"], quote["spans"]), quote) for quote in row["quotes"]]
        given = [(letters(row["text"], quote["spans"]), quote) for quote in found[name]]
        for mark, own, other in (("-", wanted, given), ("+", given, wanted)):
            for covered, quote in own:
                if all(overlap(covered, rival) < 0.5 for rival, _ in other):
                    words = " … ".join(row["text"][start:end] for start, end in quote["spans"])
                    print(f"  {mark} {quote['type']:9} {quote.get('speaker_text') or '–'}: {words[:160]}")


if __name__ == "__main__":
    main()
