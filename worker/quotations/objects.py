"""What a cue has for an object: "condemned | the attack", without subject, time and manner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.packs.lexicon import PUNCTUATION, Trait
from worker.quotations.closings import FINITE

if TYPE_CHECKING:
    from worker.quotations.chunks import Chunk
    from worker.quotations.clauses import Range
    from worker.quotations.cues import CueHit
    from worker.quotations.reading import Sentence

BESIDE_OBJECT = Trait.NEGATIONS | Trait.ADVERBS | Trait.TIMES


def object_of(sentence: Sentence, hit: CueHit, end: int, speaker: Chunk | None) -> list[Range]:
    """Return what a cue has for an object: all of its clause but subject and verb."""
    first = hit.finite + 1
    if speaker is not None and speaker.first >= first:
        first = max(first, speaker.last)
    if hit.finite < hit.first:  # "has … condemned", "hat … verurteilt, wonach …"
        ranges = [(first, hit.first), (hit.last, end)]
    else:
        ranges = [(max(first, hit.last), hit.particle if 0 <= hit.particle < end else end)]
        if 0 <= hit.particle < end:
            ranges.append((hit.particle + len((hit.cue.particle or "").split()), end))
    words = sentence.words
    found = []
    for first, last in ranges:
        start = first
        while start < last and (beside := _beside(sentence, start, last)):
            start += beside
        joins = start < last and words[start].traits & Trait.CONJUNCTIONS  # no verb: "roses and lilies"
        if not joins and any(not word.traits & (PUNCTUATION | FINITE) for word in words[start:last]):
            found.append((start, last))
    return found


def _beside(sentence: Sentence, k: int, last: int) -> int:
    """Return how many tokens of time, manner or negation start at one: "again", "i går", "op 3 mei"."""
    words = sentence.words
    traits = words[k].traits
    if traits & BESIDE_OBJECT and not traits & Trait.ARTICLES:
        return 1
    at = k + 1 if traits & Trait.PREPOSITIONS else k
    if at < last and words[at].traits & Trait.NUMBER:
        at += 1
    return at + 1 - k if k < at < last and words[at].traits & Trait.TIMES else 0
