"""Scoring quotations against gold spans; pure standard library.

The measures are those of the field (FIELD: match, joint, speaker), defined on alphanumeric characters so that
marks, blanks and final stops never matter:
    match    greedy one-to-one, highest character overlap (intersection over union) first, counts from 0.5
    joint    match, and the speaker right: a content word of the gold mention or name is shared
    country  right country on matched quotations whose gold has one
With ``outer``, gold quotations inside other gold quotations are optional; dropped kinds count neither way.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
FAMILY = {"direct": "direct", "mixed": "mixed"}
# Words that name nobody: articles, prepositions and titles of the two scored languages, and pronouns.
EMPTY = frozenset(
    [
        "der",
        "die",
        "das",
        "den",
        "dem",
        "des",
        "ein",
        "eine",
        "einer",
        "eines",
        "the",
        "a",
        "an",
        "of",
        "von",
        "vom",
        "zu",
        "zum",
        "zur",
        "in",
        "im",
        "am",
        "an",
        "bei",
        "für",
        "und",
        "and",
        "or",
        "for",
        "to",
        "at",
        "by",
        "with",
        "le",
        "la",
        "les",
        "un",
        "une",
        "de",
        "du",
        "d",
        "et",
        "el",
        "los",
        "las",
        "y",
        "il",
        "lo",
        "gli",
        "di",
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "herr",
        "frau",
        "president",
        "präsident",
        "minister",
        "ministerin",
        "prime",
        "secretary",
        "foreign",
        "er",
        "sie",
        "es",
        "he",
        "she",
        "it",
        "they",
        "we",
        "i",
        "who",
        "sein",
        "seine",
        "ihr",
        "his",
        "her",
        "their",
    ]
)


@dataclass
class Tally:
    """Counts over a data set."""

    gold: int = 0
    predicted: int = 0
    matched: int = 0
    joint: int = 0
    typed: int = 0
    named: int = 0
    named_right: int = 0
    country: int = 0
    country_right: int = 0
    diplomatic: Counter[str] = field(default_factory=Counter)
    reliability: Counter[tuple[int, bool]] = field(default_factory=Counter)
    faults: list[tuple[int, str, str]] = field(default_factory=list)

    def f1(self, right: int) -> tuple[float, float, float]:
        """Return precision, recall and F1 in per cent."""
        precision = 100 * right / self.predicted if self.predicted else 0.0
        recall = 100 * right / self.gold if self.gold else 0.0
        return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def letters(text: str, spans: list[list[int]]) -> frozenset[int]:
    """Return the positions of the alphanumeric characters that spans cover."""
    return frozenset(
        i for start, end in spans for i in range(start, min(end, len(text))) if text[i].isalnum()
    )


def overlap(a: frozenset[int], b: frozenset[int]) -> float:
    """Return intersection over union."""
    both = len(a & b)
    return both / (len(a) + len(b) - both) if both else 0.0


def content_words(value: str) -> set[str]:
    """Return the words of a mention that name somebody; all of them when none does."""
    words = [re.sub(r"['’]s?$", "", word.lower()) for word in WORD.findall(value)]
    return {word for word in words if word not in EMPTY} or set(words)


def same_word(a: str, b: str) -> bool:
    """Compare two words, endings aside."""
    stem = max(4, min(len(a), len(b)) - 2)
    return a == b or (min(len(a), len(b)) >= 5 and a[:stem] == b[:stem] and abs(len(a) - len(b)) <= 3)


def names(quote: dict[str, Any], text: str) -> set[str]:
    """Return the content words of a quotation's speaker, as mentioned and as resolved."""
    mention = " ".join(text[start:end] for start, end in quote.get("speaker") or [])
    values = [mention, quote.get("speaker_text") or "", quote.get("speaker_name") or ""]
    return {word for value in values if value for word in content_words(value)}


def right_speaker(gold: dict[str, Any], found: dict[str, Any], text: str) -> bool:
    """Tell whether two quotations name the same speaker; gold without a speaker wants none."""
    wanted, given = names(gold, text), names(found, text)
    if not wanted:
        return not given
    return any(same_word(a, b) for a in wanted for b in given)


def pairs(gold: list[frozenset[int]], found: list[frozenset[int]]) -> list[tuple[int, int]]:
    """Match one to one, best overlap first, from 0.5 on."""
    ranked = sorted((-overlap(g, f), i, j) for i, g in enumerate(gold) for j, f in enumerate(found) if g & f)
    used_gold: set[int] = set()
    used_found: set[int] = set()
    matched = []
    for negative, i, j in ranked:
        if -negative >= 0.5 and i not in used_gold and j not in used_found:
            used_gold.add(i)
            used_found.add(j)
            matched.append((i, j))
    return matched


def add_article(
    tally: Tally, article: dict[str, Any], found: list[dict[str, Any]], *, kinds: set[str], drop: set[str]
) -> None:
    """Count one article: ``kinds`` are wanted (all when empty), ``drop`` count neither way."""
    text, gold = article["text"], article["quotes"]
    gold_letters = [letters(text, quote["spans"]) for quote in gold]
    found = [quote for quote in found if quote["type"] not in drop]
    found_letters = [letters(text, quote["spans"]) for quote in found]
    optional = {
        i
        for i, quote in enumerate(gold)
        if quote.get("nested")
        or quote["type"] in drop
        or (kinds and quote["type"] not in kinds)
        or any(gold_letters[i] < other for other in gold_letters)
    }
    matched = pairs(gold_letters, found_letters)
    partner = {j: i for i, j in matched}
    tally.gold += len(gold) - len(optional)
    faults = 0
    for j, quote in enumerate(found):
        i = partner.get(j)
        if i is None:
            inside = any(overlap(found_letters[j], gold_letters[k]) >= 0.5 for k in optional)
            if inside or (kinds and quote["type"] not in kinds):
                continue
            tally.predicted += 1
            tally.reliability[_bin(quote), False] += 1
            faults += 1
        elif i not in optional:
            _add_match(tally, text, gold[i], quote)
    faults += len(gold) - len(optional) - sum(1 for i in partner.values() if i not in optional)
    if faults:
        tally.faults.append((faults, article["id"], article.get("title") or ""))


def _add_match(tally: Tally, text: str, gold: dict[str, Any], quote: dict[str, Any]) -> None:
    right = right_speaker(gold, quote, text)
    tally.predicted += 1
    tally.matched += 1
    tally.joint += right
    tally.typed += FAMILY.get(gold["type"], "indirect") == FAMILY.get(quote["type"], "indirect")
    tally.reliability[_bin(quote), right] += 1
    if names(gold, text):
        tally.named += 1
        tally.named_right += right
    country = gold.get("country") or gold.get("speaker_country")
    if country:
        tally.country += 1
        tally.country_right += country == quote.get("speaker_country")
    if "diplomatic" in gold:
        tally.diplomatic[f"{bool(gold['diplomatic'])}/{bool(quote.get('diplomatic'))}"] += 1


def _bin(quote: dict[str, Any]) -> int:
    return min(9, int(10 * (quote.get("confidence") or 0.0)))
