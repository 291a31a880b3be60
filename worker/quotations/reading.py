"""Reading a paragraph into sentences: tokens with what the language knows of them, a quotation as one."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from worker.packs.lexicon import PUNCTUATION, QUOTE, Trait, Word
from worker.quotations.inserted import parts_of, spoken
from worker.quotations.marks import QuotedSpan, quoted_spans

if TYPE_CHECKING:
    from collections.abc import Iterator

    from worker.packs.language import LanguagePack
    from worker.text.tokens import Tokens

MAX_DATELINE = 12  # tokens of a dateline: agency, town, day
MAX_SENTENCE = 600  # tokens; what goes on longer is a list or an attack, and verbs are compared with verbs
MAX_BRACKET = 15  # tokens; longer parentheses are sentences of their own
STOP, QUOTED, CAPITAL, NUMBER = Trait.STOP, Trait.QUOTE, Trait.CAPITAL, Trait.NUMBER
PAUSES = STOP | QUOTED | Trait.DATELINES  # what a sentence may end with
OPENED = re.compile(r"[(\[（]")
ROMAN = frozenset("ivx")  # "Benedikt XVI. sagte"
CLOSING_MARKS = "\"'’”“»«›‹」』″"
INNER_ENDS = frozenset(".!?;؟…。！？")


@dataclass(slots=True)
class Sentence:
    """Tokens of one sentence, without parentheses; offsets count into the article's text."""

    text: str
    words: list[Word]
    starts: list[int]
    ends: list[int]
    paragraph: int
    opens_paragraph: bool = False
    dashed: bool = False  # a dash opens its paragraph
    traits: int = field(init=False)  # of all its words together

    def __post_init__(self) -> None:
        self.traits = reduce(or_, [word.traits for word in self.words], 0)

    def __len__(self) -> int:
        return len(self.words)

    def cut(self, first: int, last: int) -> tuple[int, int]:
        """Return the character span of tokens ``first`` to ``last`` (exclusive)."""
        return self.starts[first], self.ends[last - 1]


def sentences(tokens: Tokens, pack: LanguagePack) -> Iterator[Sentence]:
    """Yield the sentences of a text, paragraph by paragraph (a line feed ends one)."""
    start = 0
    for number, line in enumerate(tokens.text.split("\n")):
        end = start + len(line)
        if line and not line.isspace():
            yield from _sentences_of(tokens, (start, end), number, pack)
        start = end + 1


def _sentences_of(
    tokens: Tokens, paragraph: tuple[int, int], number: int, pack: LanguagePack
) -> Iterator[Sentence]:
    text = tokens.text
    words, starts, ends = _words_of(tokens, paragraph, pack)
    dashed = bool(words) and bool(words[0].traits & Trait.DASH)
    first = 0
    for boundary in (*_boundaries(text, words, starts, ends, pack), len(words)):
        while boundary > first:
            last = min(boundary, first + MAX_SENTENCE)
            inner = _inner(text, words[first:last], starts[first:last], ends[first:last])
            yield Sentence(text, *inner, number, opens_paragraph=first == 0, dashed=dashed)
            first = last


def _inner(
    text: str, words: list[Word], starts: list[int], ends: list[int]
) -> tuple[list[Word], list[int], list[int]]:
    """Leave the stops of abbreviations and ordinals out ("am 25. November")."""
    inner = [
        i
        for i, word in enumerate(words[:-1])
        if word.traits & STOP
        and not words[i + 1].traits & (STOP | QUOTED)
        and text[starts[i]] not in "!?"  # "Why not? asked the minister."
    ]
    for i in reversed(inner):
        del words[i], starts[i], ends[i]
    return words, starts, ends


def _words_of(
    tokens: Tokens, paragraph: tuple[int, int], pack: LanguagePack
) -> tuple[list[Word], list[int], list[int]]:
    text, at = tokens.text, paragraph[0]
    words: list[Word] = []
    starts: list[int] = []
    ends: list[int] = []
    known = pack.lexicon.known.__getitem__
    stop = QuotedSpan(paragraph[1], paragraph[1], closed=True)
    quotes = spoken(text, paragraph, pack) or (
        part for quote in quoted_spans(text, *paragraph, pack.marks) for part in parts_of(text, quote, pack)
    )
    for quote in (*quotes, stop):
        outside = tokens.between(at, quote.start)
        if pack.cutter is not None:
            outside = pack.cutter.cut(outside)
        words += map(known, outside.written)
        starts += outside.starts
        ends += outside.ends
        if quote.end > quote.start:
            words.append(QUOTE)
            starts.append(quote.start)
            ends.append(quote.end)
        at = quote.end
    return _without_parentheses(text, words, starts, ends)


def _without_parentheses(
    text: str, words: list[Word], starts: list[int], ends: list[int]
) -> tuple[list[Word], list[int], list[int]]:
    if not words or not OPENED.search(text, starts[0], ends[-1]):
        return words, starts, ends
    opened = [i for i, word in enumerate(words) if word.traits & Trait.BRACKET and text[starts[i]] in "([（"]
    keep = [True] * len(words)
    for first in opened:
        for last in range(first + 1, min(first + MAX_BRACKET, len(words))):
            if words[last].traits & Trait.BRACKET:
                keep[first : last + 1] = [False] * (last + 1 - first)
                break
            if words[last].traits & QUOTED:
                break
    kept = [i for i, kept in enumerate(keep) if kept]
    return [words[i] for i in kept], [starts[i] for i in kept], [ends[i] for i in kept]


def _boundaries(
    text: str, words: list[Word], starts: list[int], ends: list[int], pack: LanguagePack
) -> Iterator[int]:
    count = len(words)
    pauses = [i for i, word in enumerate(words) if word.traits & PAUSES]
    for i in pauses:
        traits = words[i].traits
        if traits & STOP:
            if i + 1 < count and words[i + 1].traits & STOP:
                continue
            if i + 1 >= count or _ends_sentence(text, words, starts, i, pack):
                yield i + 1
        dated = traits & Trait.DATELINES and i < MAX_DATELINE
        quoted = traits & QUOTED and i + 1 < count and _quote_ends_sentence(text, words, ends, i, pack)
        if dated or quoted:
            yield i + 1


def _ends_sentence(text: str, words: list[Word], starts: list[int], i: int, pack: LanguagePack) -> bool:
    following = words[i + 1].traits
    if not pack.script.spaces or text[starts[i]] in "!?…":
        if text[starts[i]] in "!?" and pack.script.case and not following & (CAPITAL | QUOTED | NUMBER):
            return bool(following & PUNCTUATION) and not following & (Trait.COMMA | Trait.DASH)
        return not pack.script.case or not following & PUNCTUATION
    before = words[i - 1] if i else None
    if starts[i + 1] == starts[i] + 1:  # no space after the stop: "3.5", "example.org"
        return bool(following & QUOTED)
    if before is not None and not following & QUOTED:
        if before.low in pack.script.abbreviations or (
            before.traits & CAPITAL and (len(before.low) == 1 or not set(before.low) - ROMAN)
        ):
            return False
        if before.traits & NUMBER and (
            following & Trait.TIMES or (pack.script.capital_nouns and len(before.low) <= 2)
        ):
            return False
    if pack.script.case:
        return bool(following & (CAPITAL | QUOTED | NUMBER)) or bool(
            following & PUNCTUATION and not following & Trait.COMMA
        )
    return True


def _quote_ends_sentence(text: str, words: list[Word], ends: list[int], i: int, pack: LanguagePack) -> bool:
    inner = text[max(0, ends[i] - 4) : ends[i]].rstrip(CLOSING_MARKS)[-1:]
    following = words[i + 1].traits
    if inner not in INNER_ENDS or following & (PUNCTUATION & ~Trait.DASH):
        return False
    if following & QUOTED:
        return True
    if not pack.script.case:  # 他说：“…。”她 …
        return bool(i and words[i - 1].traits & Trait.COLON and not following & Trait.QUOTATIVES)
    if not following & CAPITAL:
        return bool(following & NUMBER)
    return inner in ".…" or not _cue_close(words, i + 1)


def _cue_close(words: list[Word], first: int) -> bool:
    for word in words[first : first + 6]:
        if word.traits & Trait.CUE:
            return True
        if word.traits & (PUNCTUATION | QUOTED):
            return False
    return False
