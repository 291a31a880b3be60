"""Relative clauses beside a subject: whom "who" stands for, and which noun is the subject."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.packs.lexicon import Trait
from worker.quotations.chunks import chunks

if TYPE_CHECKING:
    from worker.packs.language import LanguagePack
    from worker.quotations.chunks import Chunk
    from worker.quotations.reading import Sentence

MAX_RELATIVE = 2  # words of a relative pronoun
SMALL = Trait.ARTICLES | Trait.ADVERBS | Trait.PREPOSITIONS | Trait.PRONOUNS | Trait.NEGATIONS


def antecedent(sentence: Sentence, chunk: Chunk, pack: LanguagePack) -> Chunk:
    """Return whom "who" stands for: the phrase right before it."""
    words = sentence.words
    relative = words[chunk.last - 1].traits & Trait.RELATIVES  # "who", "η οποία"
    if not (relative and chunk.last - chunk.first <= MAX_RELATIVE and chunk.first):
        return chunk
    earlier = [
        found for found in chunks(sentence, max(0, chunk.first - 14), chunk.first, pack) if not found.pronoun
    ]
    return earlier[-1] if earlier else chunk


def head_of_relative(sentence: Sentence, before: list[Chunk]) -> Chunk | None:
    """Return the subject that a relative clause without commas parts from its verb: "men who lead X said".

    A clause without a verb of its own before the last noun has that noun for its subject: "which X said".
    """
    words, last = sentence.words, before[-1]
    for found in before[:-1]:
        ends = found.last - found.first > 1 and words[found.last - 1].traits & Trait.RELATIVES
        head = found._replace(last=found.last - 1) if ends else found
        between = words[head.last + 1 : last.first]
        if words[head.last].traits & Trait.RELATIVES and any(not word.traits & SMALL for word in between):
            return head
    return None
