"""Speech that a dash opens: a paragraph up to the verb that closes it, or all of it when none does."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from worker.packs.lexicon import Trait
from worker.quotations.drafts import draft_of
from worker.quotations.runs import MAX_BREAK
from worker.quotations.unframed import complete
from worker.shapes import Span

if TYPE_CHECKING:
    from worker.quotations.context import Context
    from worker.quotations.drafts import Draft
    from worker.quotations.reading import Sentence

MIN_WORDS = 4  # a shorter line behind a dash is a heading or a list's item
Held = tuple["Sentence", list["Draft"]]


@dataclass(slots=True)
class DashedSpeech:
    """The sentences of one dashed paragraph that no verb has closed yet."""

    held: list[Held] = field(default_factory=list)
    closed: int = -1  # the paragraph whose speech has its speaker

    def take(self, context: Context, sentence: Sentence, framed: list[Draft]) -> bool:
        """Hold or join a sentence of a dashed paragraph; false leaves it to the ordinary reading."""
        if self.held and self.held[0][0].paragraph != sentence.paragraph:
            self.end(context)
        if not (context.pack.marks.dash and sentence.dashed):
            return False
        if sentence.paragraph == self.closed:
            return not framed and _goes_on(context, sentence)
        if not (framed and _closes(framed[0])):
            self.held.append((sentence, framed))
            return True
        if self.held:
            _prepend(framed[0], self.held[0][0])
            self.held = []
        self.closed = sentence.paragraph
        return False

    def end(self, context: Context) -> None:
        """Give what was held to whoever spoke just before; without anybody read it as ordinary sentences."""
        held, self.held = self.held, []
        if not held:
            return
        draft = _speech_of(context, held)
        if draft is None:
            for sentence, framed in held:
                complete(context, sentence, framed)
                context.before = sentence
            return
        context.drafts.append(draft)
        context.last = len(context.drafts) - 1
        context.paragraph, context.running, context.waiting = draft.paragraph, True, None
        context.before = held[-1][0]


def _goes_on(context: Context, sentence: Sentence) -> bool:
    """Add "– B." to the speech before it: "– A, said X. – B."."""
    last = context.drafts[-1] if context.drafts else None
    if last is None or last.kind != "direct" or last.paragraph != sentence.paragraph:
        return False
    if not sentence.words[0].traits & Trait.DASH or len(sentence) < MIN_WORDS:
        return False
    last.spans.append(Span(_start_of(sentence), sentence.ends[-1]))
    last.quoted = list(last.spans)
    return True


def _closes(draft: Draft) -> bool:
    """Tell "– A, said X" from a clause that one of the spoken sentences reports."""
    return draft.kind == "direct" and bool(draft.cue) and draft.cue[0].start >= draft.spans[0].end


def _prepend(draft: Draft, first: Sentence) -> None:
    start = _start_of(first)
    draft.spans[0] = Span(start, draft.spans[0].end)
    draft.quoted = list(draft.spans)
    draft.frame = Span(first.starts[0], draft.frame.end)


def _start_of(sentence: Sentence) -> int:
    return sentence.starts[1] if sentence.words[0].traits & Trait.DASH else sentence.starts[0]


def _speech_of(context: Context, held: list[Held]) -> Draft | None:
    """Return one quotation of all held sentences, None when they are no speech of a known speaker."""
    first, last = held[0][0], held[-1][0]
    if context.last is None or not context.speaker():
        return None
    if not 0 < first.paragraph - context.drafts[context.last].paragraph <= MAX_BREAK:
        return None
    ending = last.text[last.ends[-1] - 1]
    if ending not in ".!…" or sum(len(sentence) for sentence, _ in held) < MIN_WORDS:
        return None  # a question behind a dash is the interviewer's
    draft = draft_of(first, [(0, len(first))], None, None)
    if draft is None:
        return None
    draft.kind = "direct"
    draft.spans = [Span(_start_of(first), last.ends[-1])]
    draft.quoted = list(draft.spans)
    draft.frame = Span(first.starts[0], last.ends[-1])
    draft.speaker, draft.framed, draft.score, draft.follows = context.speaker(), False, 0.55, context.last
    return draft
