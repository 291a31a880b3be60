"""Quotations that lean on a neighbour: quotations alone in their sentence, runs of reported speech."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from worker.packs.lexicon import PUNCTUATION, Trait
from worker.quotations.chunks import chunks
from worker.quotations.contents import is_speech
from worker.quotations.drafts import Draft, draft_of
from worker.shapes import Span

if TYPE_CHECKING:
    from worker.packs.language import LanguagePack
    from worker.quotations.reading import Sentence


@dataclass(slots=True)
class Context:
    """What the sentences read so far leave to the next one."""

    pack: LanguagePack
    drafts: list[Draft] = field(default_factory=list)
    last: int | None = None  # the draft whose speaker goes on
    paragraph: int = -1
    running: bool = False  # the sentence before this one, in this paragraph, was reported
    waiting: Sentence | None = None  # it ended in a colon

    def interrupt(self) -> None:
        """Forget the neighbour: something that is no article text stands between."""
        self.running, self.waiting = False, None

    def speaker(self) -> list[Span]:
        """Return who spoke last."""
        return [] if self.last is None else list(self.drafts[self.last].speaker)


def complete(context: Context, sentence: Sentence, framed: list[Draft]) -> None:
    """Add a sentence's own drafts, or what it says on behalf of the sentence before it."""
    if sentence.paragraph != context.paragraph:
        context.running = False
        context.paragraph = sentence.paragraph
    if framed:
        _add_framed(context, framed)
    else:
        alone = _alone(sentence)
        if alone:
            _add_alone(context, sentence, alone)
        elif not _reported_run(context, sentence):
            context.running = False
    ends_open = bool(sentence.words[-1].traits & Trait.COLON)
    context.waiting = sentence if ends_open and not framed else None


def _add_framed(context: Context, framed: list[Draft]) -> None:
    for draft in framed:
        if not draft.speaker and draft.cue and context.pack.syntax.drops_subject:
            draft.speaker = context.speaker()
        context.drafts.append(draft)
        context.last = len(context.drafts) - 1
    context.running = True


def _alone(sentence: Sentence) -> list[tuple[int, int]]:
    """Return the quotations of a sentence that holds nothing else."""
    words = sentence.words
    if any(not word.traits & (Trait.QUOTE | PUNCTUATION) for word in words):
        return []
    return [(k, k + 1) for k in range(len(words)) if words[k].traits & Trait.QUOTE and is_speech(sentence, k)]


def _add_alone(context: Context, sentence: Sentence, alone: list[tuple[int, int]]) -> None:
    speaker = context.speaker()
    if context.waiting is not None:
        named = [
            chunk
            for chunk in chunks(context.waiting, 0, len(context.waiting), context.pack)
            if chunk.may_speak
        ]
        if named:
            speaker = [Span(*context.waiting.cut(named[0].first, named[0].last))]
    draft = draft_of(sentence, alone, None, None)
    if draft is None:
        return
    draft.speaker, draft.framed, draft.score = speaker, False, 0.6 if speaker else 0.4
    if context.waiting is None:
        draft.follows = context.last
        if draft.follows is not None:
            draft.act = context.drafts[draft.follows].act
    context.drafts.append(draft)
    context.last = len(context.drafts) - 1
    context.running = True


def _reported_run(context: Context, sentence: Sentence) -> bool:
    """Take a sentence in the subjunctive for the speech of whoever spoke just before it."""
    if not context.running or context.last is None:
        return False
    words = sentence.words
    first = next(
        (
            k
            for k, word in enumerate(words)
            if word.traits & (Trait.SUBJUNCTIVES | Trait.VERBS | Trait.CONDITIONALS)
        ),
        -1,
    )
    if not any(word.traits & Trait.SUBJUNCTIVES for word in words) or first < 0:
        return False
    draft = draft_of(sentence, [(0, len(words))], None, None)
    if draft is None:
        return False
    last = context.drafts[context.last]
    if not last.framed and last.kind == draft.kind == "indirect" and last.paragraph == draft.paragraph:
        last.spans[-1] = Span(last.spans[-1].start, draft.spans[-1].end)
        last.frame = Span(last.frame.start, draft.frame.end)
        return True
    draft.speaker, draft.framed, draft.score, draft.follows = context.speaker(), False, 0.5, context.last
    context.drafts.append(draft)
    context.last = len(context.drafts) - 1
    return True
