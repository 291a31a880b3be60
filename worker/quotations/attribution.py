"""What one sentence reports: each cue is asked, left to right, for its speaker and its content."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from worker.packs.lexicon import PUNCTUATION, VERBAL, Trait
from worker.quotations.chunks import Chunk, chunks
from worker.quotations.contents import (
    Range,
    bare_content,
    clause_of,
    content_after,
    content_before,
    end_of_content,
    is_speech,
    object_of,
)
from worker.quotations.cues import CueHit, find_cues
from worker.quotations.drafts import Draft, draft_of
from worker.quotations.speakers import phrase_after, phrase_before, speaker_of
from worker.shapes import Span

if TYPE_CHECKING:
    from worker.packs.language import LanguagePack
    from worker.quotations.reading import Sentence


@dataclass(slots=True)
class Reading:
    """The state of reading one sentence: what is taken already, and who spoke last."""

    sentence: Sentence
    pack: LanguagePack
    hits: list[CueHit]
    drafts: list[Draft] = field(default_factory=list)
    taken: int = 0  # tokens before this one belong to content found so far
    begun: int = 0  # content that precedes a clause starts no earlier
    speaker: Chunk | None = None
    cited: Chunk | None = None
    channel: Chunk | None = None


def attribute(sentence: Sentence, pack: LanguagePack) -> list[Draft]:
    """Return the quotations that the sentence's own cues report, left to right."""
    reading = Reading(sentence, pack, find_cues(sentence, pack))
    for number, hit in enumerate(reading.hits):
        later = reading.hits[number + 1 :]
        if hit.first < reading.taken:
            continue
        frame = hit.cue.frame
        if frame == "source":
            _source(reading, hit)
        elif frame == "cite":
            _cite(reading, hit, later)
        elif frame == "noun":
            _noun(reading, hit, later)
        else:
            _verb(reading, hit, later)
    if not reading.drafts:
        _headed(reading)
    return reading.drafts


def _add(
    reading: Reading, ranges: list[Range], hit: CueHit | None, speaker: Chunk | None, score: float
) -> Draft | None:
    draft = draft_of(reading.sentence, ranges, hit, speaker)
    if draft is None:
        return None
    draft.score = score
    if reading.channel is not None:
        draft.channel = [Span(*reading.sentence.cut(reading.channel.first, reading.channel.last))]
    reading.drafts.append(draft)
    reading.taken = max(reading.taken, max(last for _, last in ranges))
    if speaker is not None:
        reading.speaker = speaker
    return draft


def _verb(reading: Reading, hit: CueHit, later: list[CueHit]) -> None:
    sentence, pack = reading.sentence, reading.pack
    clause = clause_of(sentence, hit)
    if _is_manner(reading, clause) and _manner(reading, hit, (_manner_start(reading, clause), clause[1])):
        return
    before = content_before(sentence, clause, max(reading.begun, reading.taken))
    quote_before = (
        bool(before)
        and bool(sentence.words[before[-1][1] - 1].traits & Trait.QUOTE)
        and _turned(reading, hit, clause)
    )
    end = end_of_content(sentence, hit.last, later)
    after = [] if quote_before else content_after(sentence, hit, clause, end, pack)
    if after:
        speaker = _speaker(reading, hit, (clause[0], min(clause[1], after[0][0])), follows_content=False)
        draft = _add(
            reading, _with_object(sentence, hit, (clause[0], after[0][0]), speaker) + after, hit, speaker, 0.8
        )
        if (
            draft is not None
            and draft.spans[0].start < sentence.starts[after[0][0]]
            and draft.kind == "indirect"
        ):
            draft.kind = "reported"
        return
    if before and (quote_before or _closes(reading, hit, clause, before)):
        speaker = _speaker(reading, hit, clause, follows_content=True)
        _add(
            reading,
            before + _continued(sentence, clause, quote_before=quote_before),
            hit,
            speaker,
            0.9 if quote_before else 0.7,
        )
        reading.taken = max(reading.taken, clause[1])
        reading.begun = clause[1]
        return
    _complement(reading, hit, clause, end)


def _with_object(sentence: Sentence, hit: CueHit, clause: Range, speaker: Chunk | None) -> list[Range]:
    """Return the noun phrase that a judging verb has beside its clause ("rejected reports, according to which …")."""
    return (
        object_of(sentence, hit, clause, clause[1], speaker)
        if hit.cue.frame == "judge" and not hit.passive
        else []
    )


def _complement(reading: Reading, hit: CueHit, clause: Range, end: int) -> None:
    """Content without any sign: a bare clause, an object, or "called it Y"."""
    sentence, pack = reading.sentence, reading.pack
    if hit.cue.weak:
        return
    if hit.cue.frame == "say":
        if pack.syntax.bare_clause and not hit.passive:
            content = bare_content(sentence, hit, clause, end, pack)
            speaker = _speaker(reading, hit, (clause[0], hit.last), follows_content=False)
            if content and speaker is not None:
                _add(reading, content, hit, speaker, 0.5)
        return
    speaker = _speaker(reading, hit, clause, follows_content=False)
    content = object_of(sentence, hit, clause, end, speaker)
    if not content or (speaker is None and hit.passive):
        return
    draft = _add(reading, content, hit, speaker, 0.5)
    if draft is not None and draft.kind == "indirect":
        is_act = hit.cue.frame == "judge" or (
            hit.cue.frame == "demand" and not _has_clause(sentence, content)
        )
        draft.kind = "reported" if is_act else "indirect"


def _has_clause(sentence: Sentence, content: list[Range]) -> bool:
    wanted = Trait.INFINITIVES | Trait.COMPLEMENTIZERS
    return any(word.traits & wanted for first, last in content for word in sentence.words[first:last])


def _speaker(reading: Reading, hit: CueHit, clause: Range, *, follows_content: bool) -> Chunk | None:
    """Return the clause's speaker; a verb joined by "and" shares the one before it."""
    words = reading.sentence.words
    start = clause[0]
    for k in (hit.finite - 1, hit.first - 1):
        if k >= 0 and words[k].traits & Trait.CONJUNCTIONS and reading.speaker is not None:
            return reading.speaker
    own = speaker_of(reading.sentence, hit, (start, clause[1]), reading.pack, follows_content=follows_content)
    if own is not None or hit.passive:
        return own
    return reading.speaker


def _turned(reading: Reading, hit: CueHit, clause: Range) -> bool:
    """Tell whether verb and subject stand as they do after what was said: nothing but adverbs before the verb."""
    if reading.pack.syntax.order != "second":
        return True
    return all(word.traits & Trait.ADVERBS for word in reading.sentence.words[clause[0] : hit.finite])


def _closes(reading: Reading, hit: CueHit, clause: Range, before: list[Range]) -> bool:
    """Tell a clause that comments what precedes it (", sagte X.", ", X said.") from one that goes on."""
    sentence, pack = reading.sentence, reading.pack
    words = sentence.words
    left, right = clause
    opener = words[before[0][0]].traits
    if opener & (Trait.CONDITIONALS | Trait.CONJUNCTIONS) and not opener & (
        Trait.PREPOSITIONS | Trait.ARTICLES
    ):
        return False
    if hit.cue.frame in ("judge", "label") or hit.passive:
        return False
    if right < len(words) and words[right].traits & Trait.COLON:
        return False
    if any(
        word.traits & (Trait.RELATIVES | Trait.COMPLEMENTIZERS | Trait.CONJUNCTIONS | Trait.CONDITIONALS)
        and not word.traits & Trait.ARTICLES
        for word in words[left : left + 1]
    ):
        return False
    if pack.syntax.order == "second":
        speaks = [chunk for chunk in chunks(sentence, hit.finite + 1, right, pack) if chunk.may_speak]
        return hit.finite == left and (bool(speaks) or hit.last > hit.first + 1)
    return right - left <= 16


def _continued(sentence: Sentence, clause: Range, *, quote_before: bool) -> list[Range]:
    """Return what goes on after an inserted clause: ("A," X said,) "B" """
    words = sentence.words
    right = clause[1]
    if right >= len(words):
        return []
    first = right if words[right].traits & Trait.QUOTE else right + 1
    if first >= len(words):
        return []
    if quote_before:
        return [(first, first + 1)] if words[first].traits & Trait.QUOTE else []
    if words[right].traits & Trait.COMMA and not words[first].traits & (
        Trait.RELATIVES | Trait.CONJUNCTIONS | Trait.CONDITIONALS
    ):
        return [(first, len(words))]
    return []


def _is_manner(reading: Reading, clause: Range) -> bool:
    words = reading.sentence.words
    return bool(
        words[clause[0]].traits & Trait.MANNERS or (words[0].traits & Trait.MANNERS and not reading.drafts)
    )


def _manner_start(reading: Reading, clause: Range) -> int:
    """Include the appositions of "As X, the minister, said"."""
    words = reading.sentence.words
    return clause[0] if words[clause[0]].traits & Trait.MANNERS else 0


def _manner(reading: Reading, hit: CueHit, clause: Range) -> bool:
    """Take "as X said" out; the rest of the sentence is what was said."""
    sentence = reading.sentence
    left, right = clause
    around = [(max(reading.taken, reading.begun), left), (right + 1, len(sentence))]
    content = [(a, b) for a, b in around if b > a]
    if not content or (right < len(sentence) and hit.last < right - 6):
        return False
    speaker = _speaker(reading, hit, (left + 1, right), follows_content=False)
    return _add(reading, content, hit, speaker, 0.6) is not None


def _source(reading: Reading, hit: CueHit) -> None:
    """Take "according to X" out; the rest of the sentence is what was said."""
    sentence, pack = reading.sentence, reading.pack
    words = sentence.words
    if (
        hit.cue.weak
        and hit.first > 0
        and not words[hit.first - 1].traits & (Trait.COMMA | Trait.QUOTE | Trait.DASH)
    ):
        return
    if hit.cue.weak and hit.first == 0:
        return
    found = _source_phrase(sentence, hit, pack)
    if found is None:
        return
    phrase, frame = found
    if _reports_itself(reading, frame):
        reading.channel = phrase
        return
    begin, end = _subordinate(sentence, frame, reading.begun)
    content = [(a, b) for a, b in ((begin, frame[0]), (frame[1], end)) if b > a]
    if _add(reading, content, hit, phrase, 0.7) is not None:
        reading.taken = len(sentence)


def _source_phrase(sentence: Sentence, hit: CueHit, pack: LanguagePack) -> tuple[Chunk, Range] | None:
    """Return the noun phrase of a source and the tokens of both; a report's name may stand on either side."""
    words = sentence.words
    for after in (hit.cue.after, True) if hit.cue.names_report else (hit.cue.after,):
        phrase = (
            phrase_before(sentence, hit.first, pack)
            if after
            else phrase_after(sentence, hit.last, len(words), pack)
        )
        if phrase is None:
            continue
        if hit.cue.names_report and not any(
            word.traits & Trait.REPORTS for word in words[phrase.first : phrase.last]
        ):
            continue
        return phrase, ((phrase.first, hit.last) if after else (hit.first, phrase.last))
    return None


def _subordinate(sentence: Sentence, frame: Range, begun: int) -> Range:
    """Keep to the relative clause that a source stands in: "…, who according to X …, was"."""
    words = sentence.words
    begin = frame[0]
    while begin > begun and not words[begin - 1].traits & (PUNCTUATION & ~Trait.BRACKET):
        begin -= 1
    opener = words[begin].traits
    if (
        begin > begun
        and begin < frame[0]
        and opener & (Trait.RELATIVES | Trait.CONDITIONALS | Trait.PREPOSITIONS)
    ):
        end = next((k for k in range(frame[1], len(words)) if words[k].traits & Trait.COMMA), len(words))
        return begin, end
    return begun, len(words)


def _reports_itself(reading: Reading, frame: Range) -> bool:
    """Tell whether the rest has a speaking verb of its own: then the source is the channel."""
    if reading.drafts:
        return True
    for hit in reading.hits:
        if (
            hit.first >= frame[1]
            and hit.cue.frame not in ("source", "noun")
            and not hit.passive
            and not hit.cue.participle
        ):
            clause = clause_of(reading.sentence, hit)
            end = len(reading.sentence)
            if content_after(reading.sentence, hit, clause, end, reading.pack):
                return True
            before = content_before(reading.sentence, clause, frame[1] + 1)
            if before and _turned(reading, hit, clause) and _closes(reading, hit, clause, before):
                return True
    return False


def _cite(reading: Reading, hit: CueHit, later: list[CueHit]) -> None:
    """An agency quotes somebody: its object speaks, its subject is the channel."""
    sentence = reading.sentence
    clause = clause_of(sentence, hit)
    if hit.passive:
        named = [chunk for chunk in chunks(sentence, *clause, reading.pack) if chunk.may_speak]
        reading.cited = named[0] if named else None
    else:
        reading.channel = _speaker(reading, hit, clause, follows_content=False)
        first = max(hit.last, reading.channel.last if reading.channel else 0)
        named = [
            chunk for chunk in chunks(sentence, first, clause[1], reading.pack) if not chunk.after_preposition
        ]
        reading.cited = named[0] if named else None
    end = end_of_content(sentence, hit.last, later)
    content = content_after(sentence, hit, clause, end, reading.pack)
    if (
        content
        and reading.cited is not None
        and not any(h.cue.frame == "noun" and h.first < content[0][0] for h in later)
    ):
        _add(reading, content, hit, reading.cited, 0.7)


def _noun(reading: Reading, hit: CueHit, later: list[CueHit]) -> None:
    """A noun carries the content: "with the words …", "the claim that …"."""
    sentence, pack = reading.sentence, reading.pack
    clause = clause_of(sentence, hit)
    if reading.cited is None and any(
        clause[0] <= verb.first < clause[1] and verb.cue.frame in VERBAL for verb in reading.hits
    ):
        return  # "has rejected reports that …", "said in a statement that …": the verb takes it
    end = end_of_content(sentence, hit.last, later)
    content = content_after(sentence, hit, clause, end, pack)
    if not content:
        return
    speaker = reading.cited
    if (
        speaker is None
        and hit.last < clause[1]
        and sentence.words[hit.last].traits & (Trait.LINKS | Trait.AGENTS)
    ):
        speaker = phrase_after(sentence, hit.last, clause[1], pack)
    if speaker is None:
        speaker = speaker_of(sentence, hit, clause, pack, follows_content=False)
    if not _chained(reading, content[0], later, speaker):
        _add(reading, content, hit, speaker, 0.6)


def _chained(reading: Reading, content: Range, later: list[CueHit], speaker: Chunk | None) -> bool:
    """Open "…, it had condemned A and declared B": the inner acts are the speaker's own."""
    sentence = reading.sentence
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
    before = len(reading.drafts)
    reading.speaker = speaker
    for number, hit in enumerate(inner):
        end = end_of_content(sentence, hit.first + 1, inner[number + 1 :])
        clause = clause_of(sentence, hit)
        ranges = [] if hit.cue.frame == "judge" else content_after(sentence, hit, clause, end, reading.pack)
        kind = None
        if not ranges and hit.finite < hit.first:
            begin = content[0] + 2
            ranges, kind = [(begin, hit.first)], "reported"
        draft = _add(reading, ranges, hit, speaker, 0.6) if ranges else None
        if draft is not None and kind == "reported" and draft.kind == "indirect":
            draft.kind = "reported"
    reading.taken = len(sentence)
    return len(reading.drafts) > before


def _headed(reading: Reading) -> None:
    """A name, a colon, a quotation: "Minister: “We shall see”"."""
    sentence = reading.sentence
    words = sentence.words
    for k in range(1, len(words) - 1):
        if words[k].traits & Trait.COLON and words[k + 1].traits & Trait.QUOTE and is_speech(sentence, k + 1):
            named = [chunk for chunk in chunks(sentence, 0, k, reading.pack) if chunk.may_speak]
            _add(reading, [(k + 1, _quotes_end(sentence, k + 1))], None, named[0] if named else None, 0.6)
            return


def _quotes_end(sentence: Sentence, k: int) -> int:
    while k < len(sentence) and sentence.words[k].traits & Trait.QUOTE:
        k += 1
    return k
