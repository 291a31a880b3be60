"""Where content is parted inside its sentence: at semicolons, before a quotation that proves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.packs.lexicon import Trait
from worker.quotations.clauses import SEMICOLONS, is_speech
from worker.quotations.moods import reports

if TYPE_CHECKING:
    from worker.quotations.clauses import Range
    from worker.quotations.reading import Sentence


def without_quotation(sentence: Sentence, ranges: list[Range]) -> tuple[list[Range], list[Range]]:
    """Part what the mood reports from the quotation behind its colon: "sagte, es sei neu: „Nie.“"."""
    words = sentence.words
    first, last = ranges[-1] if ranges else (0, 0)
    for k in range(first + 1, last - 1):
        if words[k].traits & Trait.QUOTE:
            break
        if words[k].traits & Trait.COLON:
            quoted = words[k + 1].traits & Trait.QUOTE and is_speech(sentence, k + 1)
            parted = quoted and reports(sentence, first, k)
            return ([*ranges[:-1], (first, k)], [(k + 1, last)]) if parted else (ranges, [])
    return ranges, []


def between_semicolons(sentence: Sentence, frame: Range, begin: int, end: int) -> Range:
    """Keep to the part of a sentence that its semicolons leave to the source."""
    for k in range(begin, end):
        if sentence.words[k].low in SEMICOLONS and k >= frame[0]:
            return begin, k
        if sentence.words[k].low in SEMICOLONS:
            begin = k + 1
    return begin, end
