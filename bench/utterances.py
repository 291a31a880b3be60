"""Measure how well renderings are joined into utterances: B³ on parallel sentences and on written samples.

    .venv/bin/python bench/utterances.py pud FOLDER        PUD's sentences among quotes_ud's *.jsonl
    .venv/bin/python bench/utterances.py samples [FILE]    bench/data/utterances.jsonl

``pud``: the same sentence number is the same statement. First one speaker and one day for all, the hard
case; then the sentences dealt out, by number, among 20 speakers and days.
A file of samples holds one rendering a line: {"utterance","lang","text","actor","country","said_on"}.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zlib import crc32

from worker.echoes.evidence import Evidence
from worker.echoes.grouping import group
from worker.echoes.joining import Candidate, join
from worker.echoes.renderings import Rendering
from worker.echoes.voices import voice_of
from worker.packs.actors import load_actors
from worker.steps.meaning import load_meaning
from worker.store.candidates import MOST

if TYPE_CHECKING:
    from collections.abc import Callable

    from worker.echoes.vectors import Meaning, Vectors
    from worker.packs.registry import ActorRegistry

    Grouping = Callable[[list[Rendering], ActorRegistry, Vectors | None], list[list[int]]]

SAMPLES = Path(__file__).parent / "data" / "utterances.jsonl"
DAY = date(2026, 3, 4)
SPEAKERS = 20


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=("pud", "samples"))
    parser.add_argument("path", type=Path, nargs="?")
    parser.add_argument("--model", choices=("auto", "none"), default="auto")
    parser.add_argument("--one-by-one", action="store_true", help="as the database does it, in a mixed order")
    options = parser.parse_args()
    meaning = load_meaning(options.model)
    print(f"model: {meaning.name if meaning else 'none'}")
    grouped = one_by_one if options.one_by_one else group
    if options.what == "samples":
        rows = read_rows(options.path or SAMPLES)
        measure(
            meaning, grouped, "samples", [sample(row) for row in rows], [row["utterance"] for row in rows]
        )
        return
    rows = [row for file in sorted(options.path.glob("*.jsonl")) for row in read_rows(file)]
    rows = [row for row in rows if row["source_dataset"].endswith("PUD")]
    truth = [row["id"].rpartition(":")[2] for row in rows]
    measure(meaning, grouped, "PUD, one speaker and day", [parallel(row, 0) for row in rows], truth)
    speakers = [1 + crc32(number.encode()) % SPEAKERS for number in truth]
    dealt = [parallel(row, speaker) for row, speaker in zip(rows, speakers, strict=True)]
    measure(meaning, grouped, f"PUD, {SPEAKERS} speakers and days", dealt, truth)


def read_rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def parallel(row: dict[str, Any], speaker: int) -> Rendering:
    return Rendering(
        row["id"], row["lang"], row["text"], f"person:sample {speaker}", DAY + timedelta(days=4 * speaker)
    )


def sample(row: dict[str, Any]) -> Rendering:
    said_on = date.fromisoformat(row["said_on"]) if row.get("said_on") else None
    voice = voice_of(row.get("actor"), row.get("country"), load_actors())
    return Rendering("", row["lang"], row["text"], voice, said_on, speaks_for=row.get("country"))


def one_by_one(
    renderings: list[Rendering], actors: ActorRegistry, vectors: Vectors | None
) -> list[list[int]]:
    """Group the renderings in a mixed order, each among those of its speaker that are grouped already."""
    order = list(range(len(renderings)))
    random.Random(1).shuffle(order)
    place: dict[int, str] = {}
    earlier: dict[str, list[Candidate]] = {}
    for at in order:
        evidence = Evidence(renderings[at], actors)
        new = Candidate(None, "", evidence, vectors[at] if vectors is not None else None)
        voice = earlier.setdefault(renderings[at].voice, [])
        known = [replace(each, utterance=place[each.number]) for each in voice[-MOST:]]
        for name, members in join(new, known).groups:
            place.update(dict.fromkeys((at if n is None else n for n in members), name or f"u{at}"))
        voice.append(replace(new, number=at))
    found: dict[str, list[int]] = {}
    for at, name in place.items():
        found.setdefault(name, []).append(at)
    return list(found.values())


def measure(
    meaning: Meaning | None, grouped: Grouping, name: str, renderings: list[Rendering], truth: list[str]
) -> None:
    started = time.perf_counter()
    texts, langs = [each.text for each in renderings], [each.lang for each in renderings]
    vectors = meaning.vectors(texts, langs) if meaning else None
    found = grouped(renderings, load_actors(), vectors)
    spent_ms = 1000 * (time.perf_counter() - started) / len(renderings)
    precision, recall = b_cubed(found, truth)
    f1 = 2 * precision * recall / (precision + recall)
    print(
        f"{name}: {len(renderings)} renderings, {len(set(truth))} utterances, {len(found)} found;"
        f" B³ P {100 * precision:.1f} R {100 * recall:.1f} F1 {100 * f1:.1f}; {spent_ms:.2f} ms each"
    )


def b_cubed(found: list[list[int]], truth: list[str]) -> tuple[float, float]:
    """Return B³ precision and recall (Bagga and Baldwin 1998), averaged over the renderings."""
    sizes = Counter(truth)
    precision = recall = 0.0
    for places in found:
        for name, shared in Counter(truth[at] for at in places).items():
            precision += shared * shared / len(places)
            recall += shared * shared / sizes[name]
    return precision / len(truth), recall / len(truth)


if __name__ == "__main__":
    main()
