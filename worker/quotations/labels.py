"""Verbs that give something a name: "called it “a farce”", "Von einem „Skandal“ sprach der Minister"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.packs.lexicon import PUNCTUATION, Trait
from worker.quotations.chunks import chunks
from worker.quotations.clauses import clause_of, end_of_content
from worker.quotations.moods import reports
from worker.quotations.objects import object_of
from worker.quotations.sharing import speaker_for

if TYPE_CHECKING:
    from worker.quotations.clauses import Range
    from worker.quotations.cues import CueHit
    from worker.quotations.progress import Progress
    from worker.quotations.reading import Sentence

MOSTLY_NAMED = 0.5  # share of the marks below which the object is left out of what was said
MAX_AS = 2  # tokens from "as" to the opening mark: "als einen „…“"
MAX_LEAD = 4  # tokens from "as", "of" to the opening mark: "von einer so genannten „…“"


def read_label(progress: Progress, hit: CueHit, later: list[CueHit]) -> bool:
    """Add what a verb gives a name in marks, with that name; False when it gives none in marks.

    Where the name stands before the verb, or behind "of" or "as", the name alone is the statement.
    """
    sentence = progress.sentence
    clause = clause_of(sentence, hit)
    end = _end_of_marks(progress, clause, end_of_content(sentence, hit.last, later))
    marked = [k for k in range(max(clause[0], progress.taken), end) if _is_wording(progress, k)]
    if hit.cue.by:
        marked = [k for k in marked if _introduced(progress, k, hit)]
    if not marked:
        return any(word.traits & Trait.QUOTE for word in sentence.words[hit.first : end])
    speaker = speaker_for(progress, hit, clause, follows_content=marked[0] < hit.finite)
    inside = [k for k in marked if speaker is not None and speaker.first <= k < speaker.last]
    if speaker is not None and inside and inside[0] > speaker.first:
        speaker = speaker._replace(last=inside[0])  # "nannte der Minister | „haltlos“"
    elif inside:
        named = chunks(sentence, clause[0], marked[0], progress.pack)
        speaker = next((chunk for chunk in named if chunk.may_speak), None)
    if speaker is None or sentence.words[speaker.first].traits & Trait.IMPERSONALS:
        return True  # "wird „X“ genannt": a name, nobody's opinion
    names: list[Range] = [(k, k + 1) for k in marked]
    whole = object_of(sentence, hit, end, speaker) if marked[0] > hit.finite and not hit.cue.by else []
    alone = progress.pack.syntax.names_alone and _outweighs(sentence, whole, marked)
    ranges = names if alone else whole or names
    progress.add(ranges, hit, speaker, 0.5)
    return True


def name_given(sentence: Sentence, content: list[Range]) -> list[Range]:
    """Return the name in marks alone where what it names outweighs it: "rejected the report as “false”".

    What is named are the article's words, the name alone is the speaker's; a short object is told with it.
    """
    words = sentence.words
    marked = [k for first, last in content for k in range(first, last) if words[k].traits & Trait.QUOTE]
    named = [k for k in marked if any(word.traits & Trait.AS for word in words[max(0, k - MAX_AS) : k])]
    return (
        [(k, k + 1) for k in named] if named == marked and _outweighs(sentence, content, named) else content
    )


def _outweighs(sentence: Sentence, content: list[Range], marked: list[int]) -> bool:
    """Tell whether more than half of the letters stand outside the marks, none of them told as reported.

    "Called it a “two-way street” that led to war" is one statement with its relative clause.
    """
    if not marked or not content or reports(sentence, marked[-1] + 1, content[-1][1]):
        return False
    whole = sum(sentence.ends[last - 1] - sentence.starts[first] for first, last in content)
    inside = sum(sentence.ends[k] - sentence.starts[k] for k in marked)
    return inside < MOSTLY_NAMED * whole


def _end_of_marks(progress: Progress, clause: Range, end_of_all: int) -> int:
    """Let a list of names run over its commas, and a relative clause that is told as reported with it."""
    words = progress.sentence.words
    end = clause[1]
    while end + 1 < len(words) and words[end].traits & Trait.COMMA and words[end + 1].traits & Trait.QUOTE:
        end += 2
    relative = (
        end + 1 < len(words) and words[end].traits & Trait.COMMA and words[end + 1].traits & Trait.RELATIVES
    )
    told = relative and reports(progress.sentence, end, end_of_all)
    return end_of_all if told else min(end, end_of_all)


def _is_wording(progress: Progress, k: int) -> bool:
    """Tell marked words from a marked name: "dubbed the “Hanoi Hilton”" tells nobody's opinion."""
    sentence, script = progress.sentence, progress.pack.script
    if not sentence.words[k].traits & Trait.QUOTE:
        return False
    inside = sentence.text[sentence.starts[k] + 1 : sentence.ends[k] - 1]
    return not script.case or script.capital_nouns or inside != inside.title()


def _introduced(progress: Progress, k: int, hit: CueHit) -> bool:
    words = progress.sentence.words
    for at in range(k - 1, max(-1, k - 1 - MAX_LEAD), -1):
        if words[at].low in hit.cue.by:
            return True
        if words[at].traits & (PUNCTUATION | Trait.PREPOSITIONS) and not words[at].traits & Trait.ARTICLES:
            return False
    return False
