"""Noun phrases of a reporting clause, and which of them speaks: never one from inside the quotation."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from worker.packs.lexicon import PUNCTUATION, Trait

if TYPE_CHECKING:
    from worker.packs.language import LanguagePack
    from worker.quotations.reading import Sentence

BREAKS = (
    PUNCTUATION
    | Trait.REPORTING
    | Trait.AUXILIARIES
    | Trait.PASSIVES
    | Trait.VERBS
    | Trait.NEGATIONS
    | Trait.COMPLEMENTIZERS
    | Trait.CONJUNCTIONS
    | Trait.CONDITIONALS
    | Trait.INFINITIVES
    | Trait.TIMES
    | Trait.MANNERS
    | Trait.SUBJECT_MARKS
    | Trait.QUOTATIVES
    | Trait.AS
)
NOMINAL_STARTS = Trait.ARTICLES | Trait.OBJECTS | Trait.CAPITAL | Trait.QUOTE
PHRASE_ENDS = (
    PUNCTUATION
    | Trait.AUXILIARIES
    | Trait.VERBS
    | Trait.PASSIVES
    | Trait.REPORTING
    | Trait.TIMES
    | Trait.CONJUNCTIONS
)
ENDS = BREAKS | Trait.PREPOSITIONS | Trait.OBJECTS | Trait.PRONOUNS | Trait.HEARERS
MAX_BETWEEN_NAMES = 2  # "White House spokesman John Sample"
MAX_CHUNK = 24  # tokens
MAX_ATTRIBUTE = 8  # tokens between an article and its noun


class Chunk(NamedTuple):
    """A noun phrase, tokens ``first`` to ``last`` (exclusive)."""

    first: int
    last: int
    after_preposition: bool = False
    is_object: bool = False
    pronoun: bool = False
    marked: bool = False  # carries or is followed by a subject mark

    @property
    def may_speak(self) -> bool:
        """Tell whether the phrase can be a subject."""
        return not self.after_preposition and not self.is_object


def chunks(sentence: Sentence, first: int, last: int, pack: LanguagePack) -> list[Chunk]:
    """Return the noun phrases between two tokens, left to right."""
    found: list[Chunk] = []
    i, preposition = first, 0
    words = sentence.words
    while i < last:
        traits = words[i].traits
        pronoun = traits & Trait.PRONOUNS and not _nominal_follows(sentence, i, last, pack)
        if pronoun or _starts(sentence, i, last, pack):
            end = i + 1 if pronoun else _end_of(sentence, i, last, pack)
            found.append(
                Chunk(
                    i,
                    end,
                    # "after X said": the word opens a clause, not a phrase, when the verb follows its noun
                    after_preposition=bool(
                        preposition & Trait.PREPOSITIONS
                        and not (preposition & Trait.CONDITIONALS and end == last)
                    ),
                    is_object=bool(traits & Trait.OBJECTS) and bool(pronoun or not traits & Trait.ARTICLES),
                    pronoun=bool(pronoun),
                    marked=_marked(sentence, end),
                )
            )
            i, preposition = end, 0
        else:
            if traits & Trait.PREPOSITIONS:
                preposition = traits
            elif traits & PHRASE_ENDS:
                preposition = 0
            i += 1
    return found


def _marked(sentence: Sentence, end: int) -> bool:
    words = sentence.words
    return bool(words[end - 1].traits & Trait.MARKED) or (
        end < len(words) and bool(words[end].traits & Trait.SUBJECT_MARKS)
    )


def _nominal_follows(sentence: Sentence, i: int, last: int, pack: LanguagePack) -> bool:
    """Tell a determiner ("diese Frage", "den franska regeringen") from a pronoun ("diese")."""
    words = sentence.words
    if i + 1 >= last or not pack.script.case or not words[i].traits & Trait.ARTICLES:
        return False
    traits = words[i + 1].traits
    if traits & (BREAKS | Trait.PREPOSITIONS):
        return False
    no_noun = ENDS | Trait.ARTICLES | Trait.ADVERBS | Trait.RELATIVES
    return bool(traits & Trait.CAPITAL) or not (pack.script.capital_nouns or traits & no_noun)


def _starts(sentence: Sentence, i: int, last: int, pack: LanguagePack) -> bool:
    words = sentence.words
    traits = words[i].traits
    if traits & Trait.PREPOSITIONS or (traits & BREAKS and not traits & NOMINAL_STARTS):
        return False
    if i == 0 and traits & Trait.ADVERBS:
        return False
    if traits & Trait.CAPITAL:
        return not traits & BREAKS or not pack.script.case
    if traits & (Trait.ARTICLES | Trait.OBJECTS):
        if i + 1 >= last:
            return False
        if words[i + 1].traits & Trait.PREPOSITIONS and pack.script.capital_nouns:
            return bool(_behind_attribute(sentence, i, last))
        return not words[i + 1].traits & (PUNCTUATION | Trait.PREPOSITIONS | Trait.PRONOUNS)
    if traits & Trait.QUOTE:
        return sentence.ends[i] - sentence.starts[i] < 40
    if traits & (Trait.ADVERBS | Trait.HEARERS | Trait.RELATIVES | Trait.PRONOUNS):
        return False
    if not pack.script.capital_nouns and pack.script.case:
        return _bare_noun(sentence, i, last)
    if not pack.script.capital_nouns:
        return not traits & Trait.NUMBER or (
            i + 1 < last and not words[i + 1].traits & (BREAKS | Trait.PREPOSITIONS)
        )
    return _capital_soon(sentence, i + 1, last)


def _bare_noun(sentence: Sentence, i: int, last: int, reach: int = 5) -> bool:
    """Take lower-case words without an article for a phrase when they end at the verb or reach a name."""
    before = sentence.words[i - 1].traits if i else 0
    if before & Trait.GENITIVES and before & Trait.CAPITAL:  # "Israels ambassadör i Oslo"
        return True
    inverted = reach > MAX_BETWEEN_NAMES and before & Trait.REPORTING
    for k in range(i, min(i + reach, last)):
        traits = sentence.words[k].traits
        if traits & Trait.CAPITAL:
            return not traits & Trait.TIMES
        if inverted and k > i and traits & (Trait.PREPOSITIONS | Trait.TIMES | Trait.ADVERBS):
            return True  # "…”, sade talespersonen till TT"
        if traits & (
            BREAKS | Trait.PREPOSITIONS | Trait.ARTICLES | Trait.ADVERBS | Trait.PRONOUNS | Trait.NUMBER
        ):
            ends = Trait.REPORTING | Trait.LINKS | Trait.AUXILIARIES | Trait.PREPOSITIONS
            return k > i and k - i <= 3 and bool(traits & ends)
    return last - i <= 3


def _capital_soon(sentence: Sentence, i: int, last: int) -> bool:
    for word in sentence.words[i : min(i + 3, last)]:
        if word.traits & Trait.CAPITAL:
            return not word.traits & Trait.TIMES
        if word.traits & (
            BREAKS | Trait.PREPOSITIONS | Trait.ARTICLES | Trait.ADVERBS | Trait.PRONOUNS | Trait.NUMBER
        ):
            return False
    return False


def _end_of(sentence: Sentence, i: int, last: int, pack: LanguagePack) -> int:
    """Return the token after the phrase that starts at one."""
    words = sentence.words
    k = i + 1
    top = min(last, i + MAX_CHUNK)
    named = _is_name(words[i].traits)
    while k < top and not words[k - 1].traits & Trait.MARKED:
        traits = words[k].traits
        if traits & Trait.REPORTS and traits & Trait.REPORTING and words[k - 1].traits & Trait.ARTICLES:
            k += 1  # "the report", not "report"
        elif traits & Trait.LINKS:
            if traits & Trait.ARTICLES and pack.script.capital_nouns and _full_name(sentence, i, k):
                break  # "laut Ada Sample | der Sprecher"
            if k + 1 >= top or words[k + 1].traits & (PUNCTUATION | Trait.CUE):
                break
            k += 2 if not words[k + 1].traits & BREAKS else 1
        elif not _goes_on(sentence, (k, top), named, pack):
            break
        else:
            named = named or _is_name(traits)
            k += 1
    if k == i + 1 and pack.script.capital_nouns and words[i].traits & (Trait.ARTICLES | Trait.OBJECTS):
        noun = _behind_attribute(sentence, k, top)
        return _end_of(sentence, noun, last, pack) if noun else k
    return k


def _behind_attribute(sentence: Sentence, k: int, last: int) -> int:
    """Return the noun of "die | das Unglück überlebende | Alice Sample", 0 without one."""
    for at in range(k + 1, min(k + MAX_ATTRIBUTE, last - 1)):
        traits = sentence.words[at].traits
        if traits & (PUNCTUATION | Trait.VERBS | Trait.AUXILIARIES | Trait.REPORTING | Trait.QUOTE):
            return 0
        attributive = (
            sentence.words[at].low.endswith(("e", "en", "er", "es"))
            and not traits & ~Trait.PERHAPS_SUBJUNCTIVES
        )
        if attributive and sentence.words[at + 1].traits & Trait.CAPITAL:
            return at + 1
    return 0


def _full_name(sentence: Sentence, i: int, k: int) -> bool:
    """Tell a phrase of nothing but first and last name, where no article belongs to it any more."""
    words = sentence.words[i:k]
    return len(words) == 2 and all(
        word.traits & Trait.CAPITAL and not word.traits & Trait.CUE for word in words
    )


def _is_name(traits: int) -> bool:
    return bool(traits & Trait.CAPITAL and not traits & Trait.ARTICLES)


def _goes_on(sentence: Sentence, place: tuple[int, int], named: bool, pack: LanguagePack) -> bool:  # noqa: FBT001
    """Tell whether a token still belongs to the phrase; ``place`` is the token and where phrases must end."""
    words = sentence.words
    k, top = place
    traits, before = words[k].traits, words[k - 1].traits
    if traits & Trait.CONJUNCTIONS:
        return _joins_names(sentence, k, top, pack)
    if traits & ENDS or _new_phrase(traits, pack):
        inner = traits & Trait.CAPITAL and before & (Trait.ARTICLES | Trait.LINKS)
        return bool(inner) or bool(traits & Trait.TIMES and not named and not traits & Trait.CAPITAL)
    if traits & Trait.NUMBER and before & Trait.CAPITAL and not before & Trait.TIMES:
        return False
    if traits & Trait.ADVERBS and not traits & Trait.CAPITAL:
        beside = bool(before & Trait.ARTICLES and not pack.script.capital_nouns)  # "den tidigare ministern"
        return not named and (beside or _capital_soon(sentence, k + 1, top))
    if traits & (Trait.CAPITAL | Trait.QUOTE | Trait.NUMBER):
        return True
    if pack.script.capital_nouns:  # no adjective follows its noun: "laut BBC | britische Staatsbürger"
        return not named and _capital_soon(sentence, k + 1, top)
    return not (named and pack.script.case) or _bare_noun(sentence, k, top, MAX_BETWEEN_NAMES)


def _new_phrase(traits: int, pack: LanguagePack) -> bool:
    return bool(traits & Trait.ARTICLES) and pack.script.case and not traits & Trait.LINKS


def _joins_names(sentence: Sentence, k: int, last: int, pack: LanguagePack) -> bool:
    """Tell "X and Y said" from "X said and Y"."""
    if k + 1 >= last:
        return False
    following = sentence.words[k + 1].traits
    if following & (BREAKS | Trait.PRONOUNS | Trait.PREPOSITIONS):
        return False
    return (
        bool(following & (Trait.CAPITAL | Trait.ARTICLES))
        or not pack.script.case
        or _capital_soon(sentence, k + 1, last)
    )
