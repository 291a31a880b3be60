"""Sentences that only their mood shows as reported: runs of the Konjunktiv, and one that stands by itself.

German news tells reported speech by the mood of its main verb ("Der Hafen sei geschlossen."), so that neither
a cue nor a neighbour is needed to see it; they are needed to know whose it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.packs.lexicon import PUNCTUATION, Trait
from worker.quotations.chunks import chunks
from worker.quotations.drafts import draft_of
from worker.quotations.moods import first_verb, is_certain, is_subjunctive
from worker.shapes import Span

if TYPE_CHECKING:
    from worker.quotations.context import Context
    from worker.quotations.drafts import Draft
    from worker.quotations.reading import Sentence

MAX_BREAK = 2  # line feeds between two paragraphs of one speaker
REPORTED = Trait.SUBJUNCTIVES | Trait.PERHAPS_SUBJUNCTIVES
SUBORDINATE = Trait.CONDITIONALS | Trait.COMPLEMENTIZERS
OTHER_CLAUSE = Trait.RELATIVES | SUBORDINATE
OTHER_VERB = Trait.VERBS | Trait.AUXILIARIES | Trait.PASSIVES | Trait.REPORTING
PARTED = PUNCTUATION & ~(Trait.BRACKET | Trait.COMMA)


def goes_on(context: Context, sentence: Sentence) -> bool:
    """Take a sentence in the subjunctive for the speech of whoever spoke just before it."""
    if context.last is None or not sentence.traits & REPORTED:
        return False
    words = sentence.words
    verb = first_verb(sentence, _main_clause(sentence))
    if verb < 0 or not (context.running or _resumes(context, sentence)):
        return False
    if words[verb].traits & (Trait.VERBS | Trait.REPORTING) or not is_subjunctive(sentence, verb):
        return False
    if _in_first_person(sentence, verb):
        return False
    draft = draft_of(sentence, [(0, len(words))], None, None)
    if draft is None:
        return False
    if not _lengthens(context, draft):
        draft.speaker, draft.framed, draft.score, draft.follows = context.speaker(), False, 0.5, context.last
        context.add(draft)
    return True


def stands_alone(context: Context, sentence: Sentence) -> bool:
    """Take a sentence that can only be reported for the speech of whoever is told of in its paragraph."""
    if not _is_certain_report(sentence):
        return False
    told = _source_before(context)
    speaker = told or context.speaker()
    draft = draft_of(sentence, [(0, len(sentence))], None, None) if speaker else None
    if draft is None:
        return False
    draft.speaker, draft.framed, draft.score = speaker, False, 0.4
    if not told:
        draft.follows = context.last
    context.add(draft)
    return True


def _lengthens(context: Context, draft: Draft) -> bool:
    """Make one quotation of neighbouring sentences that no cue frames."""
    last = context.drafts[context.last or 0]
    if last.framed or "direct" in (last.kind, draft.kind) or last.paragraph != draft.paragraph:
        return False
    last.kind = "mixed" if last.quoted or draft.quoted else "indirect"
    last.quoted += draft.quoted
    last.spans[-1] = Span(last.spans[-1].start, draft.spans[-1].end)
    last.frame = Span(last.frame.start, draft.frame.end)
    return True


def _resumes(context: Context, sentence: Sentence) -> bool:
    """Tell a paragraph that goes on with the speech before it: its first verb can only be reported."""
    if context.last is None or not sentence.opens_paragraph:
        return False
    if not 0 < sentence.paragraph - context.drafts[context.last].paragraph <= MAX_BREAK:
        return False
    return is_certain(sentence, first_verb(sentence))


def _is_certain_report(sentence: Sentence) -> bool:
    """Tell whether the main verb is a listed form of reported speech that is nothing else.

    A clause that opens the sentence is skipped. "Sei gegrüßt" and "ich habe" are no reports.
    """
    if not sentence.traits & Trait.SUBJUNCTIVES:
        return False
    words = sentence.words
    first = _main_clause(sentence)
    for k in range(first, len(words)):
        traits = words[k].traits
        if traits & Trait.SUBJUNCTIVES and is_certain(sentence, k) and not traits & Trait.CAPITAL:
            return k > 0 and not _in_first_person(sentence, k)
        if traits & (OTHER_VERB | PARTED):
            return False
        parted = k > first and words[k - 1].traits & Trait.COMMA
        if parted and traits & OTHER_CLAUSE and not traits & Trait.PREPOSITIONS:
            return False
    return False


def _in_first_person(sentence: Sentence, k: int) -> bool:
    """Tell "ich habe", "habe ich": the form is that of plain speech, too."""
    beside = sentence.words[max(0, k - 1) : k] + sentence.words[k + 1 : k + 2]
    return any(word.traits & Trait.FIRSTS for word in beside)


def _main_clause(sentence: Sentence) -> int:
    """Return where the main clause begins: behind the comma of a clause that opens the sentence."""
    words = sentence.words
    if not words[0].traits & SUBORDINATE or words[0].traits & Trait.PREPOSITIONS:
        return 0
    return next((k + 1 for k in range(1, len(words)) if words[k].traits & Trait.COMMA), 0)


def _source_before(context: Context) -> list[Span]:
    """Return the subject of the sentence before, if it tells of speech or nobody spoke in the paragraph."""
    before = context.before
    if before is None or before.paragraph != context.paragraph:
        return []
    told = any(word.traits & (Trait.REPORTING | Trait.REPORTS) for word in before.words)
    if context.last is not None and context.drafts[context.last].paragraph == context.paragraph and not told:
        return []
    named = [chunk for chunk in chunks(before, 0, len(before), context.pack) if chunk.may_speak]
    return [Span(*before.cut(named[0].first, named[0].last))] if named else []
