"""Noun phrases of a reporting clause, and which of them speaks: never one from inside the quotation."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from worker.packs.lexicon import PUNCTUATION, Trait
from worker.quotations.phrase_ends import (
    BREAKS,
    ENDS,
    bare_noun,
    behind_attribute,
    capital_soon,
    end_of_phrase,
    is_report,
)

if TYPE_CHECKING:
    from worker.packs.language import LanguagePack
    from worker.packs.lexicon import Word
    from worker.quotations.reading import Sentence

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
MAX_JOINED = 2  # phrases
MIN_POSTED = 3  # words: a place, a first name, a last one
MAX_TIME = 3  # tokens: "this same Friday"
MAX_QUOTED_NAME = 40  # characters of a name in marks: the "Sample Post"


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
            if pronoun and _free(words, i):
                preposition = 0
            end = i + 1 if pronoun else end_of_phrase(sentence, i, last, pack)
            if i and words[i - 1].traits & Trait.OUTLETS and words[i].traits & (Trait.CAPITAL | Trait.QUOTE):
                end = _end_of_title(words, i, end)
            found.append(
                Chunk(
                    i,
                    end,
                    # "after X said": the word opens a clause, not a phrase, when the verb follows its noun
                    after_preposition=bool(
                        preposition & Trait.PREPOSITIONS
                        and not (preposition & Trait.CONDITIONALS and end == last)
                    ),
                    is_object=_is_object(sentence, i, end, pronoun=bool(pronoun)),
                    pronoun=bool(pronoun),
                    marked=_marked(sentence, i, end),
                )
            )
            if _posted(words, found, pack):
                found[-2:] = [found[-2]._replace(last=end)]
            i, preposition = end, 0
        else:
            if traits & Trait.PREPOSITIONS:
                preposition = traits
            elif (
                traits & Trait.OUTLETS
                and i + 1 < last
                and words[i + 1].traits & (Trait.CAPITAL | Trait.QUOTE)
            ):
                preposition = Trait.PREPOSITIONS  # "řekla agentuře TASS": whom she told
            elif traits & PHRASE_ENDS:
                preposition = 0
            i += 1
    return found


def _posted(words: list[Word], found: list[Chunk], pack: LanguagePack) -> bool:
    """Tell a post that ends with its holder: "the ambassador | to Kenya Ada Sample"."""
    if len(found) < MAX_JOINED or pack.syntax.order != "before" or not pack.script.case:
        return False
    office, holder = found[-2:]
    named = words[holder.first : holder.last]
    return (
        office.may_speak
        and not office.pronoun
        and holder.after_preposition
        and office.last == holder.first - 1
        and len(named) >= MIN_POSTED
        and all(word.traits & Trait.CAPITAL for word in named)
    )


def _end_of_title(words: list[Word], first: int, end: int) -> int:
    """Return where an outlet's name ends: "телеканалу CNN | госсекретарь США"."""
    titled = Trait.CAPITAL | Trait.QUOTE
    return next((k for k in range(first + 1, end) if not words[k].traits & titled), end)


def _free(words: list[Word], i: int) -> bool:
    """Tell a subject pronoun that no preposition governs: "in new remarks she said"."""
    return (
        i > 0
        and not words[i].traits & (Trait.OBJECTS | Trait.RELATIVES | Trait.COMPLEMENTIZERS)
        and not words[i - 1].traits & Trait.PREPOSITIONS
    )


def _marked(sentence: Sentence, first: int, end: int) -> bool:
    words = sentence.words
    if words[end - 1].traits & Trait.MARKED or words[first].traits & Trait.NOMINATIVES:
        return True
    return end < len(words) and bool(words[end].traits & Trait.SUBJECT_MARKS)


def _is_object(sentence: Sentence, first: int, end: int, *, pronoun: bool) -> bool:
    """Tell a phrase that can't be a subject by its first word, its last one's case or what stands behind."""
    words = sentence.words
    opener = words[first].traits
    if opener & Trait.OBJECTS and (pronoun or not opener & Trait.ARTICLES):
        return True
    behind = words[end].traits if end < len(words) else 0
    if opener & Trait.ARTICLES and opener & Trait.LINKS and _is_feminine(words, first, end):
        return True  # "Der Zeitung sagte X"
    timed = opener & Trait.ARTICLES and words[end - 1].traits & Trait.TIMES and 1 < end - first <= MAX_TIME
    if timed and not any(word.traits & Trait.CAPITAL for word in words[max(first, 1) : end]):
        return True  # "este miércoles", "un jour"
    if end - first == 1 and opener & Trait.ARTICLES and not opener & (Trait.PRONOUNS | Trait.LINKS):
        return end < len(words) and bool(words[end].traits & Trait.NUMBER)  # "El 11 de abril"
    return bool(words[end - 1].traits & Trait.OBLIQUES or behind & Trait.POSTPOSITIONS)


def _is_feminine(words: list[Word], first: int, end: int) -> bool:
    """Tell a phrase whose first noun makes its article "der" a dative; "der Sprecher der Zeitung" is none."""
    for word in words[first + 1 : end]:
        if word.traits & Trait.FEMININES:
            return True
        if word.traits & Trait.CAPITAL and not word.low.endswith("en"):
            return False
    return False


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
    if traits & Trait.PREPOSITIONS and _opens_name(sentence, i, last):
        return True  # "volgens Van Houten"
    noun = traits & Trait.REPORTS and is_report(sentence, i, pack)
    if traits & Trait.PREPOSITIONS or (traits & BREAKS and not traits & NOMINAL_STARTS and not noun):
        return False
    if i == 0 and traits & Trait.ADVERBS:  # "Recently, …", but "Kelly said"
        behind = words[1].traits if len(words) > 1 else 0
        return bool(traits & Trait.ADVERB_LIKE and behind & Trait.REPORTING)
    if traits & Trait.CAPITAL:
        return not traits & BREAKS or not pack.script.case
    if traits & (Trait.ARTICLES | Trait.OBJECTS):
        return i + 1 < last and _determines(sentence, i, last, pack)
    if traits & Trait.QUOTE:
        return sentence.ends[i] - sentence.starts[i] < MAX_QUOTED_NAME
    if traits & (Trait.POSTPOSITIONS | Trait.ADVERBS | Trait.HEARERS | Trait.RELATIVES | Trait.PRONOUNS):
        return False
    return _bare_start(sentence, i, last, pack)


def _opens_name(sentence: Sentence, i: int, last: int) -> bool:
    """Tell a capitalised particle of a name from a preposition that opens the sentence."""
    words = sentence.words
    if not (words[i].traits & Trait.CAPITAL and words[i].traits & Trait.LINKS):
        return False
    if i == 0 and last >= MIN_POSTED and words[1].traits & Trait.LINKS:  # "Von der Probe betonte"
        named = words[2].traits & Trait.CAPITAL and not words[2].traits & Trait.FEMININES
        return bool(named and len(words) > MIN_POSTED and words[3].traits & Trait.REPORTING)
    return i > 0 or bool(last == 2 and words[1].traits & Trait.CAPITAL)


def _determines(sentence: Sentence, i: int, last: int, pack: LanguagePack) -> bool:
    """Tell whether a noun follows an article, attributes aside."""
    following = sentence.words[i + 1].traits
    if following & Trait.PREPOSITIONS and pack.script.capital_nouns:
        return bool(behind_attribute(sentence, i, last))
    one_of = bool(following & Trait.LINKS and following & Trait.AGENTS) and i + 2 < last  # "en af ministrene"
    return one_of or not following & (PUNCTUATION | Trait.PREPOSITIONS | Trait.PRONOUNS)


def _bare_start(sentence: Sentence, i: int, last: int, pack: LanguagePack) -> bool:
    """Tell whether a word without an article or a capital opens a phrase."""
    words = sentence.words
    traits = words[i].traits
    if not pack.script.capital_nouns and pack.script.case:
        return bare_noun(sentence, i, last)
    if not pack.script.capital_nouns:
        return not traits & Trait.NUMBER or (
            i + 1 < last and not words[i + 1].traits & (BREAKS | Trait.PREPOSITIONS)
        )
    return capital_soon(sentence, i + 1, last)
