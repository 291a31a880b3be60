"""Marks around what somebody made or won instead of said: titles of works, mottos, tolls and trophies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.packs.lexicon import Trait

if TYPE_CHECKING:
    from worker.quotations.chunks import Chunk
    from worker.quotations.clauses import Range
    from worker.quotations.reading import Sentence

MAX_TO_COLON = 5  # tokens: "den Namen der Sendung: „…“"
MAX_TO_PREPOSITION = 2  # tokens: "über die | Todesopfer"


def is_title(sentence: Sentence, ranges: list[Range], speaker: Chunk | None, *, follows: bool) -> bool:
    """Tell a title from speech: "„A“, so heißt das Buch", "Der Film hat schon einen Namen: „A“".

    ``follows`` says that a verb of speech stands behind the marks.
    """
    words = sentence.words
    first = ranges[0][0] if ranges else len(words)
    if first >= len(words) or not words[first].traits & Trait.QUOTE:
        return False
    if speaker is not None and any(word.traits & Trait.WORKS for word in words[speaker.first : speaker.last]):
        return True
    if follows or first < 2 or not words[first - 1].traits & Trait.COLON:
        return False
    told = any(word.traits & Trait.REPORTING for word in words[:first])
    return _names_work(sentence, first - MAX_TO_COLON if told else 0, first)


def _names_work(sentence: Sentence, first: int, last: int) -> bool:
    """Tell a work that is itself named from the place where something was said: "in der Sendung: „…“"."""
    words = sentence.words
    for k in range(max(0, first), last):
        beside = words[max(0, k - MAX_TO_PREPOSITION) : k]
        if words[k].traits & Trait.WORKS and not any(word.traits & Trait.PREPOSITIONS for word in beside):
            return True
    return False


def is_deed(sentence: Sentence, content: list[Range]) -> bool:
    """Tell what no act of speech has for an object: "forderte zwölf Todesopfer", "verteidigte den Titel"."""
    words = sentence.words
    for first, last in content:
        for k in range(first, last):
            if words[k].traits & Trait.TOLLS:
                beside = words[max(first, k - MAX_TO_PREPOSITION) : k]
                return not any(word.traits & Trait.PREPOSITIONS for word in beside)
            if words[k].traits & Trait.COMMA:
                return False
    return False
