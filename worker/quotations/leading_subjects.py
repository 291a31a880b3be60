"""Languages whose subject always leads its verb (Chinese): what was said follows bare or stands before it.

No complementizer, no mood and no word order marks the content; commas and the next verb with its own
subject are all that ends it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.packs.lexicon import PUNCTUATION, VERBAL, Trait
from worker.quotations.chunks import chunks
from worker.quotations.clauses import SEMICOLONS, clause_of, has, is_speech
from worker.quotations.closings import FINITE
from worker.quotations.topics import subject_of

if TYPE_CHECKING:
    from worker.quotations.clauses import Range
    from worker.quotations.cues import CueHit
    from worker.quotations.progress import Progress
    from worker.quotations.reading import Sentence

MIN_CONTENT = 3  # tokens, single signs mostly: less is an object ("宣布结果")
MIN_BARE = 4  # … without a comma before it and without a verb in it ("表示由衷的赞赏")
MIN_DEMAND = 5  # tokens from which an object holds a clause: who shall do what
BESIDE = Trait.ADVERBS | Trait.NEGATIONS | Trait.TIMES | Trait.NUMBER
AFTER_VERB = Trait.HEARERS | Trait.TIMES


def read_led_verb(progress: Progress, hit: CueHit, later: list[CueHit]) -> None:
    """Add what a verb behind its subject reports, if it reports anything."""
    sentence = progress.sentence
    clause = clause_of(sentence, hit)
    if (
        hit.passive
        or _is_noun(sentence, hit)
        or _passes_on(progress, hit, later)
        or _is_aside(sentence, clause)
    ):
        return
    if hit.cue.weak:
        _read_hearsay(progress, hit, clause)
        return
    if hit.cue.frame == "say" and _ends_clause(sentence, hit, clause) and _read_before(progress, hit, clause):
        return
    if hit.cue.frame == "judge":
        _read_judgement(progress, hit, clause, later)
        return
    begin = _begin_of_content(sentence, hit)
    if later and later[0].first == begin and later[0].cue.frame in VERBAL:
        return  # 发文，称…: the second verb reports
    end = _end_of_marks(sentence, begin, end_of_speech(progress, begin, later))
    if not _is_content(sentence, hit, begin, end):
        return
    speaker = subject_of(progress, hit, clause)
    quoted = begin < end and sentence.words[begin].traits & Trait.QUOTE
    if speaker is None and not quoted and hit.cue.frame != "say":
        return
    progress.add([(begin, end)], hit, speaker, 0.8 if quoted else 0.6)


def _passes_on(progress: Progress, hit: CueHit, later: list[CueHit]) -> bool:
    """Tell 据新华社报道，外长说…: the verb behind a source leaves what was said to a speaker of its own."""
    channel = progress.channel
    if channel is None or hit.first != channel.last:
        return False
    for other in later:
        if other.cue.frame not in VERBAL or other.passive or _is_noun(progress.sentence, other):
            continue
        named = chunks(progress.sentence, clause_of(progress.sentence, other)[0], other.first, progress.pack)
        if other.first > hit.last and any(chunk.may_speak for chunk in named):
            return True
    return False


def _read_hearsay(progress: Progress, hit: CueHit, clause: Range) -> None:
    """Take what is told of nobody in particular (据称)."""
    begin = _begin_of_content(progress.sentence, hit)
    if hit.first > clause[0] or len(progress.sentence) - begin < MIN_DEMAND:
        return
    draft = progress.add([(begin, len(progress.sentence))], hit, None, 0.4)
    if draft is not None:
        draft.impersonal = True


def end_of_speech(progress: Progress, begin: int, later: list[CueHit]) -> int:
    """Return where content ends that begins at a token: before the comma of the next reporting clause."""
    sentence = progress.sentence
    words = sentence.words
    for hit in later:
        left = clause_of(sentence, hit)[0]
        if left <= begin + 1 or hit.cue.frame not in VERBAL or hit.passive or _is_noun(sentence, hit):
            continue
        if words[left - 1].traits & (Trait.COMMA | Trait.QUOTE) and _reports_anew(progress, hit, left):
            return left - 1 if words[left - 1].traits & Trait.COMMA else left
    for k in range(begin, len(words)):
        if words[k].low in SEMICOLONS and any(hit.first > k for hit in later):
            return k
    return len(words)


def _reports_anew(progress: Progress, hit: CueHit, left: int) -> bool:
    """Tell a clause that goes on reporting (, 并呼吁 …; , 他说 …) from one inside what is said."""
    words = progress.sentence.words
    if words[left].traits & Trait.CONJUNCTIONS:
        left += 1
    if all(word.traits & BESIDE for word in words[left : hit.first]):
        return hit.cue.bare or hit.cue.frame != "say"
    named = chunks(progress.sentence, left, hit.first, progress.pack)
    if not named or named[0].first != left or not named[0].may_speak or hit.cue.thinks:
        return False
    return hit.cue.frame == "say" and not words[left].traits & Trait.FIRSTS


def _is_noun(sentence: Sentence, hit: CueHit) -> bool:
    """Tell "的要求", "发出警告" and "所说的" from the verb."""
    words = sentence.words
    before = words[hit.first - 1].traits if hit.first else 0
    behind = words[hit.last].traits if hit.last < len(words) else 0
    if before & (Trait.LINKS | Trait.VERBS | Trait.ARTICLES) and not before & Trait.ADVERBS:
        return True
    return bool(behind & (Trait.LINKS | Trait.REPORTING))  # 发文|指出: the second verb reports


def _is_aside(sentence: Sentence, clause: Range) -> bool:
    """Tell 在回答记者提问时，…: a clause of time reports nothing."""
    words = sentence.words
    opened = words[clause[0]].traits & (Trait.PREPOSITIONS | Trait.CONDITIONALS)
    return bool(opened and words[clause[1] - 1].traits & Trait.TIMES)


def _ends_clause(sentence: Sentence, hit: CueHit, clause: Range) -> bool:
    """Tell whether nothing stands behind the verb but hearers, times and verdicts beside it (和坚决反对)."""
    beside = AFTER_VERB | (Trait.CONJUNCTIONS | Trait.REPORTING if hit.cue.frame == "judge" else 0)
    return all(word.traits & beside for word in sentence.words[hit.last : clause[1]])


def _read_before(progress: Progress, hit: CueHit, clause: Range) -> bool:
    """Take what stands before a clause that ends in its verb: “A”，X说（，“B”）."""
    sentence = progress.sentence
    words = sentence.words
    left, right = clause
    begin = max(progress.begun, progress.taken)
    last = left
    while last > begin and words[last - 1].traits & PUNCTUATION:
        last -= 1
    if last <= begin or (right < len(words) and words[right].traits & Trait.COLON):
        return False
    quoted = bool(words[last - 1].traits & Trait.QUOTE) and is_speech(sentence, last - 1)
    closed = right >= len(words) or bool(words[right].traits & Trait.STOP)
    if not quoted and (not closed or not words[left - 1].traits & Trait.COMMA or last == left):
        return False
    speaker = subject_of(progress, hit, clause) if left < hit.first else None
    if speaker is None or speaker.first < left:
        return False
    ranges = [(last - 1 if quoted and _is_led(sentence, last - 1, begin) else begin, last)]
    following = right + 1 if right < len(words) and words[right].traits & Trait.COMMA else right
    if quoted and following < len(words) and words[following].traits & Trait.QUOTE:
        ranges.append((following, following + 1))
    if progress.add(ranges, hit, speaker, 0.9 if quoted else 0.6) is None:
        return False
    progress.taken = max(progress.taken, right)
    progress.begun = right
    return True


def _is_led(sentence: Sentence, quote: int, begin: int) -> bool:
    return quote > begin and bool(sentence.words[quote - 1].traits & (Trait.COLON | Trait.QUOTE))


def _begin_of_content(sentence: Sentence, hit: CueHit) -> int:
    words = sentence.words
    k = hit.last
    while k < len(words) and words[k].traits & AFTER_VERB:
        k += 1
    if k < len(words) and words[k].traits & (Trait.COMMA | Trait.COLON):
        k += 1
    return k


def _end_of_marks(sentence: Sentence, begin: int, end: int) -> int:
    """End content that opens with a mark at the next comma: 人称“A”，但 …; “A”，“B” are both content."""
    words = sentence.words
    if begin >= end or not words[begin].traits & Trait.QUOTE:
        return end
    for k in range(begin + 1, end - 1):
        if words[k].traits & Trait.COMMA and not words[k + 1].traits & Trait.QUOTE:
            return k
    return end


def _is_content(sentence: Sentence, hit: CueHit, begin: int, end: int) -> bool:
    words = sentence.words
    if begin < end and words[begin].traits & Trait.QUOTE:
        return True
    if end - begin < (MIN_DEMAND if hit.cue.frame == "demand" else MIN_CONTENT):
        return False
    parted = bool(words[begin - 1].traits & (Trait.COMMA | Trait.COLON))
    evident = bool(words[begin].traits & Trait.PRONOUNS) or has(sentence, begin, end, FINITE | Trait.QUOTE)
    bare = hit.cue.bare and end - begin >= MIN_BARE
    return bare or parted or hit.cue.frame == "demand" or evident


def _read_judgement(progress: Progress, hit: CueHit, clause: Range, later: list[CueHit]) -> None:
    """Add the object of a verdict: behind the verb, or before it with a preposition (对此表示谴责)."""
    sentence = progress.sentence
    words = sentence.words
    speaker = subject_of(progress, hit, clause)
    if speaker is None:
        return
    end = min(end_of_speech(progress, hit.last, later), clause[1])
    ranges = [(hit.last, end)]
    if _ends_clause(sentence, hit, clause):
        first = max(clause[0], speaker.last)
        prepositions = [k for k in range(first, hit.first) if words[k].traits & Trait.PREPOSITIONS]
        ranges = [(prepositions[0], hit.first)] if prepositions else []
    if not ranges or all(word.traits & PUNCTUATION for word in words[ranges[0][0] : ranges[0][1]]):
        return
    draft = progress.add(ranges, hit, speaker, 0.6)
    if draft is not None and draft.kind == "indirect":
        draft.kind = "reported"
    if _ends_clause(sentence, hit, clause):
        progress.taken = max(progress.taken, clause[1])
