"""Reports told by the way: "as X said"; the rest of the sentence is what was said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.packs.lexicon import Trait
from worker.quotations.clauses import FINITE
from worker.quotations.sharing import speaker_for

if TYPE_CHECKING:
    from worker.quotations.clauses import Range
    from worker.quotations.cues import CueHit
    from worker.quotations.progress import Progress

MAX_BARE = 4  # tokens of a clause without a subject: "mint azt mondta"
MIN_AHEAD = 4  # tokens: "wie X, Y,"
MAX_AHEAD = 24  # tokens of a subject and its apposition
STOPS = FINITE | Trait.REPORTING | Trait.STOP | Trait.QUOTE | Trait.CONDITIONALS
MAX_BEHIND_VERB = 6  # tokens between the verb and the end of its clause: "as X said in Nairobi on Monday"


def read_manner(progress: Progress, hit: CueHit, clause: Range) -> bool:
    """Add the rest of the sentence around "as X said"; False where the clause is none of that kind."""
    if hit.last == clause[1]:
        clause = _with_apposition(progress, clause)
    if not _is_manner(progress, clause) or hit.cue.frame not in ("say", "demand"):
        return False
    sentence = progress.sentence
    left, right = _start(progress, clause), clause[1]
    around = [(max(progress.taken, progress.begun), left), (right + 1, len(sentence))]
    content = [(a, b) for a, b in around if b > a]
    if not content or (right < len(sentence) and hit.last < right - MAX_BEHIND_VERB):
        return False
    speaker = speaker_for(progress, hit, (left + 1, right), follows_content=True)
    if speaker is None and not _is_bare(progress, hit, clause):
        return False
    return progress.add(content, hit, speaker, 0.6) is not None


def _is_bare(progress: Progress, hit: CueHit, clause: Range) -> bool:
    """Tell "mint mondta, …" of whoever spoke last, at an edge of its sentence, from "as was shown"."""
    left, right = clause
    edge = left == 0 or right >= len(progress.sentence) - 1
    drops = progress.pack.syntax.drops_subject and not hit.passive
    return drops and edge and hit.last == right and right - left <= MAX_BARE


def _is_manner(progress: Progress, clause: Range) -> bool:
    words = progress.sentence.words
    return bool(
        words[clause[0]].traits & Trait.MANNERS or (words[0].traits & Trait.MANNERS and not progress.drafts)
    )


def _with_apposition(progress: Progress, clause: Range) -> Range:
    """Let a clause begin before the apposition of its subject: ", wie X, Chef der Firma, mitteilte"."""
    words = progress.sentence.words
    left = clause[0]
    if left < MIN_AHEAD or not words[left - 1].traits & Trait.COMMA or words[left].traits & Trait.MANNERS:
        return clause
    for k in range(left - 2, max(-1, left - MAX_AHEAD), -1):
        if words[k].traits & (STOPS & ~Trait.MANNERS):
            return clause
        if words[k].traits & Trait.MANNERS:
            opens = k == 0 or words[k - 1].traits & Trait.COMMA
            return (k, clause[1]) if opens else clause
    return clause


def _start(progress: Progress, clause: Range) -> int:
    """Include the appositions of "As X, the minister, said"."""
    return clause[0] if progress.sentence.words[clause[0]].traits & Trait.MANNERS else 0
