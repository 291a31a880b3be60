"""The verb at a sentence's end that turns back to all of it (", meldet die Agentur."), and what it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.packs.lexicon import Trait
from worker.quotations.chunks import chunks
from worker.quotations.clauses import clause_of
from worker.quotations.closings import nothing_follows

if TYPE_CHECKING:
    from worker.quotations.cues import CueHit
    from worker.quotations.progress import Progress


def closing_of(progress: Progress) -> CueHit | None:
    """Return the verb that turns back to all of the sentence before it, None when there is none."""
    order = progress.pack.syntax.order
    if order not in ("second", "before"):
        return None
    hits = [hit for hit in progress.hits if hit.cue.frame == "say" and _is_closing(progress, hit)]
    if order == "second":
        return hits[0] if hits else None
    if not hits:
        return None
    clause = clause_of(
        progress.sentence, hits[-1]
    )  # where the subject comes first, only the end turns it round
    ends = clause[1] >= len(progress.sentence) - 1 and nothing_follows(progress, hits[-1], clause)
    return hits[-1] if ends else None


def _is_closing(progress: Progress, hit: CueHit) -> bool:
    sentence = progress.sentence
    words = sentence.words
    if hit.finite != hit.first or hit.passive or not hit.first or hit.particle >= 0:
        return False
    if not words[hit.first - 1].traits & (Trait.COMMA | Trait.STOP):
        return False
    right = clause_of(sentence, hit)[1]
    if any(
        word.traits & Trait.COMPLEMENTIZERS
        for word in words[hit.last : right]
        if not word.traits & Trait.PREPOSITIONS
    ):
        return False
    if right < len(words) and words[right].traits & (Trait.COLON | Trait.QUOTE):
        return False
    if any(word.traits & (Trait.COMPLEMENTIZERS | Trait.QUOTE) for word in words[right + 1 : right + 2]):
        return False
    named = chunks(sentence, hit.last, right, progress.pack)
    return bool(named and named[0].may_speak and named[0].first <= hit.last + 1)


def is_inside(progress: Progress, hit: CueHit) -> bool:
    """Tell a verb that belongs to what is said: "We think it is right, said X", "– He says no, sagde X".

    What an agency closes (", melder NTB") is told by the one who is named before it.
    """
    closing = progress.closing
    if closing is None or hit.first >= closing.first:
        return False
    words = progress.sentence.words
    beside = (*words[max(0, hit.finite - 1) : hit.finite], *words[hit.finite + 1 : hit.finite + 2])
    if progress.dashed or any(word.traits & Trait.FIRSTS for word in beside):
        return True
    told = any(
        word.traits & (Trait.HEARERS | Trait.REPORTS) for word in words[closing.last : closing.last + 2]
    )
    return not told and any(
        word.traits & Trait.PRONOUNS and not word.traits & Trait.ARTICLES for word in beside
    )
