"""Verbs that close the sentence (Japanese, Korean, Turkish): what was said stands before them, marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.packs.lexicon import PUNCTUATION, Trait
from worker.quotations.chunks import chunks
from worker.quotations.clauses import is_speech
from worker.quotations.contents import content_after
from worker.quotations.unmarked_subjects import unmarked_subject
from worker.quotations.unspaced import describes, ends_clause, has_object, is_noun

if TYPE_CHECKING:
    from worker.quotations.chunks import Chunk
    from worker.quotations.clauses import Range
    from worker.quotations.cues import CueHit
    from worker.quotations.progress import Progress
    from worker.quotations.reading import Sentence

MAX_BETWEEN = 12  # tokens between the quotative and its verb: 「…」と 記者団に 語った
BEFORE_CONTENT = PUNCTUATION | Trait.CONJUNCTIONS | Trait.QUOTATIVES
MAX_LETTERS_BETWEEN = 40  # … where most tokens are letters: 「…」と、彼は大学の運動場に集まった群衆に語った
MAX_BESIDE = 4  # tokens between a quotation and a verb that takes any words
MOSTLY = 0.85  # share of the content inside marks from which the words between are only joints


def read_final_verb(progress: Progress, hit: CueHit) -> None:
    """Add what stands before a closing verb and ends in a quotative word, a quotative ending or a mark."""
    sentence = progress.sentence
    if _leads(progress, hit) or _is_told(progress, hit):
        return
    spaces = progress.pack.script.spaces
    if not spaces and is_noun(sentence.words, hit.last):
        return
    end = _end_of_content(progress, hit)
    if end < 0:
        demanded = not spaces and hit.cue.frame == "demand" and has_object(sentence.words, hit.first)
        if hit.cue.frame == "judge" or demanded:
            _judge(progress, hit)
        return
    if hit.cue.weak and hit.last < len(sentence) and not sentence.words[hit.last].traits & Trait.STOP:
        return
    speaker, begin = _subject_of(progress, hit, end)
    while begin < end and sentence.words[begin].traits & BEFORE_CONTENT:
        begin += 1
    ranges = _quotations_only(sentence, begin, end) or [(begin, end)]
    draft = progress.add(ranges, hit, speaker, 0.8 if sentence.words[end - 1].traits & Trait.QUOTE else 0.6)
    if draft is not None:
        if progress.dashed and not draft.quoted and hit.cue.bare:
            draft.kind, draft.quoted = "direct", list(draft.spans)
        progress.taken = max(progress.taken, hit.last)
        progress.begun = hit.last


def _is_told(progress: Progress, hit: CueHit) -> bool:
    """Tell a verb inside what a later verb tells: 反対する|と述べた."""
    words = progress.sentence.words
    quoted = hit.last < len(words) and words[hit.last].traits & Trait.QUOTATIVES
    return bool(quoted) and any(
        later.first > hit.last and not later.cue.weak and _marked_end(progress, later) == hit.last
        for later in progress.hits
    )


def _subject_of(progress: Progress, hit: CueHit, end: int) -> tuple[Chunk | None, int]:
    """Return who says what ends at a token, and where that begins."""
    begin = max(progress.begun, progress.taken)
    if hit.cue.weak:  # hearsay (…という。): nobody is named
        return None, _behind_aside(progress.sentence, begin, end)
    words, spaces = progress.sentence.words, progress.pack.script.spaces
    if words[hit.last - 1].traits & Trait.RELATIVES or (not spaces and describes(words, hit.last)):
        return _described(progress, hit), begin
    speaker = _speaker(progress, end, hit.first) or _after(progress, hit)
    if speaker is None:
        speaker, begin = _start_of_content(progress, end, bare=hit.cue.bare)
    return speaker or progress.speaker, begin


def _behind_aside(sentence: Sentence, begin: int, end: int) -> int:
    """Leave out the paper that a hearsay stands in: "Açıklamada, … belirtildi"."""
    words = sentence.words
    for k in range(begin + 1, min(begin + MAX_BESIDE, end)):
        if words[k].traits & Trait.COMMA:
            return k + 1 if words[k - 1].traits & Trait.OBLIQUES else begin
    return begin


def _judge(progress: Progress, hit: CueHit) -> None:
    """Add what a closing verb has for an object: "Türkiye, saldırıyı kınadı"."""
    words = progress.sentence.words
    end = hit.first
    while end > progress.begun and words[end - 1].traits & Trait.ADVERBS:
        end -= 1
    speaker, begin = _start_of_content(progress, end, bare=False)
    speaker = speaker or progress.speaker
    if speaker is None or begin >= end or any(word.traits & Trait.COLON for word in words[begin:end]):
        return
    draft = progress.add([(begin, end)], hit, speaker, 0.5)
    if draft is not None and draft.kind == "indirect":
        draft.kind = "reported"
    progress.begun = hit.last


def _leads(progress: Progress, hit: CueHit) -> bool:
    """Add what follows the verb, behind a colon or a complementizer: "dedi ki …"."""
    sentence, last = progress.sentence, hit.last
    if last >= len(sentence):
        return False
    begin = last + 1 if sentence.words[last].traits & Trait.COMPLEMENTIZERS else last
    if begin == last and not sentence.words[last].traits & Trait.COLON:
        return False
    after = [(begin, len(sentence))] if begin > last else []
    after = after or content_after(sentence, hit, (hit.first, last), len(sentence), progress.pack)
    speaker = _speaker(progress, progress.begun, hit.first)
    if speaker is None and not progress.pack.lexicon.has(Trait.SUBJECT_MARKS):
        named = chunks(sentence, max(progress.begun, progress.taken), hit.first, progress.pack)
        speaker = next((chunk for chunk in named if chunk.may_speak), None)
    if after and progress.add(after, hit, speaker, 0.8) is not None:
        progress.taken = len(sentence)
    return True


def _described(progress: Progress, hit: CueHit) -> Chunk | None:
    """Return whom a participle describes: "… olduğunu söyleyen Bakan"."""
    found = chunks(progress.sentence, hit.last, len(progress.sentence), progress.pack)
    return found[0] if found and found[0].first <= hit.last + 1 and found[0].may_speak else None


def _end_of_content(progress: Progress, hit: CueHit) -> int:
    """Return the token after the content, -1 when no sign of content stands before the verb."""
    if not hit.cue.bare:
        return _marked_end(progress, hit)
    words = progress.sentence.words
    near = range(hit.first - 1, max(progress.taken - 1, hit.first - MAX_BESIDE - 1), -1)
    quoted = next((k + 1 for k in near if words[k].traits & Trait.QUOTE), hit.first)
    if not progress.pack.script.spaces and not ends_clause(words, quoted):
        return -1  # 拠点|としている: what something is, not what somebody says
    return quoted if quoted > max(progress.taken, progress.begun) else -1


def _nominal_end(hit: CueHit) -> int:
    """Return the endings that close a content right before the verb."""
    return Trait.COMPLEMENTIZERS | (Trait.INFINITIVES if hit.cue.frame == "demand" else Trait.NONE)


def _marked_end(progress: Progress, hit: CueHit) -> int:
    words = progress.sentence.words
    if hit.first > progress.taken and words[hit.first - 1].traits & _nominal_end(hit):
        return hit.first  # "… çalışıldığı belirtildi", "… kesmeleri çağrısında bulundu"
    attributive = words[hit.last - 1].traits & Trait.RELATIVES
    spaces = progress.pack.script.spaces
    reach = MAX_BETWEEN if spaces else MAX_LETTERS_BETWEEN
    for k in range(hit.first - 1, max(progress.taken - 1, hit.first - reach - 1), -1):
        traits = words[k].traits
        if attributive and traits & Trait.COMMA:
            return -1  # "…diğini, isteyen firmaların …": the participle is another phrase's
        if traits & Trait.QUOTATIVES:
            if not spaces and k + 1 < hit.first and not ends_clause(words, k):
                continue  # ロシアと: "with"
            if not spaces or words[k].low in progress.pack.lexicon.words:  # a word of its own: と, diye
                return k if k > progress.taken else -1
            return k + 1  # an ending of the last word: 다고, -diğini
        if traits & Trait.QUOTE:
            return k + 1 if is_speech(progress.sentence, k) or k == hit.first - 1 else -1
        if traits & (Trait.STOP | Trait.COLON | Trait.REPORTING):
            return -1
    return -1


def _start_of_content(progress: Progress, end: int, *, bare: bool) -> tuple[Chunk | None, int]:
    """Return who speaks before the content, and the token where the content begins."""
    sentence, pack = progress.sentence, progress.pack
    words = sentence.words
    begin = max(progress.begun, progress.taken)
    while begin < end and words[begin].traits & BEFORE_CONTENT:
        begin += 1
    first_quote = next(
        (
            k
            for k in range(begin, end)
            if words[k].traits & Trait.QUOTE and (k == end - 1 or is_speech(sentence, k))
        ),
        end,
    )
    while first_quote > begin and first_quote < end and words[first_quote - 1].traits & Trait.QUOTE:
        first_quote -= 1  # 「A」「B」と
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
    if pack.lexicon.has(Trait.SUBJECT_MARKS):
        return None, begin if first_quote == end else first_quote
    return unmarked_subject(progress, begin, first_quote, end, bare=bare)


def _skip_asides(progress: Progress, start: int, first_quote: int, end: int) -> int:
    """Leave out time and place between speaker and quotation: 外相は17日、記者団に「…」."""
    words = progress.sentence.words
    if first_quote < end:
        reported = any(
            words[k].traits & (Trait.VERBS | Trait.SUBJECT_MARKS) for k in range(start, first_quote)
        )
        return start if reported else first_quote
    for k in range(start, min(start + 8, end)):
        if not words[k].traits & Trait.COMMA:
            continue
        told = not progress.pack.script.spaces and words[k - 1].traits & Trait.ADVERBS  # 記者団に、
        if told or any(word.traits & (Trait.TIMES | Trait.NUMBER) for word in words[start:k]):
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
    end = len(progress.sentence) - bool(progress.sentence.words[-1].traits & Trait.STOP)
    found = [chunk for chunk in chunks(progress.sentence, hit.last, end, progress.pack) if chunk.may_speak]
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
