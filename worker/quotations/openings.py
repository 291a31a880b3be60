"""Participles that open a sentence with a report: "Warning that the talks had failed, X left the room"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.packs.lexicon import PUNCTUATION, Trait
from worker.quotations.chunks import chunks
from worker.quotations.clauses import FINITE

if TYPE_CHECKING:
    from worker.quotations.chunks import Chunk
    from worker.quotations.clauses import Range
    from worker.quotations.cues import CueHit
    from worker.quotations.progress import Progress
    from worker.quotations.reading import Sentence

MIN_MAIN = 2  # tokens of a main clause
MAX_LEADING = 2  # "tout en", "even while"
LEADING = Trait.PREPOSITIONS | Trait.ADVERBS | Trait.CONDITIONALS | Trait.TURNS
NO_MAIN = (
    Trait.COMPLEMENTIZERS
    | Trait.RELATIVES
    | Trait.CONJUNCTIONS
    | Trait.CONDITIONALS
    | Trait.PREPOSITIONS
    | Trait.GERUNDS
)
NO_VERB = NO_MAIN | PUNCTUATION | Trait.TIMES | Trait.QUOTE


def opens_sentence(sentence: Sentence, hit: CueHit) -> bool:
    """Tell "Warning that …", "By saying that …", "Après avoir dit que …" from a main verb."""
    words = sentence.words
    first = min(hit.first, hit.finite)
    unfinished = (words[hit.first].traits | words[first].traits) & (Trait.GERUNDS | Trait.INFINITIVES)
    return bool(unfinished) and first <= MAX_LEADING and all(word.traits & LEADING for word in words[:first])


def before_main_clause(
    progress: Progress, hit: CueHit, after: list[Range]
) -> tuple[list[Range], Chunk | None]:
    """Return the content without the main clause behind it, and who acts there; both unchanged elsewhere."""
    sentence = progress.sentence
    words = sentence.words
    begin, end = after[0]
    if not opens_sentence(sentence, hit) or len(after) > 1:
        return after, None
    for k in range(begin + 1, end - MIN_MAIN):
        if not words[k].traits & Trait.COMMA or words[k + 1].traits & NO_MAIN:
            continue
        named = next((chunk for chunk in chunks(sentence, k + 1, end, progress.pack)), None)
        if named is not None and named.first == k + 1 and named.may_speak:
            if named.last < end and not words[named.last].traits & NO_VERB:
                return [(begin, k)], named
        elif words[k + 1].traits & FINITE:
            return [(begin, k)], None
    return after, None
