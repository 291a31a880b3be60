"""Who speaks where a verb has no subject: the house it is told at, the paper it is told in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.packs.lexicon import Trait
from worker.quotations.chunks import Chunk, chunks
from worker.quotations.neighbours import phrase_after
from worker.quotations.phrase_ends import end_of_phrase

if TYPE_CHECKING:
    from worker.packs.language import LanguagePack
    from worker.packs.lexicon import Word
    from worker.quotations.cues import CueHit
    from worker.quotations.reading import Sentence

MAX_TO_HOUSE = 4  # tokens of time between "hieß es" and where it came from
NO_SEAT = Trait.TIMES | Trait.NUMBER | Trait.HEARERS | Trait.REPORTS | Trait.OBJECTS


def seat_beside(sentence: Sentence, hit: CueHit, clause: tuple[int, int], pack: LanguagePack) -> Chunk | None:
    """Return the house whose people speak unnamed: "сообщили в министерстве", "в министерстве сообщили"."""
    words = sentence.words
    if hit.passive:
        return None
    if pack.syntax.order == "second":
        return _source_of_hearsay(sentence, hit, clause, pack)
    if hit.last + 1 < clause[1] and words[hit.last].traits & Trait.SEATS:
        seat = phrase_after(sentence, hit.last + 1, clause[1], pack)
        return seat if seat is not None and not words[seat.first].traits & NO_SEAT else None
    for chunk in reversed(chunks(sentence, clause[0], hit.finite, pack)):
        between = words[chunk.last : hit.finite]
        at_seat = chunk.first and words[chunk.first - 1].traits & Trait.SEATS
        if not at_seat or words[chunk.first].traits & NO_SEAT:
            return None
        return chunk if all(word.traits & Trait.ADVERBS for word in between) else None
    return None


def _source_of_hearsay(
    sentence: Sentence, hit: CueHit, clause: tuple[int, int], pack: LanguagePack
) -> Chunk | None:
    """Return where words come from that nobody says: "Aus Paris hieß es", "hieß es aus dem Ministerium".

    In front, what "von" governs is what they are about.
    """
    words = sentence.words
    if not words[hit.last - 1].traits & Trait.IMPERSONALS:
        return None
    first = 0 if words[0].traits & Trait.SEATS else clause[0]
    if first < hit.finite and words[first].traits & Trait.SEATS and not words[first].traits & Trait.AGENTS:
        found = chunks(sentence, first, hit.finite, pack)[:1]
        return found[0] if found and _may_house(words, found[0], first + 1) else None
    for k in range(hit.last, min(hit.last + MAX_TO_HOUSE, clause[1] - 1)):
        if words[k].traits & Trait.SEATS:
            found = chunks(sentence, k, clause[1], pack)[:1]
            return found[0] if found and _may_house(words, found[0], k + 1) else None
    return None


def _may_house(words: list[Word], chunk: Chunk, first: int) -> bool:
    """Tell a house or a paper right behind its preposition from a time, or from who is told."""
    timed = Trait.TIMES | Trait.NUMBER | Trait.HEARERS | Trait.REPORTS
    return chunk.first == first and not any(w.traits & timed for w in words[chunk.first : chunk.last])


def report_in(sentence: Sentence, hit: CueHit, clause: tuple[int, int], pack: LanguagePack) -> Chunk | None:
    """Return the paper that speaks where nobody does: "hieß es in einer Erklärung des Ministeriums"."""
    before, behind = (clause[0], hit.first), (hit.last, clause[1])
    for chunk in (*chunks(sentence, *before, pack), *chunks(sentence, *behind, pack)):
        if chunk.after_preposition and any(
            word.traits & Trait.REPORTS for word in sentence.words[chunk.first : chunk.last]
        ):
            return chunk
    words = sentence.words
    for k in range(clause[0] + 1, clause[1]):
        if words[k].traits & Trait.REPORTS and words[k - 1].traits & Trait.PREPOSITIONS:
            return Chunk(k, end_of_phrase(sentence, k, clause[1], pack))  # "V prohlášení se uvádí"
    return None


def seat_written_on(sentence: Sentence, hit: CueHit, left: int, pack: LanguagePack) -> Chunk | None:
    """Return a phrase right before its verb that a preposition is written onto: where, or who, they said.

    "In the ministry they said" names the ministry; an unknown word may be a name that begins like one.
    """
    words = sentence.words
    phrase = next((c for c in chunks(sentence, left, hit.finite, pack) if c.last == hit.finite), None)
    if phrase is None or not is_written_on(sentence, phrase):
        return None
    return phrase if words[phrase.first].traits else phrase._replace(first=phrase.first - 1)


def is_written_on(sentence: Sentence, phrase: Chunk) -> bool:
    """Tell whether the word before a phrase is written onto it."""
    return phrase.first > 0 and sentence.ends[phrase.first - 1] == sentence.starts[phrase.first]


def name_written_on(sentence: Sentence, hit: CueHit, right: int, pack: LanguagePack) -> Chunk | None:
    """Return the unknown word right behind a first verb that only seems to begin with a preposition.

    Arabic verbs of speech take none there: in "قال بدران" the name begins like one.
    """
    words = sentence.words
    at = hit.last
    seems = at + 1 < right and hit.cue.frame == "say" and words[at].traits & Trait.PREPOSITIONS
    if not seems or sentence.ends[at] != sentence.starts[at + 1] or words[at + 1].traits & ~Trait.ATTRIBUTES:
        return None
    phrase = next(iter(chunks(sentence, at + 1, right, pack)), None)
    return phrase._replace(first=at, after_preposition=False) if phrase and phrase.first == at + 1 else None
