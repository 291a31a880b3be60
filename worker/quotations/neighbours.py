"""What stands right behind a token, or right before one: a noun phrase, an aside of time and place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.packs.lexicon import PUNCTUATION, Trait
from worker.quotations.chunks import Chunk, chunks
from worker.quotations.clauses import FINITE
from worker.quotations.phrase_ends import BREAKS, ENDS, end_of_phrase

if TYPE_CHECKING:
    from worker.packs.language import LanguagePack
    from worker.packs.lexicon import Word
    from worker.quotations.reading import Sentence

NO_TITLE = BREAKS | Trait.PREPOSITIONS | Trait.PRONOUNS | Trait.ADVERBS
NO_RELATIVE = Trait.ARTICLES | Trait.OBJECTS | Trait.PRONOUNS | Trait.COMPLEMENTIZERS
MAX_OFFICE = 10  # tokens of an office before its holder's name

MAX_BESIDE_SOURCE = 8  # tokens of time and place


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


def with_name(sentence: Sentence, chunk: Chunk | None, right: int, pack: LanguagePack) -> Chunk | None:
    """Give an office the name behind it: "siger lederen af partiet, Ole Prøve"."""
    words = sentence.words
    if chunk is None or pack.script.capital_nouns or words[chunk.last - 1].traits & Trait.CAPITAL:
        return chunk
    if right + 1 >= len(words) or not words[right].traits & Trait.COMMA or right - chunk.first > MAX_OFFICE:
        return chunk
    behind = words[chunk.last : right]
    if behind and not behind[0].traits & Trait.PREPOSITIONS:
        return chunk
    end = next((k for k in range(right + 1, len(words)) if words[k].traits & PUNCTUATION), len(words))
    named = chunks(sentence, right + 1, end, pack)
    if not named or named[0].first != right + 1 or not words[right + 1].traits & Trait.CAPITAL:
        return chunk
    return chunk._replace(last=named[0].last)


def phrase_to_comma(sentence: Sentence, first: int, pack: LanguagePack) -> Chunk | None:
    """Return the phrase that starts at a token and ends before a comma: "according to officials, …"."""
    words = sentence.words
    last = next((k for k in range(first + 1, len(words)) if words[k].traits & Trait.COMMA), len(words))
    return phrase_after(sentence, first, last, pack)


def pronoun_at(sentence: Sentence, k: int) -> Chunk | None:
    """Return "honom" in "enligt honom är …", None in "laut dem Minister", where a noun follows."""
    words = sentence.words
    if k >= len(words) or not words[k].traits & Trait.OBJECTS or words[k].traits & Trait.ARTICLES:
        return None
    alone = PUNCTUATION | FINITE | Trait.QUOTE | Trait.REPORTING | Trait.NEGATIONS
    ends = k + 1 >= len(words) or words[k + 1].traits & alone
    return Chunk(k, k + 1, pronoun=True) if ends else None


def possessor_before(sentence: Sentence, last: int) -> Chunk | None:
    """Return the possessor that ends at a postposition: its own possessors, its names and their title."""
    words = sentence.words
    first = last
    while first > 0:
        traits = words[first - 1].traits
        owns = traits & Trait.GENITIVES
        named = first < last and (
            traits & Trait.CAPITAL or (words[first].traits & Trait.CAPITAL and not traits & NO_TITLE)
        )
        if traits & PUNCTUATION or not (owns or named):
            break
        first -= 1
    return Chunk(first, last) if first < last else None


def of_relative(sentence: Sentence, left: int, finite: int, pack: LanguagePack) -> Chunk | None:
    """Return whom a relative clause without a subject of its own is about: "Det var X som i går sa at …"."""
    words = sentence.words
    for k in range(finite - 1, max(left - 1, 0), -1):
        if words[k].traits & Trait.RELATIVES and not words[k].traits & NO_RELATIVE:
            own = any(chunk.may_speak for chunk in chunks(sentence, k + 1, finite, pack))
            found = [chunk for chunk in chunks(sentence, max(0, k - 14), k, pack) if chunk.may_speak]
            return found[-1] if found and not own and not found[-1].pronoun else None
    return None


def end_of_aside(words: list[Word], last: int) -> int:
    """Return the comma that ends time and place behind a source: "По словам X в интервью газете, …"."""
    if last >= len(words) or not words[last].traits & Trait.PREPOSITIONS:
        return 0
    finite = Trait.VERBS | Trait.AUXILIARIES | Trait.PASSIVES | Trait.REPORTING | Trait.CONDITIONALS
    for k in range(last + 1, min(last + MAX_BESIDE_SOURCE, len(words))):
        if words[k].traits & Trait.COMMA:
            return k
        if words[k].traits & finite:
            return 0
    return 0
