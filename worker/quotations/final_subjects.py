"""Who speaks before a verb that closes the sentence, and where what they said begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.packs.lexicon import PUNCTUATION, Trait
from worker.quotations.chunks import chunks
from worker.quotations.clauses import is_speech
from worker.quotations.unmarked_subjects import unmarked_subject
from worker.quotations.unspaced import describes

if TYPE_CHECKING:
    from worker.packs.lexicon import Word
    from worker.quotations.chunks import Chunk
    from worker.quotations.cues import CueHit
    from worker.quotations.progress import Progress
    from worker.quotations.reading import Sentence

BEFORE_CONTENT = PUNCTUATION | Trait.CONJUNCTIONS | Trait.QUOTATIVES
NO_CLAUSE = Trait.SUBJECT_MARKS | Trait.MARKED | Trait.ADVERBS | Trait.TIMES | Trait.NUMBER
MAX_CONTENT = 600  # tokens; a bound on work in sentences that never end, not tuned
MAX_ASIDE = 8  # tokens from one comma to the next
MAX_BESIDE = 4  # tokens between a quotation and a verb that takes any words


def subject_of(progress: Progress, hit: CueHit, end: int) -> tuple[Chunk | None, int]:
    """Return who says what ends at a token, and where that begins."""
    begin = max(progress.begun, progress.taken, end - MAX_CONTENT)
    if hit.cue.weak:  # hearsay (…という。): nobody is named
        return None, _behind_aside(progress.sentence, begin, end)
    words, spaces = progress.sentence.words, progress.pack.script.spaces
    if words[hit.last - 1].traits & Trait.RELATIVES or (not spaces and describes(words, hit.last)):
        return _described(progress, hit), begin
    speaker = marked_speaker(progress, end, hit.first) or _after(progress, hit)
    if speaker is None:
        speaker, begin = start_of_content(progress, end, bare=hit.cue.bare)
    return speaker or progress.speaker, begin


def _behind_aside(sentence: Sentence, begin: int, end: int) -> int:
    """Leave out the paper that a hearsay stands in: "Açıklamada, … belirtildi"."""
    words = sentence.words
    for k in range(begin + 1, min(begin + MAX_BESIDE, end)):
        if words[k].traits & Trait.COMMA:
            return k + 1 if words[k - 1].traits & Trait.OBLIQUES else begin
    return begin


def _described(progress: Progress, hit: CueHit) -> Chunk | None:
    """Return whom a participle describes: "… olduğunu söyleyen Bakan"."""
    found = chunks(progress.sentence, hit.last, len(progress.sentence), progress.pack)
    return found[0] if found and found[0].first <= hit.last + 1 and found[0].may_speak else None


def start_of_content(progress: Progress, end: int, *, bare: bool) -> tuple[Chunk | None, int]:
    """Return who speaks before the content, and the token where the content begins."""
    sentence, pack = progress.sentence, progress.pack
    words = sentence.words
    begin = max(progress.begun, progress.taken, end - MAX_CONTENT)
    while begin < end and words[begin].traits & BEFORE_CONTENT:
        begin += 1
    first_quote = next(
        (
            k
            for k in range(begin, end)
            if words[k].traits & Trait.QUOTE
            and (k == end - 1 or words[k + 1].traits & Trait.QUOTATIVES or is_speech(sentence, k))
        ),
        end,
    )
    while first_quote > begin and first_quote < end and words[first_quote - 1].traits & Trait.QUOTE:
        first_quote -= 1  # 「A」「B」と
    marked = [
        chunk for chunk in chunks(sentence, begin, first_quote, pack) if chunk.marked and chunk.may_speak
    ]
    near = bool(marked) and first_quote < end and first_quote - marked[-1].last <= 2
    if near and (len(marked) == 1 or _comma_between(words, marked[-2], marked[-1])):
        return marked[-1], first_quote  # "on that day A came, and B: 「…」と述べた"
    if marked:
        start = marked[0].last
        while start < end and words[start].traits & (
            Trait.SUBJECT_MARKS | Trait.COMMA | Trait.ADVERBS | Trait.TIMES
        ):
            start += 1
        return marked[0], _skip_asides(progress, start, first_quote, end)
    if pack.lexicon.has(Trait.SUBJECT_MARKS):
        return None, begin if first_quote == end else first_quote
    return unmarked_subject(progress, begin, first_quote, end, bare=bare)


def _comma_between(words: list[Word], first: Chunk, second: Chunk) -> bool:
    """Tell whether a clause has ended between two subjects: a comma behind neither a subject nor an aside."""
    return any(
        words[k].traits & Trait.COMMA and not words[k - 1].traits & NO_CLAUSE
        for k in range(first.last, second.first)
    )


def _skip_asides(progress: Progress, start: int, first_quote: int, end: int) -> int:
    """Leave out time and place between speaker and quotation: 外相は17日、記者団に「…」."""
    words = progress.sentence.words
    if first_quote < end:
        reported = any(
            words[k].traits & (Trait.VERBS | Trait.SUBJECT_MARKS | Trait.MARKED)
            for k in range(start, first_quote)
        )
        return start if reported else first_quote
    k = start
    while k < min(start + MAX_ASIDE, end):
        if words[k].traits & Trait.COMMA:
            told = not progress.pack.script.spaces and words[k - 1].traits & Trait.ADVERBS  # 記者団に、
            if told or any(word.traits & (Trait.TIMES | Trait.NUMBER) for word in words[start:k]):
                start = k + 1  # another may follow: 同日夜、官邸で記者団の取材に応じ、
        k += 1
    return start


def marked_speaker(progress: Progress, first: int, last: int) -> Chunk | None:
    """Return the first phrase between two tokens that a subject mark shows, None without one."""
    for chunk in chunks(progress.sentence, first, last, progress.pack):
        if chunk.marked and chunk.may_speak:
            return chunk
    return None


def _after(progress: Progress, hit: CueHit) -> Chunk | None:
    """Return a speaker that follows the verb: "…" dedi Bakan."""
    if not progress.pack.script.spaces or progress.pack.lexicon.has(Trait.SUBJECT_MARKS):
        return None
    if progress.sentence.words[hit.last - 1].traits & Trait.GERUNDS:
        return None  # "diyerek kalktı": another verb goes on
    end = len(progress.sentence) - bool(progress.sentence.words[-1].traits & Trait.STOP)
    found = [chunk for chunk in chunks(progress.sentence, hit.last, end, progress.pack) if chunk.may_speak]
    if not found or found[0].first != hit.last:
        return None
    last = found[0].last
    closes = last < end and progress.sentence.words[last].traits & Trait.COMMA
    return found[0] if closes or len(progress.sentence) - last <= 2 else None
