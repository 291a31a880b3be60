"""Verbs that close the sentence (Japanese, Korean, Turkish): what was said stands before them, marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.packs.lexicon import PUNCTUATION, Trait
from worker.quotations.chunks import chunks
from worker.quotations.clauses import is_speech
from worker.quotations.contents import content_after

if TYPE_CHECKING:
    from worker.quotations.chunks import Chunk
    from worker.quotations.clauses import Range
    from worker.quotations.cues import CueHit
    from worker.quotations.progress import Progress
    from worker.quotations.reading import Sentence

MAX_BETWEEN = 12  # tokens between the quotative and its verb: 「…」と 記者団に 語った
BEFORE_CONTENT = PUNCTUATION | Trait.CONJUNCTIONS | Trait.QUOTATIVES
MOSTLY = 0.85  # share of the content inside marks from which the words between are only joints


def read_final_verb(progress: Progress, hit: CueHit) -> None:
    """Add what stands before a closing verb and ends in a quotative word, a quotative ending or a mark."""
    sentence = progress.sentence
    if hit.last < len(sentence) and sentence.words[hit.last].traits & Trait.COLON:
        after = content_after(sentence, hit, (hit.first, hit.last), len(sentence), progress.pack)
        if after:
            progress.add(after, hit, _speaker(progress, progress.begun, hit.first), 0.8)
        return
    end = _end_of_content(progress, hit)
    if end < 0:
        return
    begin = max(progress.begun, progress.taken)
    if hit.cue.weak:  # hearsay (…という。): nobody is named
        speaker = None
        if hit.last < len(sentence) and not sentence.words[hit.last].traits & Trait.STOP:
            return
    else:
        speaker = _speaker(progress, end, hit.first)
        if speaker is None:
            speaker, begin = _start_of_content(progress, end)
        speaker = speaker or _after(progress, hit) or progress.speaker
    while begin < end and sentence.words[begin].traits & BEFORE_CONTENT:
        begin += 1
    ranges = _quotations_only(sentence, begin, end) or [(begin, end)]
    if progress.add(ranges, hit, speaker, 0.8 if sentence.words[end - 1].traits & Trait.QUOTE else 0.6):
        progress.taken = max(progress.taken, hit.last)
        progress.begun = hit.last


def _end_of_content(progress: Progress, hit: CueHit) -> int:
    """Return the token after the content, -1 when no sign of content stands before the verb."""
    words = progress.sentence.words
    for k in range(hit.first - 1, max(progress.taken - 1, hit.first - MAX_BETWEEN - 1), -1):
        traits = words[k].traits
        if traits & Trait.QUOTATIVES:
            attached = not progress.pack.script.spaces or words[k].low in progress.pack.lexicon.words
            if attached:  # a word of its own: と, diye
                return k if k > progress.taken else -1
            return k + 1  # an ending of the last word: 다고, -diğini
        if traits & Trait.QUOTE:
            return k + 1 if is_speech(progress.sentence, k) or k == hit.first - 1 else -1
        if traits & (Trait.STOP | Trait.COLON | Trait.REPORTING):
            return -1
    return -1


def _start_of_content(progress: Progress, end: int) -> tuple[Chunk | None, int]:
    """Return who speaks before the content, and the token where the content begins."""
    sentence, pack = progress.sentence, progress.pack
    words = sentence.words
    begin = max(progress.begun, progress.taken)
    while begin < end and words[begin].traits & BEFORE_CONTENT:
        begin += 1
    first_quote = next(
        (k for k in range(begin, end) if words[k].traits & Trait.QUOTE and is_speech(sentence, k)), end
    )
    marked = [
        chunk for chunk in chunks(sentence, begin, first_quote, pack) if chunk.marked and chunk.may_speak
    ]
    if marked and first_quote < end and first_quote - marked[-1].last <= 2:
        return marked[-1], first_quote  # "on that day A came, and B: 「…」と述べた"
    if marked:
        start = marked[0].last
        while start < end and words[start].traits & (
            Trait.SUBJECT_MARKS | Trait.COMMA | Trait.ADVERBS | Trait.TIMES
        ):
            start += 1
        return marked[0], _skip_asides(progress, start, first_quote, end)
    return _by_comma(progress, begin, first_quote, end)


def _by_comma(progress: Progress, begin: int, first_quote: int, end: int) -> tuple[Chunk | None, int]:
    """Without subject marks a comma or the quotation itself parts the speaker from the content (Turkish)."""
    sentence, pack = progress.sentence, progress.pack
    words = sentence.words
    if pack.lexicon.has(Trait.SUBJECT_MARKS):
        return None, begin if first_quote == end else first_quote
    for k in range(begin + 1, min(first_quote + 1, end)):
        if words[k].traits & (Trait.COMMA | Trait.QUOTE):
            found = [chunk for chunk in chunks(sentence, begin, k, pack) if chunk.may_speak]
            if found:
                return found[-1], k + 1 if words[k].traits & Trait.COMMA else k
    if first_quote < end:
        return None, first_quote
    found = [chunk for chunk in chunks(sentence, begin, end, pack) if chunk.may_speak]
    named = found and found[0].first == begin and words[begin].traits & (Trait.CAPITAL | Trait.PRONOUNS)
    return (found[0], found[0].last) if named and found[0].last < end - 1 else (None, begin)


def _skip_asides(progress: Progress, start: int, first_quote: int, end: int) -> int:
    """Leave out time and place between speaker and quotation: 外相は17日、記者団に「…」."""
    words = progress.sentence.words
    if first_quote < end:
        reported = any(
            words[k].traits & (Trait.VERBS | Trait.SUBJECT_MARKS) for k in range(start, first_quote)
        )
        return start if reported else first_quote
    for k in range(start, min(start + 8, end)):
        if words[k].traits & Trait.COMMA and any(
            word.traits & (Trait.TIMES | Trait.NUMBER) for word in words[start:k]
        ):
            return k + 1
    return start


def _speaker(progress: Progress, first: int, last: int) -> Chunk | None:
    for chunk in chunks(progress.sentence, first, last, progress.pack):
        if chunk.marked and chunk.may_speak:
            return chunk
    return None


def _after(progress: Progress, hit: CueHit) -> Chunk | None:
    """Return a speaker that follows the verb: "…" dedi Bakan."""
    if not progress.pack.script.spaces or progress.pack.lexicon.has(Trait.SUBJECT_MARKS):
        return None
    found = [
        chunk
        for chunk in chunks(progress.sentence, hit.last, len(progress.sentence), progress.pack)
        if chunk.may_speak
    ]
    return (
        found[0]
        if found and found[0].first == hit.last and len(progress.sentence) - found[0].last <= 2
        else None
    )


def _quotations_only(sentence: Sentence, begin: int, end: int) -> list[Range]:
    """Return the quotations of a content that holds little else: 「A」「B」と, "A"며 "B"고."""
    quotes = [k for k in range(begin, end) if sentence.words[k].traits & Trait.QUOTE]
    if not quotes:
        return []
    inside = sum(sentence.ends[k] - sentence.starts[k] for k in quotes)
    total = sentence.ends[end - 1] - sentence.starts[begin]
    return [(k, k + 1) for k in quotes] if inside >= MOSTLY * total else []
