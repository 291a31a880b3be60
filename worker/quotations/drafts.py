"""A quotation in the making: what one sentence gave, before neighbours complete it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from worker.shapes import Quotation, Span

if TYPE_CHECKING:
    from worker.quotations.chunks import Chunk
    from worker.quotations.cues import CueHit
    from worker.quotations.reading import Sentence
    from worker.shapes import Kind

MOSTLY_QUOTED = 0.8  # share of the content's letters inside marks from which it is direct speech
TRAILING = " ,;،؛:–—-\n\t，、；："
TERMINAL = ".。"


@dataclass(slots=True)
class Draft:
    """One quotation of one sentence; every span counts characters of the article's text."""

    kind: Kind
    spans: list[Span]
    frame: Span
    paragraph: int
    quoted: list[Span] = field(default_factory=list)
    cue: list[Span] = field(default_factory=list)
    speaker: list[Span] = field(default_factory=list)
    addressee: list[Span] = field(default_factory=list)
    chained: bool = False
    channel: list[Span] = field(default_factory=list)
    act: str = "STATE"
    negated: bool = False
    follows: int | None = None
    score: float = 0.5
    framed: bool = True
    impersonal: bool = False  # "it is assumed that …": nobody speaks, and no neighbour may be put in
    refers: bool = False  # "по его словам": the cue itself means whoever spoke before

    def finish(self) -> Quotation:
        """Return the frozen quotation."""
        return Quotation(
            kind=self.kind,
            spans=tuple(self.spans),
            frame=self.frame,
            quoted=tuple(self.quoted),
            cue=tuple(self.cue),
            speaker=tuple(self.speaker),
            addressee=tuple(self.addressee),
            chained=self.chained,
            channel=tuple(self.channel),
            act=self.act,
            negated=self.negated,
            follows=self.follows,
            score=self.score,
        )


def draft_of(
    sentence: Sentence, ranges: list[tuple[int, int]], hit: CueHit | None, speaker: Chunk | None
) -> Draft | None:
    """Build a draft from token ranges of content; None when nothing but punctuation is left."""
    spans: list[Span] = []
    quoted: list[Span] = []
    for first, last in _joined(ranges):
        span = _trimmed(sentence, first, last)
        if span is not None:
            spans.append(span)
            quoted += [
                Span(sentence.starts[k], sentence.ends[k])
                for k in range(first, last)
                if sentence.words[k].low == "" and sentence.words[k].traits
            ]
    if not spans:
        return None
    draft = Draft(
        kind=_kind_of(spans, quoted),
        spans=spans,
        frame=Span(sentence.starts[0], sentence.ends[-1]),
        paragraph=sentence.paragraph,
        quoted=quoted,
    )
    if draft.kind == "direct":
        draft.spans = list(quoted)
    if hit is not None:
        draft.cue = [Span(*sentence.cut(first, last)) for first, last in hit.parts]
        draft.act, draft.negated = hit.cue.act, hit.negated
    if speaker is not None:
        draft.speaker = [Span(*sentence.cut(speaker.first, speaker.last))]
    return draft


def _joined(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Make one range of an object and the phrase right behind it: "the reports" "about X"."""
    joined: list[tuple[int, int]] = []
    for first, last in ranges:
        if joined and joined[-1][1] == first:
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((first, last))
    return joined


def _trimmed(sentence: Sentence, first: int, last: int) -> Span | None:
    """Cut commas and the closing full stop off a range of tokens."""
    text = sentence.text
    if first >= last:
        return None
    start, end = sentence.cut(first, last)
    while end > start and (
        text[end - 1] in TRAILING or (text[end - 1] in TERMINAL and last == len(sentence))
    ):
        end -= 1
    marked = sentence.words[first].low == "" and sentence.words[first].traits  # ,,typewriter marks''
    while start < end and text[start] in TRAILING and not marked:
        start += 1
    return Span(start, end) if any(letter.isalnum() for letter in text[start:end]) else None


def _kind_of(spans: list[Span], quoted: list[Span]) -> Kind:
    if not quoted:
        return "indirect"
    inside = sum(end - start for start, end in quoted)
    outside = sum(end - start for start, end in spans)
    return "direct" if inside >= MOSTLY_QUOTED * outside and spans[0].start == quoted[0].start else "mixed"
