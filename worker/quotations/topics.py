"""Who speaks in a clause whose subject may stand clauses before it: the topic that leads the sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.packs.lexicon import PUNCTUATION, Trait
from worker.quotations.chunks import chunks

if TYPE_CHECKING:
    from worker.quotations.chunks import Chunk
    from worker.quotations.clauses import Range
    from worker.quotations.cues import CueHit
    from worker.quotations.progress import Progress

ASIDE = Trait.PREPOSITIONS | Trait.CONDITIONALS


def subject_of(progress: Progress, hit: CueHit, clause: Range) -> Chunk | None:
    """Return the phrase that leads the clause, else the last speaker or the topic that leads the sentence."""
    sentence, pack = progress.sentence, progress.pack
    if progress.cited is not None and clause[0] <= progress.cited.first < hit.first:
        return progress.cited  # 路透社援引一名官员的话说：the agency is the channel
    for chunk in chunks(sentence, clause[0], hit.first, pack):
        if chunk.may_speak:
            return chunk
    channel = progress.channel
    if channel is not None and clause[0] <= channel.first < hit.first:
        progress.channel = None  # 据新华社报道，…: nobody else speaks
        return channel
    return progress.speaker or _topic(progress, clause[0])


def _topic(progress: Progress, last: int) -> Chunk | None:
    """Return who leads the sentence: the first phrase of a clause that is neither time nor condition."""
    sentence = progress.sentence
    words = sentence.words
    first = max(progress.begun, progress.taken)
    while first < last:
        end = next((k for k in range(first, last) if words[k].traits & PUNCTUATION), last)
        aside = words[first].traits & ASIDE or (end > first and words[end - 1].traits & Trait.TIMES)
        named = [] if aside else chunks(sentence, first, end, progress.pack)
        found = next((chunk for chunk in named if chunk.may_speak), None)
        if found is not None:
            return found
        first = end + 1
    return None
