"""Telling a subject from an object by what its article shows, where objects may open a sentence (German)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.packs.lexicon import Trait

if TYPE_CHECKING:
    from worker.packs.lexicon import Word
    from worker.quotations.chunks import Chunk
    from worker.quotations.reading import Sentence


def is_turned(sentence: Sentence, finite: int, before: Chunk, after: Chunk) -> bool:
    """Tell an object before its verb: "Die Kritik wies der Minister ab", "Die Äußerungen nannte X …".

    Its article, or a pronoun, shows the subject behind the verb; or a plural before a verb in the singular.
    """
    words = sentence.words
    if is_nominative(sentence, before):
        return False
    plural = any(word.traits & Trait.FEMININES and word.low.endswith("en") for word in _nouns(words, before))
    singular = not words[finite].low.endswith("n")
    return is_nominative(sentence, after) or (plural and singular)


def _nouns(words: list[Word], chunk: Chunk) -> list[Word]:
    """Return the first noun of a phrase, as a list that may be empty."""
    return [word for word in words[chunk.first + 1 : chunk.last] if word.traits & Trait.CAPITAL][:1]


def is_nominative(sentence: Sentence, chunk: Chunk) -> bool:
    """Tell a phrase that can be nothing but a subject: "er", or "der" before a noun that is not feminine."""
    opener = sentence.words[chunk.first].traits
    shown = opener & Trait.ARTICLES and opener & Trait.LINKS and not chunk.pronoun
    return bool(opener & Trait.NOMINATIVES or shown) and chunk.may_speak
