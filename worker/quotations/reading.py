"""Reading a paragraph into sentences: which stops end one, which belong to an abbreviation or a day."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from worker.packs.lexicon import PUNCTUATION, Trait

if TYPE_CHECKING:
    from collections.abc import Iterator

    from worker.packs.language import LanguagePack
    from worker.packs.lexicon import Word
    from worker.quotations.paragraphs import Paragraph

MAX_DATELINE = 12  # tokens of a dateline: agency, town, day
MAX_SENTENCE = 600  # tokens; what goes on longer is a list or an attack, and verbs are compared with verbs
STOP, QUOTED, CAPITAL, NUMBER = Trait.STOP, Trait.QUOTE, Trait.CAPITAL, Trait.NUMBER
PAUSES = STOP | QUOTED | Trait.DATELINES  # what a sentence may end with
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
    traits: int  # of all its words together, and of what was left out between them
    paragraph: int
    opens_paragraph: bool = False
    dashed: bool = False  # a dash opens its paragraph

    def __len__(self) -> int:
        return len(self.words)

    def cut(self, first: int, last: int) -> tuple[int, int]:
        """Return the character span of tokens ``first`` to ``last`` (exclusive)."""
        return self.starts[first], self.ends[last - 1]


def sentences(paragraph: Paragraph, pack: LanguagePack) -> Iterator[Sentence]:
    """Yield the sentences of a paragraph that has words, left to right."""
    text, number = paragraph.text, paragraph.number
    dashed = bool(paragraph.traits[0] & Trait.DASH)
    boundaries, inner = _boundaries(paragraph, pack)
    first = 0
    for boundary in boundaries:
        while boundary > first:
            last = min(boundary, first + MAX_SENTENCE)
            words, starts, ends = (
                paragraph.words[first:last],
                paragraph.starts[first:last],
                paragraph.ends[first:last],
            )
            for i in reversed(inner[bisect_left(inner, first) : bisect_left(inner, last - 1)]):
                del words[i - first], starts[i - first], ends[i - first]
            traits = reduce(or_, paragraph.traits[first:last]) if len(boundaries) > 1 else paragraph.united
            yield Sentence(text, words, starts, ends, traits, number, first == 0, dashed)
            first = last


def _boundaries(paragraph: Paragraph, pack: LanguagePack) -> tuple[list[int], list[int]]:
    """Return where sentences end, and the stops of abbreviations and ordinals ("am 25. November")."""
    text, words, starts, traits = paragraph.text, paragraph.words, paragraph.starts, paragraph.traits
    last = len(words) - 1
    boundaries: list[int] = []
    inner: list[int] = []
    for i in [i for i, trait in enumerate(traits[:last]) if trait & PAUSES]:
        pause, following = traits[i], traits[i + 1]
        if pause & STOP and following & STOP:
            continue
        if (
            (pause & STOP and _ends_sentence(text, words, starts, i, pack))
            or (pause & Trait.DATELINES and i < MAX_DATELINE)
            or (pause & QUOTED and _quote_ends_sentence(text, words, paragraph.ends, i, pack))
        ):
            boundaries.append(i + 1)
        elif pause & STOP and not following & QUOTED and text[starts[i]] not in "!?":
            inner.append(i)  # but "Why not? asked the minister."
    boundaries.append(last + 1)
    return boundaries, inner


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
