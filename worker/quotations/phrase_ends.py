"""Where a noun phrase ends: by the words that close it, the names in it, the attributes before its noun."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
FINITE = Trait.VERBS | Trait.AUXILIARIES | Trait.PASSIVES
ENDS = Trait.POSTPOSITIONS | BREAKS | Trait.PREPOSITIONS | Trait.OBJECTS | Trait.PRONOUNS | Trait.HEARERS
MAX_BETWEEN_NAMES = 2  # "White House spokesman John Sample"
MAX_TURNED = 6  # words of a subject that ends its clause behind its verb
MAX_BEHIND_OPENER = 4  # "Министр иностранных дел России", "Minister spraw zagranicznych Polski"
MAX_LETTERS = 48  # … where most tokens are letters
MAX_CHUNK = 24  # tokens
MAX_ATTRIBUTE = 8  # tokens between an article and its noun


def bare_noun(sentence: Sentence, i: int, last: int, reach: int = 5) -> bool:
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
            BREAKS
            | Trait.PREPOSITIONS
            | Trait.ARTICLES
            | Trait.ADVERBS
            | Trait.PRONOUNS
            | Trait.NUMBER
            | Trait.LINKS
        ):
            ends = Trait.REPORTING | Trait.LINKS | FINITE | Trait.PREPOSITIONS
            return k > i and k - i <= 3 and bool(traits & ends)
    return last - i <= (MAX_TURNED if inverted else 3)


def capital_soon(sentence: Sentence, i: int, last: int) -> bool:
    """Tell whether a capital follows within three words, nothing but attributes before it."""
    for word in sentence.words[i : min(i + 3, last)]:
        if word.traits & Trait.CAPITAL:
            return not word.traits & Trait.TIMES
        if word.traits & (
            BREAKS | Trait.PREPOSITIONS | Trait.ARTICLES | Trait.ADVERBS | Trait.PRONOUNS | Trait.NUMBER
        ):
            return False
    return False


def _closed_by_case(traits: int) -> bool:
    """Tell the last word of a phrase by its case; a possessor's goes on: "Türkiye'nin | Büyükelçisi"."""
    return bool(traits & Trait.OBLIQUES) and not traits & Trait.GENITIVES


def end_of_phrase(sentence: Sentence, i: int, last: int, pack: LanguagePack) -> int:
    """Return the token after the phrase that starts at one."""
    words = sentence.words
    k = i + 1
    top = min(last, i + (MAX_CHUNK if pack.script.spaces else MAX_LETTERS))
    named = _is_name(words[i].traits) and not (
        pack.syntax.order == "before" and _opens_lower(sentence, i, top)
    )
    while k < top and not words[k - 1].traits & Trait.MARKED and not _closed_by_case(words[k - 1].traits):
        traits = words[k].traits
        if traits & Trait.REPORTS and traits & Trait.REPORTING and is_report(sentence, k, pack):
            k += 1  # "the report", not "report"
        elif traits & Trait.LINKS:
            if traits & Trait.ARTICLES and pack.script.capital_nouns and _full_name(sentence, i, k):
                break  # "laut Ada Sample | der Sprecher"
            if k + 1 >= top or words[k + 1].traits & (
                PUNCTUATION | Trait.CUE | Trait.HEARERS | Trait.OUTLETS
            ):
                break
            if traits & Trait.OBJECTS and words[k + 1].traits & Trait.ARTICLES:
                break  # "σε ανακοίνωσή του | το υπουργείο": the link is a possessor by itself
            k += 2 if not words[k + 1].traits & BREAKS else 1
        elif not _goes_on(sentence, (k, top), named, pack):
            break
        else:
            named = (named or _is_name(traits)) and not traits & Trait.CONJUNCTIONS
            k += 1
    if k == i + 1 and pack.script.capital_nouns and words[i].traits & (Trait.ARTICLES | Trait.OBJECTS):
        noun = behind_attribute(sentence, k, top)
        return end_of_phrase(sentence, noun, last, pack) if noun else k
    return _without_possessor(sentence, i, k) if pack.syntax.order == "before" else k


def _without_possessor(sentence: Sentence, first: int, k: int) -> int:
    """Leave a possessor to the noun in an oblique case behind it: "Matti Koe | Ylen haastattelussa"."""
    words = sentence.words
    while k - first > 1 and k < len(words) and words[k].traits & Trait.TIMES:
        if not words[k - 1].traits & Trait.GENITIVES or not words[k - 1].traits & Trait.CAPITAL:
            break
        k -= 1
    return k


def is_report(sentence: Sentence, k: int, pack: LanguagePack) -> bool:
    """Tell the noun from the verb: an article before it, or right behind it the verb (报道指出)."""
    words = sentence.words
    behind = words[k + 1].traits if k + 1 < len(words) else 0
    return bool(words[k - 1].traits & Trait.ARTICLES or (behind & Trait.REPORTING and not pack.script.case))


def behind_attribute(sentence: Sentence, k: int, last: int) -> int:
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
        word.traits & Trait.CAPITAL and not word.traits & (Trait.CUE | Trait.ARTICLES) for word in words
    )


def _is_name(traits: int) -> bool:
    return bool(traits & Trait.CAPITAL and not traits & Trait.ARTICLES)


def _opens_lower(sentence: Sentence, i: int, top: int) -> bool:
    """Tell a capital that only the sentence's start gives: a word of lower case goes on."""
    return i == 0 and top > 1 and not sentence.words[1].traits & (Trait.CAPITAL | ENDS)


def _goes_on(sentence: Sentence, place: tuple[int, int], named: bool, pack: LanguagePack) -> bool:  # noqa: FBT001
    """Tell whether a token still belongs to the phrase; ``place`` is the token and where phrases must end."""
    words = sentence.words
    k, top = place
    traits, before = words[k].traits, words[k - 1].traits
    if traits & Trait.CONJUNCTIONS:
        return _joins_names(sentence, k, top, pack)
    if before & Trait.CONJUNCTIONS and traits & Trait.ARTICLES and not traits & ENDS:
        return True  # "Ungarn und | die Slowakei"
    if not pack.script.case and _is_date(sentence, k, before):
        return False
    if traits & ENDS or (_new_phrase(traits, pack) and not _doubled(before, pack)):
        inner = traits & Trait.CAPITAL and before & (Trait.ARTICLES | Trait.LINKS)
        timed = pack.script.case and traits & Trait.TIMES and not named and not traits & Trait.CAPITAL
        timed = timed and not pack.lexicon.has(Trait.OBLIQUES)  # "a miniszter | szerdán"
        return bool(inner or timed)
    if traits & Trait.NUMBER and before & Trait.CAPITAL and not before & Trait.TIMES:
        return bool(before & Trait.ARTICLES) and _counts(sentence, k, top)
    if traits & Trait.ADVERBS and not traits & Trait.CAPITAL:
        beside = bool(before & Trait.ARTICLES and not pack.script.capital_nouns)  # "den tidigare ministern"
        return not named and (beside or capital_soon(sentence, k + 1, top))
    if traits & (Trait.CAPITAL | Trait.QUOTE | Trait.NUMBER):
        return True
    if pack.script.capital_nouns:  # no adjective follows its noun: "laut BBC | britische Staatsbürger"
        return not named and capital_soon(sentence, k + 1, top)
    return _lower_goes_on(sentence, place, named, pack)


def _counts(sentence: Sentence, k: int, top: int) -> bool:
    """Tell a number inside a phrase, "Der 53-jährige X", "Los 150 miembros", from a day: "El 11 de abril"."""
    if sentence.words[k].low[-1].isalpha():
        return True
    ends = PUNCTUATION | Trait.LINKS | Trait.PREPOSITIONS | Trait.TIMES | BREAKS
    return k + 1 < top and not sentence.words[k + 1].traits & ends


def _lower_goes_on(sentence: Sentence, place: tuple[int, int], named: bool, pack: LanguagePack) -> bool:  # noqa: FBT001
    """Tell whether a plain word in lower case still belongs to the phrase before it."""
    words = sentence.words
    k, top = place
    traits, behind = words[k].traits, words[k + 1].traits if k + 1 < top else 0
    if named and traits & Trait.OBLIQUES:
        return False  # "Antonio Guterres | taraflara"
    cased = pack.lexicon.has(Trait.OBLIQUES)  # "a miniszter | a döntést": no verb need stand between
    if pack.script.case and behind & Trait.ARTICLES and not behind & Trait.LINKS and not cased:
        return False  # "the minister | opposed the plan"
    if not (named and pack.script.case) or (traits | behind) & Trait.OFFICES:
        return True
    opener = not any(word.traits & Trait.CAPITAL for word in words[1:k])  # a capital by its place alone
    return bare_noun(sentence, k, top, MAX_BEHIND_OPENER if opener else MAX_BETWEEN_NAMES)


def _is_date(sentence: Sentence, k: int, before: int) -> bool:
    """Tell "发言人林样本 | 5日": without capitals only its sign shows a date behind a name."""
    words = sentence.words
    if words[k].traits & Trait.TIMES:
        return not before & Trait.NUMBER
    behind = words[k + 1].traits if k + 1 < len(words) else 0
    return bool(words[k].traits & Trait.NUMBER and behind & Trait.TIMES)


def _new_phrase(traits: int, pack: LanguagePack) -> bool:
    return bool(traits & Trait.ARTICLES) and pack.script.case and not traits & Trait.LINKS


def _doubled(before: int, pack: LanguagePack) -> bool:
    """Tell a second article of one noun: "οι δύο πλευρές", "todos los ministros"."""
    return bool(before & Trait.ARTICLES) and not pack.script.capital_nouns


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
        or capital_soon(sentence, k + 1, last)
    )
