"""Quotations that lean on a neighbour: quotations alone in their sentence, runs of reported speech."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.packs.lexicon import PUNCTUATION, Trait
from worker.quotations.chunks import chunks
from worker.quotations.clauses import clause_of, is_speech
from worker.quotations.cues import find_cues
from worker.quotations.drafts import draft_of
from worker.quotations.runs import goes_on, stands_alone
from worker.quotations.speakers import speaker_of
from worker.shapes import Span

if TYPE_CHECKING:
    from worker.quotations.chunks import Chunk
    from worker.quotations.context import Context
    from worker.quotations.drafts import Draft
    from worker.quotations.reading import Sentence

MIN_SENTENCE = 3  # words


def complete(context: Context, sentence: Sentence, framed: list[Draft]) -> None:
    """Add a sentence's own drafts, or what it says on behalf of the sentence before it."""
    if sentence.paragraph != context.paragraph:
        context.running = False
        context.paragraph = sentence.paragraph
    if framed:
        _add_framed(context, framed)
    elif _points_back(context, sentence):
        pass
    elif sentence.words[0].traits & Trait.REFERRERS and len(sentence) > 3:
        _add_referring(context, sentence)
    else:
        alone = _alone(sentence)
        if alone:
            _add_alone(context, sentence, alone)
        elif not (goes_on(context, sentence) or stands_alone(context, sentence)):
            context.running = False
    ends_open = bool(sentence.words[-1].traits & Trait.COLON)
    context.waiting = sentence if ends_open and not framed else None


def _add_framed(context: Context, framed: list[Draft]) -> None:
    for draft in framed:
        open_ended = context.pack.syntax.drops_subject or draft.refers
        if not draft.speaker and draft.cue and not draft.impersonal and open_ended:
            draft.speaker = _dropped(context)
        elif not draft.speaker and not draft.cue and context.running:
            draft.speaker, draft.follows = context.speaker(), context.last  # "And: “…”"
        context.drafts.append(draft)
        context.last = len(context.drafts) - 1
    context.running = True


def _dropped(context: Context) -> list[Span]:
    """Return who a verb without a subject is about: the subject of the sentence before, or who spoke last."""
    before, lexicon = context.before, context.pack.lexicon
    told = context.running or before is None or before.paragraph != context.paragraph
    if told or before is None or not (lexicon.has(Trait.NOMINATIVES) or lexicon.has(Trait.OBLIQUES)):
        return context.speaker()
    named = [chunk for chunk in chunks(before, 0, len(before), context.pack) if chunk.may_speak]
    marked = [chunk for chunk in named if chunk.marked]
    if not marked and not lexicon.has(Trait.NOMINATIVES):  # a capital by its place alone shows no name
        marked = [chunk for chunk in named[:1] if _shows_name(before, chunk)]
    return [Span(*before.cut(marked[0].first, marked[0].last))] if marked else context.speaker()


def _shows_name(sentence: Sentence, chunk: Chunk) -> bool:
    words = sentence.words
    inner = words[max(chunk.first, 1) : chunk.last]
    return bool(words[chunk.first].traits & Trait.ARTICLES) or any(w.traits & Trait.CAPITAL for w in inner)


def _points_back(context: Context, sentence: Sentence) -> bool:
    """Take "This was said by X" for a report of the sentence before it."""
    before = context.before
    if before is None or before.paragraph != sentence.paragraph or context.running:
        return False
    if (
        len(sentence) < 4
        or not sentence.words[0].traits & Trait.DEICTICS
        or not sentence.words[1].traits & Trait.CUE
    ):
        return False
    hit = next(
        (hit for hit in find_cues(sentence, context.pack) if hit.cue.frame == "say" and not hit.passive), None
    )
    if hit is None or hit.finite != 1:
        return False
    speaker = speaker_of(sentence, hit, (1, clause_of(sentence, hit)[1]), context.pack, follows_content=True)
    draft = draft_of(before, [(0, len(before))], None, None)
    if draft is None or speaker is None:
        return False
    draft.cue = [Span(*sentence.cut(first, last)) for first, last in hit.parts]
    draft.speaker = [Span(*sentence.cut(speaker.first, speaker.last))]
    draft.act, draft.score = hit.cue.act, 0.5
    context.add(draft)
    return True


def _add_referring(context: Context, sentence: Sentence) -> None:
    """Take "Accordingly, …" for the speech of whoever was the source before it."""
    draft = draft_of(sentence, [(1, len(sentence))], None, None)
    if draft is not None:
        draft.cue = [Span(sentence.starts[0], sentence.ends[0])]
        draft.speaker, draft.score, draft.follows = context.speaker(), 0.5, context.last
        context.add(draft)


def _alone(sentence: Sentence) -> list[tuple[int, int]]:
    """Return the quotations of a sentence that holds nothing else."""
    words = sentence.words
    if not sentence.traits & Trait.QUOTE or any(
        not word.traits & (Trait.QUOTE | PUNCTUATION) for word in words
    ):
        return []
    return [
        (k, k + 1)
        for k in range(len(words))
        if words[k].traits & Trait.QUOTE and (is_speech(sentence, k) or _is_sentence(sentence, k))
    ]


def _is_sentence(sentence: Sentence, k: int) -> bool:
    """Tell three words in marks and a full stop behind them, which no title alone has."""
    words = sentence.text.count(" ", sentence.starts[k], sentence.ends[k]) + 1
    return words >= MIN_SENTENCE and bool(sentence.words[-1].traits & Trait.STOP)


def _announced(context: Context) -> list[Span]:
    """Return who was about to speak when the sentence before this one ended in a colon."""
    waiting = context.waiting
    if waiting is None:
        return []
    named = [chunk for chunk in chunks(waiting, 0, len(waiting), context.pack) if chunk.may_speak]
    if context.pack.syntax.order == "last":  # "Vize konusuna değinen Bakan, şöyle devam etti:"
        commas = [chunk for chunk in named if waiting.words[chunk.last].traits & Trait.COMMA]
        named = commas or named
    return [Span(*waiting.cut(named[0].first, named[0].last))] if named else []


def _add_alone(context: Context, sentence: Sentence, alone: list[tuple[int, int]]) -> None:
    speaker = _announced(context) or context.speaker()
    draft = draft_of(sentence, alone, None, None)
    if draft is None:
        return
    if context.waiting is None and _joins(context, draft):
        return
    draft.speaker, draft.framed, draft.score = speaker, False, 0.6 if speaker else 0.4
    if context.waiting is None:
        draft.follows = context.last
        if draft.follows is not None:
            draft.act = context.drafts[draft.follows].act
    context.add(draft)


def _joins(context: Context, draft: Draft) -> bool:
    """Add "B" to the quotation whose speaker stood in the middle (“A,” X said. “B.”)."""
    if not context.running or context.last is None:
        return False
    last = context.drafts[context.last]
    if last.kind != "direct" or not last.cue or last.spans[0].start > last.cue[0].start:
        return False
    last.spans += draft.spans
    last.quoted += draft.quoted
    return True
