"""Noun phrases right behind a token, or right before one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.packs.lexicon import PUNCTUATION, Trait
from worker.quotations.chunks import Chunk, chunks
from worker.quotations.phrase_ends import ENDS, end_of_phrase

if TYPE_CHECKING:
    from worker.packs.language import LanguagePack
    from worker.quotations.reading import Sentence


def phrase_after(sentence: Sentence, first: int, last: int, pack: LanguagePack) -> Chunk | None:
    """Return the noun phrase that starts at a token, or after one preposition or article."""
    for chunk in chunks(sentence, first, last, pack):
        if chunk.first <= first + 1:
            return chunk
        break
    plain = first < last and pack.script.case and not pack.script.capital_nouns
    if plain and not sentence.words[first].traits & (ENDS | Trait.ADVERBS | Trait.RELATIVES | Trait.NUMBER):
        return Chunk(first, end_of_phrase(sentence, first, last, pack))  # "according to officials, …"
    return None


def phrase_before(sentence: Sentence, last: int, pack: LanguagePack) -> Chunk | None:
    """Return the noun phrase that ends at a token."""
    first = last
    while first > 0 and not sentence.words[first - 1].traits & (PUNCTUATION & ~Trait.BRACKET):
        first -= 1
    found = [chunk for chunk in chunks(sentence, first, last, pack) if chunk.last >= last - 1]
    return found[-1] if found else None
