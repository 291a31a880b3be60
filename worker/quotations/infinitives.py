"""Infinitives that a verb tells: "promised to help", "dit vouloir négocier", "beloofde te helpen"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.packs.lexicon import PUNCTUATION, Trait
from worker.quotations.clauses import FINITE, IN_PHRASE, has

if TYPE_CHECKING:
    from worker.packs.language import LanguagePack
    from worker.quotations.cues import CueHit
    from worker.quotations.reading import Sentence

BESIDE = Trait.TIMES | Trait.ADVERBS | Trait.PRONOUNS
MAX_INFINITIVE = 4  # tokens: "te hebben willen doen"


def tells_infinitive(sentence: Sentence, hit: CueHit, right: int, pack: LanguagePack) -> bool:
    """Tell whether a verb has an infinitive for its object: a word of its own, or one behind "te", "zu"."""
    if not pack.syntax.infinitive_clause:
        return False
    if pack.syntax.order == "before":
        return infinitive_follows(sentence, hit.last, right)
    return has_infinitive(sentence, hit.last, right, last=pack.script.capital_nouns)


def infinitive_follows(sentence: Sentence, first: int, right: int) -> bool:
    """Tell a verb right behind the cue: "dit vouloir négocier", "assure ne pas avoir tiré"."""
    small = Trait.NEGATIONS | Trait.ADVERBS | Trait.OBJECTS
    first += first < right and bool(sentence.words[first].traits & Trait.PREPOSITIONS)  # "ha detto di voler"
    at = next((k for k in range(first, right) if not sentence.words[k].traits & small), right)
    return at < right and bool(sentence.words[at].traits & Trait.INFINITIVES)


def has_infinitive(sentence: Sentence, first: int, right: int, *, last: bool) -> bool:
    """Tell a clause around an infinitive ("beloofde het plan te steunen") from "zu Reportern", "te laat".

    ``last`` says that the infinitive must close the clause, as where every noun has a capital.
    """
    words = sentence.words
    nominal = IN_PHRASE | PUNCTUATION | BESIDE | Trait.CAPITAL | Trait.NUMBER | (FINITE if last else 0)
    for k in range(first, right - 1):
        if words[k].traits & FINITE:
            return False
        if words[k].traits & Trait.INFINITIVES:
            behind = right if last else k + 2
            verb = not last and words[k + 1].traits & FINITE  # "te zijn", which is "his", too
            return bool(verb or not has(sentence, k + 1, behind, nominal)) and behind - k <= MAX_INFINITIVE
    return False
