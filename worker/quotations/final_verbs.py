"""Verbs that close the sentence (Japanese, Korean, Turkish): what was said stands before them, marked."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from worker.packs.lexicon import Trait
from worker.quotations.chunks import chunks
from worker.quotations.clauses import is_speech
from worker.quotations.contents import content_after
from worker.quotations.final_subjects import (
    BEFORE_CONTENT,
    MAX_BESIDE,
    marked_speaker,
    start_of_content,
    subject_of,
)
from worker.quotations.unspaced import ends_clause, has_object, is_noun

if TYPE_CHECKING:
    from worker.quotations.chunks import Chunk
    from worker.quotations.clauses import Range
    from worker.quotations.cues import CueHit
    from worker.quotations.drafts import Draft
    from worker.quotations.progress import Progress
    from worker.quotations.reading import Sentence

MAX_TELLERS = 4  # verbs between a verb and the one that tells it; a bound on work, not tuned
MAX_BETWEEN = 12  # tokens between the quotative and its verb: 「…」と 記者団に 語った
MAX_LETTERS_BETWEEN = 40  # … where most tokens are letters: 「…」と、彼は大学の運動場に集まった群衆に語った
MOSTLY = 0.85  # share of the content inside marks from which the words between are only joints


def read_final_verb(progress: Progress, hit: CueHit) -> None:
    """Add what stands before a closing verb and ends in a quotative word, a quotative ending or a mark."""
    sentence = progress.sentence
    if _leads(progress, hit):
        return
    teller = _teller(progress, hit)
    if teller is not None and not _tells_own(progress, hit, teller):
        return
    spaces = progress.pack.script.spaces
    if not spaces and is_noun(sentence.words, hit.last):
        return
    end = _end_of_content(progress, hit)
    if end < 0:
        if hit.cue.frame == "judge" or _demands_object(progress, hit):
            _judge(progress, hit)
        return
    if hit.cue.weak and hit.last < len(sentence) and not sentence.words[hit.last].traits & Trait.STOP:
        return
    speaker, begin = subject_of(progress, hit, end)
    while begin < end and sentence.words[begin].traits & BEFORE_CONTENT:
        begin += 1
    ranges = _quotations_only(sentence, begin, end) or [(begin, end)]
    ranges += _continued(progress, hit, end, speaker)
    score = 0.8 if sentence.words[end - 1].traits & Trait.QUOTE else 0.6
    draft = progress.add(ranges, hit, speaker, score)
    if draft is not None:
        _close(progress, hit, end, draft)


def _close(progress: Progress, hit: CueHit, end: int, draft: Draft) -> None:
    """Complete what a closing verb told, and leave the rest of the sentence to the next one."""
    if progress.dashed and not draft.quoted and hit.cue.bare:
        draft.kind, draft.quoted = "direct", list(draft.spans)
    if hit.cue.frame in ("demand", "judge"):
        _own_object(progress, hit, end, draft)
    progress.taken = max(progress.taken, hit.last)
    progress.begun = hit.last


def _own_object(progress: Progress, hit: CueHit, end: int, draft: Draft) -> None:
    """Part "…"며 휴전을 촉구했다 in two: what was said, and what was demanded in other words."""
    words = progress.sentence.words
    begin = end
    while begin < hit.first and words[begin].traits & (Trait.QUOTATIVES | Trait.VERBS | Trait.ADVERBS):
        begin += 1
    begin = next((k + 1 for k in range(begin, hit.first) if words[k].traits & Trait.COMMA), begin)
    last = hit.first
    while (
        last > begin
        and words[last - 1].traits & Trait.ADVERBS
        and not words[last - 1].traits & Trait.OBLIQUES
    ):
        last -= 1
    if last <= begin or not has_object(words, last) or not progress.pack.lexicon.has(Trait.SUBJECT_MARKS):
        return
    draft.act = "STATE"
    progress.begun = begin
    own = progress.add(
        [(begin, last if progress.pack.script.spaces else last - 1)], hit, progress.speaker, 0.5
    )
    if own is not None and own.kind == "indirect":
        own.kind = "reported"


def _demands_object(progress: Progress, hit: CueHit) -> bool:
    """Tell a demand for a thing: an object mark shows it, or a verb that is made of a noun."""
    if hit.cue.frame != "demand":
        return False
    if progress.pack.lexicon.has(Trait.SUBJECT_MARKS):
        return has_object(progress.sentence.words, hit.first)
    return hit.last - hit.first > 1  # "… itidal çağrısında bulundu"


def _continued(progress: Progress, hit: CueHit, end: int, speaker: Chunk | None) -> list[Range]:
    """Return what goes on behind an inserted verb: "Hayır," dedi Ali, "gelmem"."""
    words = progress.sentence.words
    at = speaker.last if speaker is not None and speaker.first == hit.last else hit.last
    closed = words[end - 1].traits & (Trait.QUOTE | Trait.COMMA)
    if not closed or not hit.cue.bare or at + 1 >= len(words) or not words[at].traits & Trait.COMMA:
        return []
    if words[at + 1].traits & Trait.QUOTE:
        return [(at + 1, at + 2)]
    again = any(later.first > at for later in progress.hits)
    return [] if again or words[end - 1].traits & Trait.QUOTE else [(at + 1, len(words))]


def _teller(progress: Progress, hit: CueHit) -> CueHit | None:
    """Return the later verb that tells what this one does (反対する|と述べた), None without one."""
    words = progress.sentence.words
    attached = words[hit.last - 1].traits & Trait.QUOTATIVES
    if not attached and not (hit.last < len(words) and words[hit.last].traits & Trait.QUOTATIVES):
        return None
    at = bisect_left(progress.hits, hit.last, key=lambda later: later.first)
    for later in progress.hits[at : at + MAX_TELLERS]:
        if not later.cue.weak and _marked_end(progress, later) == hit.last:
            return later
    return None


def _tells_own(progress: Progress, hit: CueHit, teller: CueHit) -> bool:
    """Tell 대변인은 …고 말했다고 통신이 전했다: two subjects, two verbs; whoever tells it is the channel."""
    outer = marked_speaker(progress, hit.last, teller.first)
    if outer is not None:
        progress.channel = outer
        return True
    begin = max(progress.begun, progress.taken)
    quote = next((k for k in range(begin, hit.first) if progress.sentence.words[k].traits & Trait.QUOTE), -1)
    named = [c for c in chunks(progress.sentence, begin, max(quote, begin), progress.pack) if c.marked]
    if len(named) < 2 or quote - named[-1].last > 1:
        return False
    progress.channel, progress.begun = named[0], named[-1].first
    return True


def _judge(progress: Progress, hit: CueHit) -> None:
    """Add what a closing verb has for an object: "Türkiye, saldırıyı kınadı"."""
    words = progress.sentence.words
    end = hit.first
    while end > progress.begun and words[end - 1].traits & Trait.ADVERBS:
        end -= 1
    speaker, begin = start_of_content(progress, end, bare=False)
    speaker = speaker or progress.speaker
    while speaker is not None and begin < end - 1 and words[begin].traits & Trait.ADVERBS:
        begin += 1  # "X da | hükümeti eleştirdi"
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
    speaker = marked_speaker(progress, progress.begun, hit.first)
    if speaker is None and not progress.pack.lexicon.has(Trait.SUBJECT_MARKS):
        named = chunks(sentence, max(progress.begun, progress.taken), hit.first, progress.pack)
        speaker = next((chunk for chunk in named if chunk.may_speak), None)
    if after and progress.add(after, hit, speaker, 0.8) is not None:
        progress.taken = len(sentence)
    return True


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


def _quotations_only(sentence: Sentence, begin: int, end: int) -> list[Range]:
    """Return the quotations of a content that holds little else: 「A」「B」と, "A"며 "B"고."""
    quotes = [k for k in range(begin, end) if sentence.words[k].traits & Trait.QUOTE]
    if not quotes:
        return []
    inside = sum(sentence.ends[k] - sentence.starts[k] for k in quotes)
    total = sentence.ends[end - 1] - sentence.starts[begin]
    return [(k, k + 1) for k in quotes] if inside >= MOSTLY * total else []
