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
OPENING = re.compile(
    rf"\s+(?:[{DASHES}]\s+|[—–])(?=[^\W\d_])"
)  # Spanish sets dashes like brackets: «A —dijo X— B»
# Hungarian: "– mondta X –, és"
CLOSING = re.compile(rf"[.,;:!?]?(?:\s+(?P<dash>[{DASHES}])|(?P<tight>[—–]))[,;]?\s+|[.!?]\s+(?=\S)")
OPENED = re.compile(rf"\s*(?:[{DASHES}]\s*)+(?=\S)")
MAX_INSERT = 160  # characters of a clause between two dashes
MAX_BEFORE_VERB = 3  # words up to its verb: "— министр тогда ответил, —"


def parts_of(text: str, quote: QuotedSpan, pack: LanguagePack) -> Iterator[QuotedSpan]:
    """Yield a quotation cut at the reporting clauses inside it; whole, when it holds none.

    The parts keep the mark at their own side only; what stands between them is read like any other words.
    """
    if pack.marks.inserts:
        yield from _cut(text, quote, pack)
    else:
        yield quote


def spoken(text: str, paragraph: tuple[int, int], pack: LanguagePack) -> tuple[QuotedSpan, ...]:
    """Return the parts of a paragraph that a dash opens as speech, () for any other paragraph.

    "– A. B. – said X. – C. D.": all sentences between the dashes are spoken, not one alone.
    """
    found = OPENED.match(text, *paragraph) if pack.marks.dash else None
    if found is None:
        return ()
    end = found.end() + len(text[found.end() : paragraph[1]].rstrip())
    end -= text[end - 1] == "."
    parts = tuple(_cut(text, QuotedSpan(found.end(), end, closed=True), pack))
    return () if parts and parts[0].end == end else parts  # no verb tells who speaks


def _cut(text: str, quote: QuotedSpan, pack: LanguagePack) -> Iterator[QuotedSpan]:
    start = at = quote.start
    while (found := OPENING.search(text, at + 1, quote.end)) is not None:
        at = found.end() - 1
        if not _reports(text, found.end(), quote.end, pack):
            continue
        end = found.start() - (text[found.start() - 1] in ",.")
        if end > start + 1:
            yield QuotedSpan(start, end, closed=True)
        resumed = _end_of_insert(text, found.end(), quote.end, pack)
        if resumed is None:
            return
        start = at = resumed
    yield QuotedSpan(start, quote.end, quote.closed)


def _end_of_insert(text: str, first: int, last: int, pack: LanguagePack) -> int | None:
    """Return where speech goes on behind a clause, None where its sentence ends without another dash."""
    for found in CLOSING.finditer(text, first, min(last, first + MAX_INSERT)):
        if found["dash"] or found["tight"]:
            return found.end()
        word = text[first : found.start()].rsplit(maxsplit=1)[-1].lower()
        if len(word) > 1 and word not in pack.script.abbreviations:
            return None
    return None


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
