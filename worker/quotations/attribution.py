"""What one sentence reports: each cue is asked, left to right, for its speaker and its content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.packs.lexicon import PUNCTUATION, VERBAL, Trait
from worker.quotations.carriers import read_citation, read_noun
from worker.quotations.chunks import chunks
from worker.quotations.clauses import clause_of, is_speech
from worker.quotations.cues import find_cues
from worker.quotations.final_verbs import read_final_verb
from worker.quotations.labels import read_label
from worker.quotations.leading_subjects import read_led_verb
from worker.quotations.moods import first_verb, is_subjunctive, reports
from worker.quotations.progress import Progress
from worker.quotations.sources import read_source
from worker.quotations.speakers import speaker_of
from worker.quotations.turning import closing_of, is_inside
from worker.quotations.verbs import read_verb

if TYPE_CHECKING:
    from worker.packs.language import LanguagePack
    from worker.quotations.chunks import Chunk
    from worker.quotations.cues import CueHit
    from worker.quotations.drafts import Draft
    from worker.quotations.reading import Sentence

MARKED = Trait.COLON | Trait.QUOTE  # what may report without a cue
SPEAKING = Trait.CUE | MARKED  # without any of them a sentence reports nothing by itself
MAX_TO_VERB = 2  # tokens from a subject to its verb
MIN_UNCUED = 25  # characters of a quotation that needs no known verb beside it


def attribute(sentence: Sentence, pack: LanguagePack) -> list[Draft]:
    """Return the quotations that the sentence's own cues report, left to right."""
    hits = find_cues(sentence, pack)
    if not hits and not sentence.traits & MARKED:
        return []
    progress = Progress(sentence, pack, hits)
    progress.closing = closing_of(progress)
    for number, hit in enumerate(progress.hits):
        later = progress.hits[number + 1 :]
        if hit.first < progress.taken or is_inside(progress, hit):
            continue
        frame = hit.cue.frame
        if frame == "source":
            read_source(progress, hit)
        elif frame == "cite":
            read_citation(progress, hit, later)
        elif frame == "noun":
            read_noun(progress, hit, later)
        elif frame == "label" and (
            read_label(progress, hit, later) or (hit.cue.by and pack.syntax.order != "after")
        ):
            continue
        else:
            _read_by_order(progress, hit, later)
    if not progress.drafts and sentence.traits & Trait.COLON:
        _headed(progress)
    if all(draft.spans[0].start > sentence.ends[0] for draft in progress.drafts):
        _uncued(progress)
    return progress.drafts


def _read_by_order(progress: Progress, hit: CueHit, later: list[CueHit]) -> None:
    """Read a verb as the language's word order has it."""
    order = progress.pack.syntax.order
    if order == "last":
        read_final_verb(progress, hit)
    elif order == "first":
        read_led_verb(progress, hit, later)
    else:
        read_verb(progress, hit, later)


def _headed(progress: Progress) -> None:
    """A name or a sentence, a colon, a quotation: "Minister: “We shall see”"."""
    sentence = progress.sentence
    words = sentence.words
    for k in range(1, len(words) - 1):
        if not words[k].traits & Trait.COLON:
            continue
        named = [chunk for chunk in chunks(sentence, 0, k, progress.pack) if chunk.may_speak]
        if words[k + 1].traits & Trait.QUOTE and is_speech(sentence, k + 1):
            last = k + 1
            while last < len(sentence) and words[last].traits & Trait.QUOTE:
                last += 1
            progress.add([(k + 1, last)], *_who_heads(progress, k, named), 0.6)
            return
        if named and reports(sentence, k + 1, len(words)) and not reports(sentence, 0, k):
            progress.add([(k + 1, len(words))], None, named[0], 0.5)
            return


def _who_heads(progress: Progress, colon: int, named: list[Chunk]) -> tuple[CueHit | None, Chunk | None]:
    """Return the verb before a colon that nothing else was reported by, and who speaks; else the first name.

    Where what stands before the colon is itself reported, whoever spoke before goes on.
    """
    sentence, pack = progress.sentence, progress.pack
    for hit in reversed([hit for hit in progress.hits if hit.last <= colon and hit.cue.frame in VERBAL]):
        speaker = speaker_of(sentence, hit, clause_of(sentence, hit), pack, follows_content=False)
        if not hit.passive and speaker is not None and not speaker.pronoun:
            return hit, speaker
    verb = first_verb(sentence)
    told = named and named[0].last <= verb < min(named[0].last + MAX_TO_VERB, colon)
    return None, named[0] if named and not (told and is_subjunctive(sentence, verb)) else None


def _uncued(progress: Progress) -> None:
    """A quotation, then a clause with a verb that no pack lists: "A", freute sich der Trainer."""
    sentence = progress.sentence
    words = sentence.words
    if (
        not words[0].traits & Trait.QUOTE
        or len(words) < 3
        or sentence.ends[0] - sentence.starts[0] < MIN_UNCUED
    ):
        return
    inner = sentence.text[sentence.ends[0] - 2]
    if not (words[1].traits & (Trait.COMMA | Trait.DASH) or inner in ",!?"):
        return
    first = 2 if words[1].traits & PUNCTUATION else 1
    last = next((k for k in range(first, len(words)) if words[k].traits & PUNCTUATION), len(words))
    if progress.pack.syntax.order == "second" and words[first].traits & Trait.CAPITAL:
        return
    named = [chunk for chunk in chunks(sentence, first, last, progress.pack) if chunk.may_speak]
    if named:
        progress.add([(0, 1)], None, named[0], 0.6)
