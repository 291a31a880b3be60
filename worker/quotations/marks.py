"""Pairing quotation marks by type inside one paragraph; apostrophes and inner marks start nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from worker.packs.language import Marks

MAX_LOOK = 2000  # characters looked ahead for a closing mark
TATWEEL = "ـ"  # Arabic letters drawn out before a mark: لـ"…"
CLOSES_AFTER = frozenset(".,!?…;:)]»“”\"'’ \n")


class QuotedSpan(NamedTuple):
    """One outermost quotation, marks included; ``closed`` is false when the paragraph ends first."""

    start: int
    end: int
    closed: bool


def quoted_spans(text: str, start: int, end: int, marks: Marks) -> Iterator[QuotedSpan]:
    """Yield each outermost quotation of a paragraph, left to right, marks included.

    A paragraph break closes nothing: news style reopens the mark on every
    paragraph of a long quotation and closes only the last one; the spans of
    the earlier ones end with their paragraph, ``closed`` false.
    """
    openers = marks.closers
    at, opener, depth = -1, "", 0
    for found in marks.signs.finditer(text, start, end):
        sign = found.group()
        if at < 0:
            if sign in openers and _may_open(text, found, end, openers[sign], marks):
                at, opener, depth = found.start(), sign, 0
        elif sign in openers[opener] and _may_close(text, found, end, marks, same_sign=sign == opener):
            if depth:
                depth -= 1
                continue
            yield QuotedSpan(at, found.end(), closed=True)
            at = -1
        elif sign == opener and sign not in openers[opener]:
            if _ends_here(text, found, end):  # typed wrongly: an opening mark that closes
                yield QuotedSpan(at, found.end(), closed=True)
                at = -1
            elif _closers_left(text, found.end(), end, openers[opener]) > 1:
                depth += 1
            else:  # the earlier mark was never closed
                at = found.start()
    if at >= 0 and (at - start <= 1 or opener not in openers[opener]):
        yield QuotedSpan(at, end, closed=False)


def _in_word(text: str, found: re.Match[str], end: int, marks: Marks, *, opening: bool) -> bool:
    """Tell a mark that is a sign of the word (Hebrew צה"ל) from one that a small word was written onto."""
    first, last = found.span()
    if found.group() not in marks.joiners or first == 0 or last >= end:
        return False
    if not (text[first - 1].isalpha() and text[last].isalpha()):
        return False
    return not (opening and _after_attached(text, first, marks) and text[last + 1 : last + 2].isalpha())


def _after_attached(text: str, at: int, marks: Marks) -> bool:
    """Tell whether the letters right before a mark are nothing but attached words."""
    first = at
    while first > 0 and text[first - 1].isalpha():
        first -= 1
    letters = text[first:at].rstrip(TATWEEL)
    while letters:
        word = next((word for word in marks.attached if letters.startswith(word)), None)
        if word is None:
            return False
        letters = letters[len(word) :]
    return at > first


def _may_open(text: str, found: re.Match[str], end: int, closers: tuple[str, ...], marks: Marks) -> bool:
    sign, after = found.group(), found.end()
    if _in_word(text, found, end, marks, opening=True):
        return False
    if after >= end or text[after].isspace():
        # French sets a space inside its marks; a mark that can't close opens anyway.
        return after + 1 < end and (sign not in closers or _stands_apart(text, found, end))
    if sign in closers or sign in "'’‘":
        before = found.start() - 1
        return before < 0 or not text[before].isalnum() or _after_attached(text, found.start(), marks)
    return True


def _stands_apart(text: str, found: re.Match[str], end: int) -> bool:
    """Tell a pair of like marks with spaces on both sides, as in text put together from its words: " so "."""
    first, last = found.span()
    if first and not text[first - 1].isspace():
        return False
    other = text.find(found.group(), last + 1, min(end, last + MAX_LOOK))
    return other > last + 1 and text[other - 1].isspace()


def _may_close(text: str, found: re.Match[str], end: int, marks: Marks, *, same_sign: bool) -> bool:
    after = found.end()
    if _in_word(text, found, end, marks, opening=False):
        return False
    if found.group() in "'’":  # most are apostrophes: a closing one has punctuation on a side
        return text[found.start() - 1] in ".,!?…" or after >= end or text[after] in '.,;:!?)”"'
    if same_sign:
        return (
            after >= end
            or not text[after].isalnum()
            or not text[after].isascii()
            or not text[found.start() - 1].isalnum()
        )
    return True


def _ends_here(text: str, found: re.Match[str], end: int) -> bool:
    return not text[found.start() - 1].isspace() and (found.end() >= end or text[found.end()] in CLOSES_AFTER)


def _closers_left(text: str, at: int, end: int, closers: tuple[str, ...]) -> int:
    return sum(text.count(closer, at, min(end, at + MAX_LOOK)) for closer in closers)
