"""Show what matching one more statement costs while the store grows: flat, or the look-up scans.

    .venv/bin/python bench/echo_cost.py [--sizes 10000,100000,1000000] [--model auto|none]
                                        [--words FILE] [--folder DIR]

Each size gets a SQLite file of its own with so many statements already matched: 200 speakers for each
20,000 statements, over 50 days, so that each speaker says about 14 things within the days that are
compared. The texts are made of made-up words, or of those of FILE: a model breaks the former into half as
many pieces again, and its time grows with them. Then 100 articles with four new statements each are matched,
one after the other, half of them echoes; the median of the processor's time is what counts. The plan of the
look-up is printed.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import statistics
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import insert, text
from worker.echoes.evidence import Evidence
from worker.echoes.packing import pack
from worker.echoes.renderings import Rendering
from worker.packs.actors import load_actors
from worker.settings import load_settings
from worker.steps.context import Context, migrate, open_context
from worker.steps.match import match_article
from worker.steps.meaning import load_meaning
from worker.store.candidates import candidate_query
from worker.store.models import (
    ArticleTable,
    EntryRow,
    PageRow,
    RenderingRow,
    StatementTable,
    UnmatchedRow,
    UtteranceRow,
)

if TYPE_CHECKING:
    from worker.echoes.vectors import Meaning

START, DAYS, PER_SPEAKER = date(2026, 1, 1), 50, 100
NOW = datetime(2026, 3, 1, tzinfo=UTC)
NEW, TOLD, BATCH = 100, 4, 2_000
LETTERS = "bcdfghklmnprstvz"
VOCABULARY: list[str] = []


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", default="10000,100000,1000000")
    parser.add_argument("--model", choices=("auto", "none"), default="none")
    parser.add_argument("--words", type=Path)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    if options.words:
        VOCABULARY.extend(re.findall(r"[^\W\d_]+", options.words.read_text()))
    meaning = load_meaning(options.model)
    print(f"model: {meaning.name if meaning else 'none'}")
    for size in map(int, options.sizes.split(",")):
        with tempfile.TemporaryDirectory(dir=options.folder) as home:
            settings = load_settings({"COMMUNIQUE_HOME": home, "COMMUNIQUE_ECHO_MODEL": options.model})
            migrate(settings)
            context = open_context(settings)
            try:
                fill(context, size, meaning)
                measure(context, size)
            finally:
                context.close()


def fill(context: Context, size: int, meaning: Meaning | None) -> None:
    """Store so many statements, each in an utterance of its own."""
    dice = random.Random(7)
    noise = np.random.default_rng(7)
    for start in range(0, size, BATCH):
        rows = [row(number, dice, size) for number in range(start, min(size, start + BATCH))]
        renderings = [rendering(each) for each in rows]
        for each in renderings if meaning else ():
            vector = noise.normal(size=384)
            each |= {
                "model": meaning.name,
                "vector": (vector / np.linalg.norm(vector)).astype("f4").tobytes(),
            }
        store(context, rows, renderings)
    with context.store.transaction() as session:
        session.execute(text("ANALYZE"))


def measure(context: Context, size: int) -> None:
    dice = random.Random(11)
    spent = []
    for article in range(NEW):
        rows = []
        for at in range(TOLD):
            new = row(size + article * TOLD + at, dice, size)
            if at % 2:  # an echo: the words of one that is stored, cut
                with context.store.reading() as session:
                    told = session.get(StatementTable, f"s{dice.randrange(size)}")
                new |= {"text": told.text[: len(told.text) * 2 // 3], "actor_key": told.actor_key,
                        "said_on": told.said_on}  # fmt: skip
            rows.append(new | {"article_id": size + article + 1, "position": at})
        store(context, rows, [])
        started = time.process_time()
        match_article(context, size + article + 1)
        spent.append(1000 * (time.process_time() - started) / TOLD)
    median, worst = statistics.median(spent), statistics.quantiles(spent, n=20)[-1]
    with context.store.reading() as session:
        echoes = session.scalar(text("SELECT count(*) FROM rendering WHERE how <> 'first'"))
        key = {"voice": "person:sample 1", "post": "NO/minister", "first": f"{START}", "last": f"{START}"}
        query = candidate_query(context.store.is_postgres).params(keys=json.dumps([key]))
        plan = query.compile(context.store.engine, compile_kwargs={"literal_binds": True})
        steps = [step[3] for step in session.execute(text(f"EXPLAIN QUERY PLAN {plan}"))]
    print(f"{size:>9} stored: {median:5.1f} ms a statement, 95 % below {worst:.1f} ms; {echoes} echoes found")
    print("          " + "; ".join(step for step in steps if "SEARCH" in step))


def row(number: int, dice: random.Random, size: int) -> dict[str, Any]:
    speaker = dice.randrange(max(1, size // PER_SPEAKER))
    words = " ".join(word(dice) for _ in range(18))
    return {
        "id": f"s{number}", "article_id": number + 1, "position": 0, "kind": "direct",
        "text": f"{words} {dice.randrange(10, 10_000)} {word(dice).capitalize()}", "quoted": [], "spans": [],
        "cue": [], "speaker": [], "speaker_mention": None, "actor_key": f"person:sample {speaker}",
        "actor": "Sample", "actor_kind": "person", "role": None, "country": "NO", "channel": None,
        "addressee": None, "targets": [], "said_on": START + timedelta(days=dice.randrange(DAYS)),
        "said_on_basis": "explicit", "act": "STATE", "cameo": None, "polarity": "asserted", "lang": "en",
        "diplomatic": True, "reason": "", "confidence": 0.9, "detector_version": "1", "created_at": NOW,
    }  # fmt: skip


def word(dice: random.Random) -> str:
    if VOCABULARY:
        return dice.choice(VOCABULARY)
    return "".join(dice.choice(LETTERS) + dice.choice("aeiou") for _ in range(dice.randrange(1, 5)))


def rendering(row: dict[str, Any]) -> dict[str, Any]:
    told = Rendering(row["id"], "en", row["text"], row["actor_key"], row["said_on"])
    evidence = Evidence(told, load_actors())
    return {
        "statement_id": row["id"], "utterance_id": f"u{row['id']}", "how": "first", "sure": 1.0,
        "origin": "relay", "rank": 1, "length": len(row["text"]), "voice": row["actor_key"], "post": None,
        "day": row["said_on"], "lang": "en", "wording": evidence.key, "evidence": pack(evidence),
        "model": None, "vector": None, "matched_at": NOW,
    }  # fmt: skip


def store(context: Context, rows: list[dict[str, Any]], renderings: list[dict[str, Any]]) -> None:
    """Insert statements with their articles; those without a rendering wait to be matched."""
    numbers = sorted({row["article_id"] for row in rows})
    moment = {"seen_at": NOW, "touched_at": NOW}
    entries = [{"id": n, "key": str(n), "stage": "done", "outcome": "stored", **moment} for n in numbers]
    pages = [{"id": n, "entry_id": n, "url": "", "final_url": "", "status": 200, "headers": [],
              "sha256": "0", "fetched_at": NOW} for n in numbers]  # fmt: skip
    articles = [{"id": n, "page_id": n, "entry_id": n, "text": "", "extracted_at": NOW} for n in numbers]
    utterances = [
        {"id": each["utterance_id"], "head_id": each["statement_id"], "first_day": each["day"],
         "last_day": each["day"], "first_seen_at": NOW, "changed_at": NOW}
        for each in renderings
    ]  # fmt: skip
    unmatched = [] if renderings else [{"article_id": n, "since": NOW} for n in numbers]
    tables = (EntryRow, PageRow, ArticleTable, StatementTable, UtteranceRow, RenderingRow, UnmatchedRow)
    with context.store.transaction() as session:
        session.execute(text("INSERT OR IGNORE INTO body (sha256, zstd, size) VALUES ('0', '', 0)"))
        for table, values in zip(
            tables, (entries, pages, articles, rows, utterances, renderings, unmatched), strict=True
        ):
            if values:
                session.execute(insert(table), values)


if __name__ == "__main__":
    main()
