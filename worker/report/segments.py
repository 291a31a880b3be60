"""Cutting a text at every span's edge, so that nested and overlapping statements become flat pieces."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from worker.shapes import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from worker.report.shapes import ReportStatement


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text over which the same statements lie."""

    span: Span
    owners: tuple[int, ...] = ()  # indexes of the statements over it, the innermost first
    opens: tuple[int, ...] = ()  # statements whose first character stands here
    cues: tuple[int, ...] = ()  # statements whose cue this is


def paragraphs_of(text: str) -> Iterator[Span]:
    """Yield the span of each paragraph that holds more than blanks, line feeds left out."""
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield Span(start, start + len(line))
        start += len(line) + 1


def first_places(text: str, statements: Sequence[ReportStatement]) -> list[int]:
    """Return where each statement first meets a paragraph, -1 when it meets none."""
    paragraphs = tuple(paragraphs_of(text))
    return [
        min((clipped.start for p in paragraphs for clipped in _inside(p, s.spans)), default=-1)
        for s in statements
    ]


def cut_segments(
    paragraph: Span, statements: Sequence[ReportStatement], firsts: Sequence[int]
) -> list[Segment]:
    """Cut one paragraph at every edge of a statement or cue; the pieces joined are the paragraph again."""
    held = [
        _Claim(index, clipped, "text")
        for index, s in enumerate(statements)
        for clipped in _inside(paragraph, s.spans)
    ]
    held += [
        _Claim(index, clipped, "cue")
        for index, s in enumerate(statements)
        for clipped in _inside(paragraph, s.cue)
    ]
    edges = {paragraph.start, paragraph.end}
    edges.update(edge for claim in held for edge in claim.span)
    ordered = sorted(edges)
    sizes = {i: sum(span.end - span.start for span in s.spans) for i, s in enumerate(statements)}
    return [_segment(Span(start, end), held, firsts, sizes) for start, end in pairwise(ordered)]


@dataclass(frozen=True, slots=True)
class _Claim:
    index: int
    span: Span
    what: str


def _inside(paragraph: Span, spans: Sequence[Span]) -> Iterator[Span]:
    for span in spans:
        start, end = max(span.start, paragraph.start), min(span.end, paragraph.end)
        if start < end:
            yield Span(start, end)


def _segment(piece: Span, held: Sequence[_Claim], firsts: Sequence[int], sizes: dict[int, int]) -> Segment:
    over = [claim for claim in held if claim.span.start <= piece.start and piece.end <= claim.span.end]
    owners = sorted({claim.index for claim in over if claim.what == "text"}, key=lambda i: (sizes[i], i))
    return Segment(
        span=piece,
        owners=tuple(owners),
        opens=tuple(sorted(i for i in owners if firsts[i] == piece.start)),
        cues=tuple(sorted({claim.index for claim in over if claim.what == "cue"})),
    )
