"""Measure who, whence and how on gold quotations: country, role, name, diplomatic, channel, act.

    .venv/bin/python bench/resolution.py GOLD.jsonl [--lang de,en]
                          [--show country|role|name|diplomatic|channel|act]

Spans, cues and speakers of gold are taken as found; the frame is the sentence around cue and speaker.
The cue's act is not known here, so the figure for acts is that of the content alone.
A gold file holds one article a line, see bench/quotes.py. A field that a gold quotation lacks is not counted.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from worker.packs.actors import load_actors
from worker.packs.load import load_pack
from worker.shapes import Article, Quotation, Span, Statement
from worker.statements.resolve import resolve_statements

SENTENCE_ENDS = (". ", "? ", "! ", "\n", ".\n")
# Gold names some roles more coarsely than we do.
COARSE = {
    "defence_minister": "minister",
    "secretary_general": "io",
    "commissioner": "io",
    "ministry_foreign_affairs": "government",
    "presidency": "government",
}


def main() -> None:
    options = _options()
    for path in options.gold:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        wanted = [row for row in rows if not options.lang or row["lang"] in options.lang.split(",")]
        right: Counter[str] = Counter()
        total: Counter[str] = Counter()
        said: Counter[str] = Counter()
        spent_s, articles = 0.0, 0
        for row in wanted:
            pack = load_pack(row["lang"])
            if pack is None:
                continue
            quotations = [_quotation(row["text"], quote) for quote in row["quotes"]]
            started = time.perf_counter()
            statements = resolve_statements(_article(row), quotations, pack, load_actors())
            spent_s += time.perf_counter() - started
            articles += 1
            for quote, statement in zip(row["quotes"], statements, strict=True):
                for field, gold, found in _compare(quote, statement):
                    total[field] += 1
                    right[field] += _agree(field, gold, found)
                    if field == "diplomatic":
                        said[f"{gold}/{found}"] += 1
                    if field == options.show and not _agree(field, gold, found):
                        print(
                            f"  {row['id']}: {field} {gold!r}, found {found!r}: "
                            f"{statement.speaker_mention} → {statement.actor}"
                        )
        print(f"== {path.name}: {articles} articles, {1000 * spent_s / max(1, articles):.2f} ms each")
        for field, count in total.items():
            print(f"{field:11}{100 * right[field] / count:6.1f} % of {count}")
        if said:
            hit = said["True/True"]
            print(
                f"diplomatic  P {100 * hit / max(1, hit + said['False/True']):.1f}"
                f"  R {100 * hit / max(1, hit + said['True/False']):.1f}"
            )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--lang", default="", help="only these languages, comma separated")
    parser.add_argument("--show", default="", help="list what differs in this field")
    return parser.parse_args()


def _article(row: dict[str, Any]) -> Article:
    published = datetime.fromisoformat(row["date"][:10]).replace(tzinfo=UTC) if row.get("date") else None
    return Article(text=row["text"], lang=row["lang"], title=row.get("title"), published_at=published)


def _quotation(text: str, quote: dict[str, Any]) -> Quotation:
    spans = tuple(Span(*span) for span in quote["spans"])
    cue = tuple(Span(*span) for span in quote.get("cue") or ())
    speaker = tuple(Span(*span) for span in quote.get("speaker") or ())
    around = cue or speaker or spans
    kind = quote["type"] if quote["type"] in ("direct", "mixed", "reported") else "indirect"
    addressee = tuple(Span(*span) for span in quote.get("addressee") or ())
    return Quotation(
        kind=kind,
        spans=spans,
        frame=_frame(text, around, spans),
        cue=cue,
        speaker=speaker,
        addressee=addressee,
    )


def _frame(text: str, around: tuple[Span, ...], spans: tuple[Span, ...]) -> Span:
    """Return the sentence around cue and speaker, the content's own sentence ends aside."""
    inside = [i for start, end in spans for i in range(start, end)]
    start = around[0].start
    begin = max(
        (text.rfind(end, 0, start) + len(end) for end in SENTENCE_ENDS if text.rfind(end, 0, start) >= 0),
        default=0,
    )
    ends = [place for end in SENTENCE_ENDS if (place := text.find(end, around[-1].end)) >= 0]
    stop = min(ends, default=len(text) - 1) + 1
    touching = [i for i in inside if begin - 2 <= i <= stop + 2]
    if touching:
        for span in spans:
            if span.start <= stop and span.end >= begin:
                begin, stop = min(begin, span.start), max(stop, span.end)
    return Span(begin, stop)


def _compare(quote: dict[str, Any], statement: Statement) -> list[tuple[str, Any, Any]]:
    actor = statement.actor
    found = []
    country = quote.get("country") or quote.get("speaker_country")
    if country:
        found.append(("country", country, actor.country if actor else None))
    if quote.get("role"):
        found.append(("role", quote["role"], actor.role if actor else None))
    if quote.get("speaker_name") or quote.get("role"):
        found.append(
            ("name", quote.get("speaker_name") or quote.get("speaker_text"), actor.name if actor else None)
        )
    if "diplomatic" in quote:
        found.append(("diplomatic", bool(quote["diplomatic"]), statement.diplomatic))
    if "channel" in quote:
        found.append(("channel", quote["channel"], statement.channel))
    if quote.get("plover"):
        found.append(("act", quote["plover"], statement.act))
    return found


def _agree(field: str, gold: Any, found: Any) -> bool:
    if field == "role":
        return gold == found or gold == COARSE.get(found or "")
    if field == "name":
        return found is not None and bool(_words(gold) & _words(found))
    if field == "channel":
        return (gold is None) == (found is None) and (
            gold is None or found.lower() in gold.lower() or gold.lower() in found.lower()
        )
    if field == "act":
        return gold.split("/")[0] == found.split("/")[0]
    return bool(gold == found)


def _words(name: str) -> set[str]:
    return {word.lower().strip("’'.,") for word in name.replace("-", " ").split()}


if __name__ == "__main__":
    main()
