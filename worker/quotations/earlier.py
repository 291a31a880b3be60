"""The subject of a verb that stands far from it: past appositions, relative clauses and whole clauses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.packs.lexicon import Trait
from worker.quotations.chunks import chunks
from worker.quotations.clauses import is_speech

if TYPE_CHECKING:
    from collections.abc import Sequence

    from worker.packs.language import LanguagePack
    from worker.packs.lexicon import Word
    from worker.quotations.chunks import Chunk
    from worker.quotations.reading import Sentence

SEPARATORS = Trait.COMMA | Trait.COLON | Trait.DASH
OPENERS = Trait.RELATIVES | Trait.COMPLEMENTIZERS | Trait.CONDITIONALS


def earlier_subject(sentence: Sentence, left: int, pack: LanguagePack) -> Chunk | None:
    """Look left past appositions and relative clauses: "X, who arrived today, said"."""
    words = sentence.words
    first, told, second = 0, False, pack.syntax.order == "second"
    best: Chunk | None = None
    for k in range(left):
        if words[k].traits & (SEPARATORS | Trait.QUOTE):
            if k > first and not _opens_clause(words, first, k) and (best is None or told):
                candidates = [chunk for chunk in chunks(sentence, first, k, pack) if chunk.may_speak]
                if candidates:
                    # "X wies die Kritik zurück, | die Botschafterin, Y, sagte": a whole clause stands before
                    best, told = candidates[0], second and _is_clause(sentence, first, k)
            first = k + 1
            if words[k].traits & Trait.COLON or (words[k].traits & Trait.QUOTE and is_speech(sentence, k)):
                best = None
    return best


def _opens_clause(words: Sequence[Word], first: int, last: int) -> bool:
    """Tell a relative or other dependent clause from an apposition: "die Sprecherin der Opposition"."""
    traits = words[first].traits
    apposed = traits & Trait.ARTICLES and (first == 0 or words[last - 1].traits & Trait.CAPITAL)
    return bool(traits & OPENERS) and not apposed


def _is_clause(sentence: Sentence, first: int, last: int) -> bool:
    return any(word.traits & Trait.REPORTING for word in sentence.words[first:last])
