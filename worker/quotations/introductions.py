"""What stands between a verb and its quotation: the title of who speaks, the word for "like"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.packs.lexicon import Trait
from worker.quotations.closings import FINITE, OPENERS

if TYPE_CHECKING:
    from worker.packs.language import LanguagePack
    from worker.quotations.clauses import Range
    from worker.quotations.reading import Sentence

MAX_ASIDE = 24  # tokens of appositions and relative clauses behind a subject
MAX_LIKE = 4  # tokens: "wie zum Beispiel „…“"


def examples_behind(sentence: Sentence, first: int, end: int) -> list[Range]:
    """Return the slogans that "like" gives examples of: "riefen Parolen wie „A“ und „B“"."""
    words = sentence.words
    begin = next(
        (k for k in range(first + 1, min(end, first + MAX_LIKE)) if words[k].traits & Trait.QUOTE), -1
    )
    if begin < 0 or not words[first].traits & Trait.MANNERS:
        return []
    last = begin
    while last + 2 < end and words[last + 2].traits & Trait.QUOTE:
        if not words[last + 1].traits & (Trait.CONJUNCTIONS | Trait.COMMA):
            break
        last += 2
    return [(k, k + 1) for k in range(begin, last + 1, 2)]


def behind_apposition(sentence: Sentence, comma: int, begin: int, end: int, pack: LanguagePack) -> int:
    """Return the quotation behind a colon that a title parts from its verb: "sagte X, Kommissar: „…“"."""
    words = sentence.words
    if not pack.script.capital_nouns or not words[comma].traits & Trait.COMMA:
        return begin
    for k in range(begin, min(end - 1, begin + MAX_ASIDE)):
        if words[k].traits & Trait.COLON and words[k + 1].traits & Trait.QUOTE:
            return k + 1
        traits = words[k].traits
        if traits & (FINITE | Trait.REPORTING | Trait.INFINITIVES):
            return begin
        if traits & OPENERS and not traits & (Trait.ARTICLES | Trait.CONJUNCTIONS):
            return begin
    return begin
