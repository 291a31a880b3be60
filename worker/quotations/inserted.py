"""Who speaks inside the marks: «A, — said X, — B» is two quoted parts around a clause that is not quoted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from worker.packs.lexicon import Trait
from worker.quotations.marks import QuotedSpan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from worker.packs.language import LanguagePack

DASHES = "–—―-"
OPENING = re.compile(rf"\s+[{DASHES}]\s+(?=[^\W\d_])")
CLOSING = re.compile(rf"[.,;:]?\s+[{DASHES}][,;]?\s+")  # Hungarian: "– mondta X –, és"
MAX_INSERT = 160  # characters of a clause between two dashes
MAX_BEFORE_VERB = 3  # words up to its verb: "— министр тогда ответил, —"


def parts_of(text: str, quote: QuotedSpan, pack: LanguagePack) -> Iterator[QuotedSpan]:
    """Yield a quotation cut at the reporting clauses inside it; whole, when it holds none.

    The parts keep the mark at their own side only; what stands between them is read like any other words.
    """
    if not pack.marks.inserts:
        yield quote
        return
    start = at = quote.start
    while (found := OPENING.search(text, at + 1, quote.end)) is not None:
        at = found.end() - 1
        if not _reports(text, found.end(), quote.end, pack):
            continue
        closing = CLOSING.search(text, found.end(), min(quote.end, found.end() + MAX_INSERT))
        end = found.start() - (text[found.start() - 1] in ",.")
        if end > start + 1:
            yield QuotedSpan(start, end, closed=True)
        if closing is None:
            return
        start = at = closing.end()
    yield QuotedSpan(start, quote.end, quote.closed)


def _reports(text: str, at: int, end: int, pack: LanguagePack) -> bool:
    """Tell a reporting clause by a verb of speech among its first words, the first in lower case."""
    for number, found in enumerate(pack.tokens.finditer(text, at, min(end, at + MAX_INSERT))):
        traits = pack.lexicon.look_up(found.group()).traits
        if number == 0 and traits & Trait.CAPITAL:
            return False
        if traits & Trait.REPORTING:
            return True
        if number >= MAX_BEFORE_VERB or not text[found.start()].isalnum():
            return False
    return False


def resumes(text: str, start: int, end: int) -> bool:
    """Tell a part of such a quotation, which has no mark on one of its sides."""
    return text[start].isalnum() or text[end - 1].isalnum()
