"""Nouns that carry what was said ("the claim that …"), and agencies that quote somebody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.packs.lexicon import PUNCTUATION, VERBAL, Trait
from worker.quotations.chunks import chunks
from worker.quotations.clauses import clause_of, end_of_content
from worker.quotations.contents import content_after
from worker.quotations.neighbours import phrase_after
from worker.quotations.sharing import speaker_for
from worker.quotations.speakers import speaker_of

if TYPE_CHECKING:
    from worker.quotations.chunks import Chunk
    from worker.quotations.clauses import Range
    from worker.quotations.cues import CueHit
    from worker.quotations.progress import Progress

MAX_CITATION = 14  # tokens from "citing" to the comma behind whom it cites
MAX_OPENING = 2  # tokens before a noun that opens its sentence: "With the words …"


def read_citation(progress: Progress, hit: CueHit, later: list[CueHit]) -> None:
    """An agency quotes somebody: its object speaks, its subject is the channel."""
    sentence = progress.sentence
    clause = clause_of(sentence, hit)
    if sentence.words[hit.first].traits & Trait.PREPOSITIONS:
        _note_citation(progress, hit, clause)
        return
    if hit.passive:
        named = [chunk for chunk in chunks(sentence, *clause, progress.pack) if chunk.may_speak]
        progress.cited = named[0] if named else None
    end = end_of_content(sentence, hit.last, later)
    content = content_after(sentence, hit, clause, end, progress.pack)
    if not hit.passive:
        clause = (clause[0], min(clause[1], content[0][0])) if content else clause
        progress.channel = speaker_for(progress, hit, clause, follows_content=False)
        first = max(hit.last, progress.channel.last if progress.channel else 0)
        progress.cited = _cited(progress, first, clause[1])
        clausal = content and sentence.words[content[0][0]].traits & Trait.COMPLEMENTIZERS
        if clausal and progress.cited is None:  # "the agency relates that …": nobody else is quoted
            speaker, progress.channel = progress.channel, None
            progress.add(content, hit, speaker, 0.5)
            return
    if (
        content
        and progress.cited is not None
        and not any(h.cue.frame == "noun" and h.first < content[0][0] for h in later)
    ):
        progress.add(content, hit, progress.cited, 0.7)


def _note_citation(progress: Progress, hit: CueHit, clause: Range) -> None:
    """Note whom "Wie X unter Berufung auf Y meldet" cites; the verb of the clause tells what."""
    named = [c for c in chunks(progress.sentence, clause[0], hit.first, progress.pack) if c.may_speak]
    cited = _cited(progress, hit.last, clause[1])
    if named and cited is not None:
        progress.channel, progress.cited, progress.chained = named[-1], cited, True


def past_citation(progress: Progress, hit: CueHit, clause: Range, later: list[CueHit]) -> Range:
    """Note whom "X reported, citing Y, that …" cites, inside the clause or right behind it, and look past it.

    Whether X is an outlet, so that Y speaks, is for others to tell.
    """
    words = progress.sentence.words
    cite = next((other for other in later if other.cue.frame == "cite" and not other.passive), None)
    if cite is None or hit.cue.frame != "say" or hit.passive:
        return clause
    end = clause[1]
    if cite.first >= clause[1]:
        behind = range(cite.last, min(cite.last + MAX_CITATION, len(words)))
        end = next((k for k in behind if words[k].traits & Trait.COMMA), 0)
        if cite.first != clause[1] + 1 or not end:
            return clause
    channel = speaker_for(progress, hit, (clause[0], min(clause[1], cite.first)), follows_content=False)
    cited = _cited(progress, cite.last, end)
    if channel is None or cited is None:
        return clause
    progress.channel, progress.cited, progress.chained = channel, cited, True
    return clause[0], end


def _cited(progress: Progress, first: int, last: int) -> Chunk | None:
    """Return whom an agency quotes: the object of its verb, or the phrase behind the word for "from"."""
    sentence = progress.sentence
    named = chunks(sentence, first, last, progress.pack)
    behind = [
        chunk for chunk in named if chunk.first and sentence.words[chunk.first - 1].traits & Trait.AGENTS
    ]
    found = next((chunk for chunk in behind or named if behind or not chunk.after_preposition), None)
    if found is None or found.last - found.first == 1:
        return found
    opened = sentence.words[found.first].traits & (Trait.OBJECTS | Trait.ARTICLES) == Trait.OBJECTS
    return found._replace(first=found.first + 1) if opened else found  # Hebrew את


def read_noun(progress: Progress, hit: CueHit, later: list[CueHit]) -> None:
    """A noun carries the content: "with the words …", "the claim that …"."""
    sentence, pack = progress.sentence, progress.pack
    clause = clause_of(sentence, hit)
    if progress.cited is None and any(
        clause[0] <= verb.first < clause[1] and verb.cue.frame in VERBAL for verb in progress.hits
    ):
        return  # "has rejected reports that …", "said in a statement that …": the verb takes it
    end = end_of_content(sentence, hit.last, later)
    content = content_after(sentence, hit, clause, end, pack)
    if not content:
        return
    speaker = progress.cited
    words = sentence.words
    quoted = content[0][0]
    if words[quoted].traits & Trait.QUOTE and not words[min(quoted + 1, end - 1)].traits & Trait.QUOTE:
        content = [(quoted, quoted + 1)]
        if speaker is None and hit.first <= MAX_OPENING:
            speaker = _speaker_behind(progress, quoted + 1)
    if speaker is None and words[content[0][0] - 1].traits & Trait.COLON:
        speaker = _subject_before(progress, hit, clause)
    if (
        speaker is None
        and hit.last < clause[1]
        and sentence.words[hit.last].traits & (Trait.LINKS | Trait.AGENTS)
    ):
        speaker = phrase_after(sentence, hit.last, clause[1], pack)
    if speaker is None:
        speaker = speaker_of(sentence, hit, clause, pack, follows_content=False)
        if speaker is not None and speaker.first < hit.last and hit.first < speaker.last:
            speaker = None  # "the claim" itself says nothing
    if not _chained(progress, content[0], later, speaker):
        progress.add(content, hit, speaker, 0.6)


def _subject_before(progress: Progress, hit: CueHit, clause: Range) -> Chunk | None:
    """Return whose sentence it is where the noun hangs on a preposition: "X was open to the demand: …"."""
    lead = progress.sentence.words[max(clause[0], hit.first - 3) : hit.first]
    if not any(word.traits & Trait.PREPOSITIONS for word in lead):
        return None
    named = chunks(progress.sentence, clause[0], hit.first, progress.pack)
    return next((chunk for chunk in named if chunk.may_speak), None)


def _speaker_behind(progress: Progress, first: int) -> Chunk | None:
    """Return who follows the verb behind the words: "With the words “…” opened the minister …"."""
    sentence = progress.sentence
    words = sentence.words
    while first < len(words) and words[first].traits & Trait.COMMA:
        first += 1
    end = next((k for k in range(first, len(words)) if words[k].traits & PUNCTUATION), len(words))
    return next((c for c in chunks(sentence, first + 1, end, progress.pack) if c.may_speak), None)


def _chained(progress: Progress, content: Range, later: list[CueHit], speaker: Chunk | None) -> bool:
    """Open "…, it had condemned A and declared B": the inner acts are the speaker's own."""
    sentence = progress.sentence
    words = sentence.words
    if not words[content[0]].traits & (Trait.PRONOUNS | Trait.IMPERSONALS):
        return False
    inner = [
        hit
        for hit in later
        if hit.finite == content[0] + 1 or words[hit.first - 1].traits & Trait.CONJUNCTIONS
    ]
    if not inner or inner[0].finite != content[0] + 1:
        return False
    before = len(progress.drafts)
    progress.speaker = speaker
    for number, hit in enumerate(inner):
        end = end_of_content(sentence, hit.first + 1, inner[number + 1 :])
        clause = clause_of(sentence, hit)
        ranges = [] if hit.cue.frame == "judge" else content_after(sentence, hit, clause, end, progress.pack)
        kind = None
        if not ranges and hit.finite < hit.first:
            begin = content[0] + 2
            ranges, kind = [(begin, hit.first)], "reported"
        draft = progress.add(ranges, hit, speaker, 0.6) if ranges else None
        if draft is not None and kind == "reported" and draft.kind == "indirect":
            draft.kind = "reported"
    progress.taken = len(sentence)
    return len(progress.drafts) > before
