"""Where what was said stands: after the cue, before it, on both sides, or as its object."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.packs.lexicon import PUNCTUATION, VERBAL, Trait
from worker.quotations.chunks import chunks
from worker.quotations.clauses import (
    behind_aside,
    complementizer_in,
    end_of_subordinate,
    has,
    is_infinitive,
    is_reported,
    is_speech,
    is_wish,
)
from worker.quotations.closings import FINITE
from worker.quotations.introductions import MAX_ASIDE, behind_apposition, examples_behind

if TYPE_CHECKING:
    from worker.packs.language import LanguagePack
    from worker.quotations.clauses import Range
    from worker.quotations.cues import CueHit
    from worker.quotations.reading import Sentence

HANGING = (  # a clause behind which its main clause may go on
    Trait.RELATIVES | Trait.CONDITIONALS | Trait.COMPLEMENTIZERS | Trait.GERUNDS | Trait.AS | Trait.MANNERS
)
MIN_BARE = 3  # tokens of a clause that follows a cue without any sign


def content_after(
    sentence: Sentence, hit: CueHit, clause: Range, end: int, pack: LanguagePack
) -> list[Range]:
    """Return content that follows the clause: in marks, after a colon, as a clause or an infinitive.

    Behind a main verb no main clause goes on: "said that A did not speak, refused to help" is all of it.
    """
    found = _behind(sentence, hit, clause, end, pack)
    opener = sentence.words[clause[0]].traits | sentence.words[hit.first].traits & Trait.GERUNDS
    if len(found) != 1 or hit.cue.frame not in VERBAL or opener & HANGING:
        return found
    return [(found[0][0], end)]


def _behind(sentence: Sentence, hit: CueHit, clause: Range, end: int, pack: LanguagePack) -> list[Range]:
    words = sentence.words
    right = clause[1]
    inside = _clause_in(sentence, hit.last, right, end)
    if pack.syntax.order == "closing" and inside > hit.last:
        inside = -1  # "said the country | that …": a relative clause inside what was said
    worded = _wording(sentence, hit, right if inside < 0 else inside)
    if worded >= 0:
        return [(worded, end)]  # "threatened “consequences” if …"
    if hit.cue.frame == "noun" and pack.syntax.bare_clause and inside != hit.last:
        return []  # "the claim that …", never "the claim in court, that …"
    if inside >= 0 and not (pack.syntax.bare_clause and has(sentence, hit.last, inside, FINITE)):
        return examples_behind(sentence, inside, end) or [(inside, end_of_subordinate(sentence, inside, end))]
    if right >= len(words):
        return []
    sign = words[right].traits
    begin = right if sign & Trait.QUOTE else right + 1
    if begin >= end:
        return []
    begin = behind_apposition(sentence, right, begin, end, pack)
    if sign & (Trait.QUOTE | Trait.COLON) or (
        words[begin].traits & Trait.QUOTE and is_speech(sentence, begin)
    ):
        return [(begin, end)]
    bare = pack.syntax.bare_clause and has(sentence, hit.last, right, FINITE)
    if not sign & Trait.COMMA or (bare and pack.syntax.comma_clause):
        return []  # the clause stands before the comma already
    return _after_comma(sentence, hit, begin, end, pack) or _after_asides(sentence, begin, end, pack)


def _wording(sentence: Sentence, hit: CueHit, last: int) -> int:
    """Return the words in marks that a threat, a warning or a promise is made of, -1 for none."""
    if hit.cue.frame != "say" or hit.cue.act == "STATE":
        return -1
    return next((k for k in range(hit.last, last) if sentence.words[k].traits & Trait.QUOTE), -1)


def _clause_in(sentence: Sentence, first: int, right: int, end: int) -> int:
    """Return the complementizer in a clause; a preposition, too ("om"), needs a verb behind it."""
    inside = complementizer_in(sentence, first, right)
    while inside >= 0 and sentence.words[inside].traits & Trait.PREPOSITIONS:
        following = sentence.words[inside + 1 : inside + 2]
        doubled = any(word.traits & Trait.COMPLEMENTIZERS for word in following)  # "om at"
        if not doubled and has(sentence, inside + 1, end, FINITE | Trait.REPORTING):
            break
        inside = complementizer_in(sentence, inside + 1, right)
    return _behind_relative(sentence, first, inside, right)


def _behind_relative(sentence: Sentence, first: int, inside: int, right: int) -> int:
    """Prefer the plain complementizer where one written onto a word may be "who" (Hebrew ש … כי)."""
    words = sentence.words
    attached = 0 <= inside < right - 1 and sentence.ends[inside] == sentence.starts[inside + 1]
    if inside <= first or not (attached and words[inside].traits & Trait.RELATIVES):
        return inside
    if words[inside + 1].traits & Trait.WHOLE:  # a noun of its own opens a clause: "that the government …"
        return inside
    for k in range(inside + 1, right):
        if words[k].traits & Trait.REPORTING:
            break
        if words[k].traits & Trait.COMPLEMENTIZERS and not words[k].traits & Trait.RELATIVES:
            return k
    return inside


def _after_comma(sentence: Sentence, hit: CueHit, begin: int, end: int, pack: LanguagePack) -> list[Range]:
    """Return a clause parted from its cue by a comma, when its first words or its mood show a report."""
    words = sentence.words
    if pack.syntax.order == "closing" and begin == hit.last + 1 and hit.cue.bare:
        return [(begin, end)]  # "X announced, the talks …"
    begin = behind_aside(sentence, begin, end)
    opener = words[begin].traits
    second = words[begin + 1].traits if begin + 1 < end else 0
    if opener & Trait.COMPLEMENTIZERS or (opener & Trait.PREPOSITIONS and second & Trait.COMPLEMENTIZERS):
        return [(begin, end_of_subordinate(sentence, begin, end))]
    told = pack.syntax.comma_clause and hit.cue.bare and begin == hit.last + 1
    if told and not opener & (Trait.RELATIVES | Trait.CONDITIONALS | Trait.CONJUNCTIONS | Trait.REPORTING):
        return [(begin, end)]  # "a szóvivő hozzátette, a hidat megnyitják"
    if second & Trait.QUESTIONS:
        return [(begin, end_of_subordinate(sentence, begin, end))]
    if pack.syntax.comma_clause and not hit.cue.weak and is_reported(sentence, begin, end):
        return [(begin, end)]
    if opener & (Trait.RELATIVES | Trait.CONDITIONALS) and not opener & (Trait.ARTICLES | Trait.OBJECTS):
        return []
    if not pack.syntax.infinitive_clause:
        return []
    wish = hit.cue.frame == "demand" and begin - 1 == hit.last  # "demands a delay, Portugal will mediate"
    if is_infinitive(sentence, begin, end) or (wish and is_wish(sentence, begin, end)):
        return [(begin, end_of_subordinate(sentence, begin, end))]
    return []


def _after_asides(sentence: Sentence, begin: int, end: int, pack: LanguagePack) -> list[Range]:
    """Look past what stands between a first verb's subject and its clause: "said X, the minister, that …"."""
    words = sentence.words
    if pack.syntax.order != "after":
        return _after_adverbs(sentence, begin, end)
    for k in range(begin, min(end - 1, begin + MAX_ASIDE)):
        traits = words[k].traits
        if traits & Trait.COMPLEMENTIZERS:
            return [(k, end_of_subordinate(sentence, k, end))]
        if traits & (Trait.REPORTING | Trait.STOP) or (traits & Trait.QUOTE and is_speech(sentence, k)):
            return []
        parted = traits & (Trait.COMMA | Trait.COLON | Trait.DASH) and words[k + 1].traits & Trait.QUOTE
        if parted and is_speech(sentence, k + 1):
            return [(k + 1, end)]
    return []


def _after_adverbs(sentence: Sentence, begin: int, end: int) -> list[Range]:
    """Look past an adverb between commas: "he said, however, that …"."""
    words = sentence.words
    k = begin
    while k < end - 1 and words[k].traits & (Trait.ADVERBS | Trait.TIMES):
        k += 1
    parted = begin < k < end - 1 and words[k].traits & Trait.COMMA
    if not parted or not words[k + 1].traits & Trait.COMPLEMENTIZERS:
        return []
    return [(k + 1, end_of_subordinate(sentence, k + 1, end))]


def content_before(sentence: Sentence, clause: Range, begin: int) -> list[Range]:
    """Return content that ends right before the clause: a quotation, or clauses closed by a comma."""
    words = sentence.words
    left = clause[0]
    if left - 1 < begin or left < 1:
        return []
    sign = words[left - 1].traits
    if words[left].traits & Trait.CONJUNCTIONS:
        return []
    if sign & (Trait.COMMA | Trait.DASH) and left - 1 > begin:
        return [(_start_of_content(sentence, begin, left - 1), left - 1)]
    asked = sign & Trait.STOP and sentence.text[sentence.starts[left - 1]] in "!?"  # "Why not? asked X"
    if sign & Trait.QUOTE or asked:
        return [(_start_of_content(sentence, begin, left), left)]
    return []


def _start_of_content(sentence: Sentence, begin: int, end: int) -> int:
    """Leave out what introduces a quotation: "was content: “A”, he said"."""
    words = sentence.words
    if end - 2 > begin and words[end - 1].traits & Trait.QUOTE and words[end - 2].traits & Trait.COLON:
        return end - 1
    return begin


def _goes_on(sentence: Sentence, hit: CueHit) -> bool:
    """Tell "X said the talks …" from "X said and …" and from a relative clause, "as we said"."""
    words = sentence.words
    if words[hit.last].traits & (PUNCTUATION | Trait.CONJUNCTIONS):
        return False
    return not any(word.traits & Trait.COMPLEMENTIZERS for word in words[max(0, hit.first - 2) : hit.first])


def bare_content(sentence: Sentence, hit: CueHit, end: int, pack: LanguagePack) -> list[Range]:
    """Return a clause that follows the cue without any sign ("said the talks failed"), hearers skipped."""
    words = sentence.words
    k = hit.last
    if pack.syntax.order == "closing":
        return [(k, end)] if hit.cue.bare and end - k >= MIN_BARE and _goes_on(sentence, hit) else []
    while k < end and words[k].traits & (Trait.ADVERBS | Trait.TIMES | Trait.HEARERS):
        k += 1
    if k < end and words[k].traits & Trait.OBJECTS and words[k].traits & Trait.PRONOUNS == 0:
        k += 1  # "told him the talks …"
    found = chunks(sentence, k, end, pack)
    while (
        found
        and found[0].after_preposition
        and words[k].traits & Trait.PREPOSITIONS
        and not words[min(found[0].last, end - 1)].traits & Trait.COMMA
    ):
        k = found[0].last
        found = found[1:]
    if end - k < MIN_BARE or (k < end and words[k].traits & (Trait.PREPOSITIONS | Trait.CONJUNCTIONS)):
        return []
    evident = words[k].traits & Trait.PRONOUNS or has(sentence, k, end, FINITE)
    return [(k, end)] if hit.cue.bare or evident else []
