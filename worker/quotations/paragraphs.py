"""The paragraphs of an article as words: a quotation is one of them, parentheses are none."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from worker.packs.lexicon import QUOTE, Trait
from worker.quotations.inserted import parts_of, spoken
from worker.quotations.marks import quoted_spans

if TYPE_CHECKING:
    from collections.abc import Sequence

    from worker.packs.language import LanguagePack
    from worker.packs.lexicon import Word
    from worker.quotations.marks import QuotedSpan
    from worker.shapes import Span
    from worker.text.tokens import Tokens

MAX_BRACKET = 15  # tokens; longer parentheses are sentences of their own


@dataclass(slots=True)
class Paragraph:
    """Words of one paragraph with their places in the article's text and what each of them can be."""

    text: str
    number: int  # line feeds before it
    words: list[Word]
    starts: list[int]
    ends: list[int]
    traits: list[int]
    united: int  # traits of all its words together, those in parentheses included


def read_paragraph(tokens: Tokens, number: int, place: Span, pack: LanguagePack) -> Paragraph:
    """Return a paragraph of a text as words; it has none where parentheses hold all of them."""
    words, starts, ends = _words_of(tokens, *place, pack)
    traits = [word.traits for word in words]
    united = reduce(or_, traits, 0)
    if united & Trait.BRACKET:
        kept = _outside_parentheses(tokens.text, traits, starts)
        words, traits = [words[i] for i in kept], [traits[i] for i in kept]
        starts, ends = [starts[i] for i in kept], [ends[i] for i in kept]
    return Paragraph(tokens.text, number, words, starts, ends, traits, united)


def _words_of(
    tokens: Tokens, start: int, end: int, pack: LanguagePack
) -> tuple[list[Word], list[int], list[int]]:
    text, cutter = tokens.text, pack.cutter
    known = pack.lexicon.known.__getitem__
    words: list[Word] = []
    starts: list[int] = []
    ends: list[int] = []
    for quote in _quotations(text, start, end, pack):
        outside = tokens.between(start, quote.start)
        if cutter is not None:
            outside = cutter.cut(outside)
        words += map(known, outside.written)
        starts += outside.starts
        ends += outside.ends
        if quote.end > quote.start:
            words.append(QUOTE)
            starts.append(quote.start)
            ends.append(quote.end)
        start = quote.end
    rest = tokens.between(start, end)
    if cutter is not None:
        rest = cutter.cut(rest)
    words += map(known, rest.written)
    return words, starts + rest.starts, ends + rest.ends


def _quotations(text: str, start: int, end: int, pack: LanguagePack) -> Sequence[QuotedSpan]:
    """Return what is quoted in a paragraph, cut at the clauses that tell who speaks."""
    parts = spoken(text, (start, end), pack)
    if parts or not pack.marks.signs.search(text, start, end):
        return parts
    return [
        part for quote in quoted_spans(text, start, end, pack.marks) for part in parts_of(text, quote, pack)
    ]


def _outside_parentheses(text: str, traits: list[int], starts: list[int]) -> list[int]:
    """Return the numbers of the tokens that no parenthesis holds."""
    brackets = [i for i, trait in enumerate(traits) if trait & Trait.BRACKET]
    keep = [True] * len(traits)
    for first in brackets:
        if text[starts[first]] not in "([（":
            continue
        for last in range(first + 1, min(first + MAX_BRACKET, len(traits))):
            if traits[last] & Trait.BRACKET:
                keep[first : last + 1] = [False] * (last + 1 - first)
                break
            if traits[last] & Trait.QUOTE:
                break
    return [i for i, kept in enumerate(keep) if kept]
