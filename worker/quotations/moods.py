"""Verb forms that mark speech as reported, where a language has them (the German Konjunktiv)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.packs.lexicon import Trait

if TYPE_CHECKING:
    from worker.quotations.reading import Sentence

CLOSED = ~(Trait.PERHAPS_SUBJUNCTIVES | Trait.CUE)


def is_subjunctive(sentence: Sentence, k: int) -> bool:
    """Tell whether a token reports: a listed form, or a likely one in a verb's place.

    German forms most of them by a plain "-e" that adjectives share; a verb stands
    after a noun or pronoun and not before a noun ("Der Entwurf versuche zwar …").
    """
    traits = sentence.words[k].traits
    if traits & Trait.SUBJUNCTIVES:
        return True
    if not traits & Trait.PERHAPS_SUBJUNCTIVES or traits & CLOSED or k == 0:
        return False
    before = sentence.words[k - 1].traits
    if before & Trait.ARTICLES and _is_attribute(sentence, k + 1):
        return False  # "Das kleine ostasiatische Land"
    after = sentence.words[k + 1].traits if k + 1 < len(sentence) else Trait.STOP
    return bool(before & (Trait.CAPITAL | Trait.PRONOUNS)) and not after & Trait.CAPITAL


def _is_attribute(sentence: Sentence, k: int) -> bool:
    """Tell whether the next token, too, may be an adjective before a noun."""
    words = sentence.words
    return k + 1 < len(words) and words[k].low.endswith("e") and bool(words[k + 1].traits & Trait.CAPITAL)


def is_certain(sentence: Sentence, k: int) -> bool:
    """Tell whether a reporting form can't be read as anything else."""
    traits = sentence.words[k].traits
    return is_subjunctive(sentence, k) and not traits & (Trait.VERBS | Trait.UNREALS)


def first_verb(sentence: Sentence, begin: int = 0) -> int:
    """Return the first token from one on that is a listed finite verb or a reporting form, -1 without one."""
    for k, word in enumerate(sentence.words[begin:], begin):
        if word.traits & (
            Trait.VERBS | Trait.SUBJUNCTIVES | Trait.PERHAPS_SUBJUNCTIVES | Trait.REPORTING
        ) and (word.traits & (Trait.VERBS | Trait.REPORTING) or is_subjunctive(sentence, k)):
            return k
    return -1


def reports(sentence: Sentence, first: int, last: int) -> bool:
    """Tell whether a stretch of tokens holds a reporting form."""
    return any(is_subjunctive(sentence, k) for k in range(first, last))
