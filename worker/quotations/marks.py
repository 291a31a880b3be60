"""Pairing quotation marks by type inside one paragraph; apostrophes and inner marks start nothing."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from worker.packs.language import Marks

CLOSES_AFTER = frozenset(".,!?…;:)]»“”\"'’ \n")


class QuotedSpan(NamedTuple):
    """One outermost quotation, marks included; ``closed`` is false when the paragraph ends first."""

    start: int
    end: int
    closed: bool


@lru_cache(maxsize=64)
def _openers(marks: Marks) -> dict[str, str]:
    found: dict[str, str] = {}
    for pair in marks.pairs:
        found[pair[0]] = found.get(pair[0], "") + pair[1]
    return found


@lru_cache(maxsize=64)
def _mark_pattern(marks: Marks) -> re.Pattern[str]:
    signs = sorted({sign for pair in marks.pairs for sign in pair})
    return (
        re.compile("[" + "".join(re.escape(sign) for sign in signs) + "]") if signs else re.compile(r"(?!)")
    )


def quoted_spans(text: str, start: int, end: int, marks: Marks) -> Iterator[QuotedSpan]:
    """Yield each outermost quotation of a paragraph, left to right, marks included.

    A paragraph break closes nothing: news style reopens the mark on every
    paragraph of a long quotation and closes only the last one; the spans of
    the earlier ones end with their paragraph, ``closed`` false.
    """
    openers = _openers(marks)
    opened_at, closers, depth = -1, "", 0
    for found in _mark_pattern(marks).finditer(text, start, end):
        at, sign = found.start(), found.group()
        if opened_at < 0:
            if sign in openers and _may_open(text, at, end, sign, openers[sign]):
                opened_at, closers, depth = at, openers[sign], 0
            continue
        if sign in closers and _may_close(text, at, end, sign, text[opened_at] == sign):
            if depth:
                depth -= 1
                continue
            yield QuotedSpan(opened_at, at + 1, closed=True)
            opened_at = -1
        elif sign == text[opened_at] and sign not in closers:
            if _ends_here(text, at, end):  # typed wrongly: an opening mark that closes
                yield QuotedSpan(opened_at, at + 1, closed=True)
                opened_at = -1
            elif _closer_left(text, at, end, closers) > 1:
                depth += 1
            else:  # the earlier mark was never closed
                opened_at = at
    if opened_at >= 0 and (opened_at - start <= 1 or text[opened_at] not in closers):
        yield QuotedSpan(opened_at, end, closed=False)


def _may_open(text: str, at: int, end: int, sign: str, closers: str) -> bool:
    if at + 1 >= end or text[at + 1].isspace():
        # French sets a space inside its marks; a mark that can't close opens anyway.
        return sign not in closers and at + 2 < end
    return (sign not in closers and sign not in "’‘") or at == 0 or not text[at - 1].isalnum()


def _may_close(text: str, at: int, end: int, sign: str, same_sign: bool) -> bool:  # noqa: FBT001 - a fact of the pair
    if sign in "’'" or same_sign:
        return (
            at + 1 >= end
            or not text[at + 1].isalnum()
            or not text[at + 1].isascii()
            or not text[at - 1].isalnum()
        )
    return True


def _ends_here(text: str, at: int, end: int) -> bool:
    return not text[at - 1].isspace() and (at + 1 >= end or text[at + 1] in CLOSES_AFTER)


def _closer_left(text: str, at: int, end: int, closers: str) -> int:
    return sum(text.count(closer, at, min(end, at + 2000)) for closer in set(closers))
