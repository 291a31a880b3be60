"""Clauses that close what was said: "…, said X.", "…, X said", and what goes on behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.packs.lexicon import Trait
from worker.quotations.chunks import chunks
from worker.quotations.seats import seat_beside

if TYPE_CHECKING:
    from worker.packs.lexicon import Word
    from worker.quotations.clauses import Range
    from worker.quotations.cues import CueHit
    from worker.quotations.progress import Progress
    from worker.quotations.reading import Sentence

OPENERS = Trait.RELATIVES | Trait.COMPLEMENTIZERS | Trait.CONJUNCTIONS | Trait.CONDITIONALS
FINITE = Trait.VERBS | Trait.AUXILIARIES | Trait.PASSIVES | Trait.SUBJUNCTIVES
MAX_CLOSING = 16  # tokens of a clause that comments what precedes it
TOLD = Trait.ADVERBS | Trait.TIMES | Trait.OBLIQUES  # what may part a verb from its subject
AFTER_SUBJECT = Trait.PREPOSITIONS | Trait.ADVERBS | Trait.TIMES | Trait.QUOTE | Trait.RELATIVES
MAX_ALONE = 3  # tokens of a closing clause without a subject: verb, auxiliary, a word of time
MAX_BEFORE_VERB = 4  # tokens of a subject between a dash and its verb


def turned(progress: Progress, hit: CueHit, clause: Range) -> bool:
    """Tell whether verb and subject stand as they do after what was said: only adverbs before the verb."""
    if progress.pack.syntax.order != "second":
        return True
    return all(word.traits & Trait.ADVERBS for word in progress.sentence.words[clause[0] : hit.finite])


def comments(progress: Progress, hit: CueHit, clause: Range, before: list[Range]) -> bool:
    """Tell whether a later verb has what it reports before it."""
    return turned(progress, hit, clause) and closes(progress, hit, clause, before)


def closes(progress: Progress, hit: CueHit, clause: Range, before: list[Range]) -> bool:
    """Tell a clause that comments what precedes it (", sagte X.", ", X said.") from one that goes on."""
    sentence, pack = progress.sentence, progress.pack
    words = sentence.words
    left, right = clause
    first, last = before[0]
    opener, content = words[first].traits, words[first:last]
    if is_inserted(progress, hit, clause):
        return True
    if _opens_clause(opener) and not _whole_before(progress, hit, before[0]):
        return False
    told = hit.cue.frame == "say" or any(word.traits & Trait.SUBJUNCTIVES for word in content)
    if hit.passive or not (told or _judges_quoted(sentence, hit, before[0])):
        return False
    colon = right < len(words) and words[right].traits & Trait.COLON
    if colon or _is_described_subject(progress, before[0]):
        return False
    if progress.dashed and hit.first - left <= MAX_BEFORE_VERB:
        return True
    if words[left].traits & OPENERS and not words[left].traits & Trait.ARTICLES:
        return False
    if pack.script.capital_nouns and not any(_may_be_verb(words, k) for k in range(first, last)):
        return False
    if (
        opener & Trait.PREPOSITIONS
        and pack.script.case
        and not any(word.traits & FINITE for word in content)
        and last - first < 12
    ):
        return False
    if pack.syntax.order == "second":
        speaks = any(chunk.may_speak for chunk in chunks(sentence, hit.finite + 1, right, pack))
        return hit.finite == left and (speaks or hit.last > hit.first + 1)
    return right - left <= MAX_CLOSING and nothing_follows(progress, hit, clause)


def _is_described_subject(progress: Progress, before: Range) -> bool:
    """Tell "X, who had come in the morning," from what was said: a phrase and its relative clause."""
    words = progress.sentence.words
    first, last = before
    comma = next((k for k in range(first, last) if words[k].traits & Trait.COMMA), -1)
    if comma < 0 or any(word.traits & Trait.COMMA for word in words[comma + 1 : last]):
        return False
    if not any(word.traits & Trait.RELATIVES for word in words[comma + 1 : comma + 3]):
        return False
    named = chunks(progress.sentence, first, comma, progress.pack)
    return bool(named) and named[0].first == first and named[-1].last == comma and len(named) == 1


def _judges_quoted(sentence: Sentence, hit: CueHit, content: Range) -> bool:
    """Tell "The treaty is “a disgrace”, lamented X" from an object: the clause ends in marks."""
    words, (first, last) = sentence.words, content
    marked = words[last - 1].traits & Trait.QUOTE
    return bool(marked) and hit.cue.frame == "judge" and any(w.traits & FINITE for w in words[first:last])


def is_inserted(progress: Progress, hit: CueHit, clause: Range) -> bool:
    """Tell an aside between commas that holds nothing but a weak verb and who speaks: "…, kata dia, …"."""
    words, (left, right) = progress.sentence.words, clause
    if not hit.cue.weak or hit.cue.frame != "say" or hit.passive or hit.first != left:
        return False
    parted = left and right < len(words) and words[left - 1].traits & words[right].traits & Trait.COMMA
    named = [chunk for chunk in chunks(progress.sentence, hit.last, right, progress.pack) if chunk.may_speak]
    return bool(parted and named and named[0].first == hit.last)


def _opens_clause(opener: int) -> bool:
    """Tell a word that opens a clause ("when", "and", also "om") from one that opens a phrase."""
    if opener & Trait.COMPLEMENTIZERS and opener & Trait.CONDITIONALS:
        return True
    opens = opener & (Trait.CONDITIONALS | Trait.CONJUNCTIONS)
    return bool(opens) and not opener & (Trait.PREPOSITIONS | Trait.ARTICLES)


def _whole_before(progress: Progress, hit: CueHit, content: Range) -> bool:
    """Tell "Men det er slut, siger X", "When do we go? asked X" from a clause that belongs to the verb."""
    sentence = progress.sentence
    words, (first, last) = sentence.words, content
    second = progress.pack.syntax.order == "second"
    if first > 0 or (second and hit is not progress.closing):
        return False
    asked = words[last - 1].traits & Trait.STOP and last - 1 > first
    again = any(word.traits & Trait.COMMA for word in words[first : last - 1])
    return bool(asked or again or not words[first].traits & Trait.CONDITIONALS)


def nothing_follows(progress: Progress, hit: CueHit, clause: Range) -> bool:
    """Tell "X said on Monday." and "said X." from "X ordered a review."."""
    sentence = progress.sentence
    words = sentence.words
    left, right = clause
    before = any(chunk.may_speak for chunk in chunks(sentence, left, hit.first, progress.pack))
    rest = [chunk for chunk in chunks(sentence, hit.last, right, progress.pack) if chunk.may_speak]
    if before:
        heard = Trait.HEARERS | Trait.PRONOUNS | Trait.TIMES
        return all(words[chunk.first].traits & heard for chunk in rest)
    if any(word.traits & FINITE for word in words[hit.last : right]):
        return False
    dashed = left > 0 and bool(words[left - 1].traits & Trait.DASH)
    if not rest:  # "… – tette hozzá."
        alone = right - left <= MAX_ALONE  # "…, ha affermato."
        unnamed = (dashed or alone) and progress.pack.syntax.drops_subject
        return unnamed or seat_beside(sentence, hit, clause, progress.pack) is not None
    if dashed:
        return True
    told = all(word.traits & TOLD for word in words[hit.last : rest[0].first])  # "mondta tegnap lapunknak X"
    at_end = rest[0].last >= right or bool(words[rest[0].last].traits & AFTER_SUBJECT)
    return at_end and (told or rest[0].first <= hit.last + 1)


def _may_be_verb(words: list[Word], k: int) -> bool:
    """Tell whether a token of German can be a verb: lower case, and no adjective before a noun."""
    traits = words[k].traits
    if traits & (FINITE | Trait.REPORTING):
        return True
    closed = traits & ~(Trait.CUE)
    return not closed and not (k + 1 < len(words) and words[k + 1].traits & Trait.CAPITAL)


def continued(progress: Progress, clause: Range) -> list[Range]:
    """Return what goes on after an inserted clause: "The goal, says X, must be …"."""
    words = progress.sentence.words
    right = clause[1]
    first = right + 1
    if right >= len(words) or first >= len(words):
        return []
    stops = (
        Trait.RELATIVES
        | Trait.CONJUNCTIONS
        | Trait.CONDITIONALS
        | Trait.REPORTING
        | Trait.GERUNDS
        | Trait.TURNS
    )
    if progress.dashed and words[right].traits & Trait.DASH:  # "– A – says X – and B"
        stops = Trait.REPORTING
    joint = Trait.COMMA | (Trait.DASH if progress.dashed else 0)
    if words[right].traits & joint and not words[first].traits & stops and not _apposition(progress, first):
        return [(first, len(words))]
    return []


def _apposition(progress: Progress, first: int) -> bool:
    """Tell "…, sagde en af dem, arkitekt X." from what goes on: there is no verb."""
    words = progress.sentence.words[first:]
    if progress.pack.syntax.order != "second" or progress.pack.script.capital_nouns:
        return False
    return not any(word.traits & (FINITE | Trait.REPORTING) for word in words)


def turns_back(progress: Progress, hit: CueHit, clause: Range) -> bool:
    """Tell a verb that turns back to what stands before it (", meldet die Agentur", "Das sagte er")."""
    if progress.pack.syntax.order != "second":
        return False
    words = progress.sentence.words
    left = clause[0]
    if hit is progress.closing:
        return True
    if hit.finite == left + 1 and words[left].traits & Trait.DEICTICS:
        return True
    return bool(progress.drafts and hit.finite == left and left and words[left - 1].traits & Trait.COMMA)
