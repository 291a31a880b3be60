"""Who speaks in a clause, where verbs joined by "and" share a speaker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.packs.lexicon import Trait
from worker.quotations.chunks import chunks
from worker.quotations.speakers import FRONTED, speaker_of

if TYPE_CHECKING:
    from worker.quotations.chunks import Chunk
    from worker.quotations.clauses import Range
    from worker.quotations.cues import CueHit
    from worker.quotations.progress import Progress


def speaker_for(progress: Progress, hit: CueHit, clause: Range, *, follows_content: bool) -> Chunk | None:
    """Return the clause's speaker; a verb joined by "and", or without a subject, shares the one before it."""
    words = progress.sentence.words
    if progress.pack.syntax.order == "after" and progress.speaker is not None and not hit.passive:
        own = speaker_of(progress.sentence, hit, clause, progress.pack, follows_content=follows_content)
        if own is not None and own.first > hit.finite:
            return own  # the verb comes first: "and said the envoy that …" names somebody new
    for k in (hit.finite - 1, hit.first - 1):
        if k >= 0 and words[k].traits & Trait.CONJUNCTIONS and progress.speaker is not None:
            return progress.speaker
    if hit.finite == clause[0] and progress.speaker is not None and not follows_content:
        return _behind_clause(progress, hit, clause) or progress.speaker
    if words[hit.first].traits & Trait.GERUNDS and hit.first == clause[0] and not follows_content:
        before = chunks(progress.sentence, 0, clause[0], progress.pack)
        main = next((chunk for chunk in before if chunk.may_speak), None)
        if main is not None:
            return progress.speaker or main  # "X opposed the plan, adding: …"
    own = speaker_of(progress.sentence, hit, clause, progress.pack, follows_content=follows_content)
    if own is not None and own == progress.channel and progress.cited is not None:
        return progress.cited  # "The paper, citing X, reported that …"
    if own is not None or hit.passive:
        return own
    return progress.speaker


def _behind_clause(progress: Progress, hit: CueHit, clause: Range) -> Chunk | None:
    """Return the subject right behind a verb that a dependent clause turned: "Als X fragte, antwortete Y"."""
    words = progress.sentence.words
    if progress.pack.syntax.order != "second" or not words[0].traits & FRONTED:
        return None
    own = speaker_of(progress.sentence, hit, clause, progress.pack, follows_content=True)
    return own if own is not None and own.first == hit.finite + 1 and not own.pronoun else None
