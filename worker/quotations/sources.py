"""Sources beside the sentence: "according to X", "laut X", "X zufolge", "so X"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.packs.lexicon import PUNCTUATION, Trait
from worker.quotations.chunks import Chunk, chunks
from worker.quotations.clauses import clause_of, end_of_subordinate, is_speech
from worker.quotations.closings import comments
from worker.quotations.contents import bare_content, content_after, content_before
from worker.quotations.neighbours import (
    end_of_aside,
    phrase_before,
    phrase_to_comma,
    possessor_before,
    pronoun_at,
)
from worker.quotations.partings import between_semicolons

if TYPE_CHECKING:
    from worker.packs.language import LanguagePack
    from worker.quotations.clauses import Range
    from worker.quotations.cues import CueHit
    from worker.quotations.progress import Progress
    from worker.quotations.reading import Sentence


TOLD = Trait.QUOTATIVES | Trait.QUOTE  # signs of content before a closing verb


def read_source(progress: Progress, hit: CueHit) -> None:
    """Take "according to X" out; the rest of the sentence is what was said."""
    sentence, pack = progress.sentence, progress.pack
    words = sentence.words
    if hit.cue.relative or hit.cue.pronominal:
        (_read_relative if hit.cue.relative else _read_pronominal)(progress, hit)
        return
    before = words[hit.first - 1].traits if hit.first else 0
    if hit.cue.weak and not before & (Trait.COMMA | Trait.QUOTE | Trait.DASH):
        return
    found = _source_phrase(sentence, hit, pack)
    if found is None:
        return
    phrase, frame = found
    if hit.cue.leads and not _leads(sentence, hit, phrase):
        return
    if _reports_itself(progress, frame):
        progress.channel = phrase
        return
    begin, end = _subordinate(sentence, frame, progress.begun)
    begin, end = between_semicolons(sentence, frame, begin, end)
    frame = (frame[0], _end_of_frame(sentence, frame, weak=hit.cue.weak))
    if begin + 1 == frame[0] and words[begin].traits & Trait.CONJUNCTIONS:
        begin = frame[0]  # "And according to X, …"
    content = [(a, b) for a, b in ((begin, frame[0]), (frame[1], end)) if b > a]
    if any(word.traits & Trait.OWNS for word in words[phrase.first : phrase.last]):
        phrase = _subject_beside(progress, frame) or phrase
    if progress.add(content, hit, phrase, 0.7) is not None:
        progress.taken = len(sentence)


def _leads(sentence: Sentence, hit: CueHit, phrase: Chunk) -> bool:
    """Tell "For her, it is a chance" and "For the minister, “it is …”" from "For this year, the budget …"."""
    words = sentence.words
    last = phrase.last
    if hit.first > 0 or last + 1 >= len(words) or not words[last].traits & Trait.COMMA:
        return False
    return phrase.pronoun or bool(words[last + 1].traits & Trait.QUOTE and is_speech(sentence, last + 1))


def _read_relative(progress: Progress, hit: CueHit) -> None:
    """Take "estimates, according to which …": the phrase before the comma is the source."""
    sentence = progress.sentence
    words = sentence.words
    if hit.first < 2 or not words[hit.first - 1].traits & Trait.COMMA:
        return
    end = end_of_subordinate(sentence, hit.last, len(words))
    phrase = phrase_before(sentence, hit.first - 1, progress.pack)
    if phrase is not None and progress.add([(hit.last, end)], hit, phrase, 0.6) is not None:
        progress.taken = max(progress.taken, end)


def _read_pronominal(progress: Progress, hit: CueHit) -> None:
    """Take "according-to-him" out; the rest of the sentence is what the last speaker said."""
    sentence = progress.sentence
    frame = (hit.first, hit.last)
    if _reports_itself(progress, frame):
        return
    begin, end = _subordinate(sentence, frame, progress.begun)
    if begin + 1 == frame[0] and sentence.words[begin].traits & Trait.CONJUNCTIONS:
        begin = frame[0]
    content = [(a, b) for a, b in ((begin, frame[0]), (frame[1], end)) if b > a]
    draft = progress.add(content, hit, progress.speaker, 0.6) if content else None
    if draft is not None:
        draft.refers = True
        progress.taken = len(sentence)


def _subject_beside(progress: Progress, frame: Range) -> Chunk | None:
    """Return whose own account it is: the first phrase before the frame that can speak, else behind."""
    sentence = progress.sentence
    for first, last in ((0, frame[0]), (frame[1], len(sentence))):
        found = next((c for c in chunks(sentence, first, last, progress.pack) if c.may_speak), None)
        if found is not None:
            return found
    return None


def _beside(sentence: Sentence, hit: CueHit, pack: LanguagePack, *, after: bool) -> Chunk | None:
    if hit.cue.owned:
        return possessor_before(sentence, hit.first)
    if after and sentence.words[hit.first].traits & Trait.PRONOUNS:  # "szerinte": "according to them"
        return Chunk(hit.first, hit.last, pronoun=True)
    if after:
        return phrase_before(sentence, hit.first, pack)
    return pronoun_at(sentence, hit.last) or phrase_to_comma(sentence, hit.last, pack)


def _source_phrase(sentence: Sentence, hit: CueHit, pack: LanguagePack) -> tuple[Chunk, Range] | None:
    """Return the noun phrase of a source and the tokens of both; a report's name may stand on either side."""
    words = sentence.words
    if hit.last < len(words) and words[hit.last].traits & Trait.COMPLEMENTIZERS:
        return None  # "although …", where it begins like a source (Hebrew אף על פי ש)
    for after in (hit.cue.after, True) if hit.cue.names_report else (hit.cue.after,):
        phrase = _beside(sentence, hit, pack, after=after)
        if phrase is None:
            continue
        if any(word.traits & Trait.RULES for word in words[phrase.first : max(phrase.last, hit.first)]):
            continue  # what a law or a timetable provides is no report
        if hit.cue.names_report and not any(
            word.traits & Trait.REPORTS for word in words[phrase.first : phrase.last]
        ):
            continue
        if hit.cue.weak and (phrase.first > hit.last or _goes_on(sentence, phrase.last)):
            continue
        if not after:
            return phrase, (hit.first, phrase.last)
        return phrase, (_with_office(sentence, phrase, pack), hit.last)
    return None


def _with_office(sentence: Sentence, phrase: Chunk, pack: LanguagePack) -> int:
    """Return where a source opens that names an office first: "Az OTP elemzője, Minta Zsolt szerint"."""
    comma = phrase.first - 1
    if comma < 1 or not sentence.words[comma].traits & Trait.COMMA:
        return phrase.first
    ahead = chunks(sentence, 0, comma, pack)
    whole = len(ahead) == 1 and (ahead[0].first, ahead[0].last) == (0, comma)
    return 0 if whole else phrase.first


def _goes_on(sentence: Sentence, first: int) -> bool:
    """Tell "so der Minister am Montag" from "so wurde der Hafen geschlossen"."""
    for word in sentence.words[first:]:
        if word.traits & (Trait.COMMA | Trait.COLON | Trait.DASH | Trait.QUOTE | Trait.STOP):
            return False
        if word.traits & (Trait.VERBS | Trait.AUXILIARIES | Trait.PASSIVES):
            return True
    return False


def _end_of_frame(sentence: Sentence, frame: Range, *, weak: bool) -> int:
    """Give a source its time and place ("so X am Montag") and its relative clause ("laut X, der …,")."""
    words = sentence.words
    last = frame[1]
    if weak:
        return next(
            (k for k in range(last, len(words)) if words[k].traits & (Trait.COMMA | Trait.QUOTE)), len(words)
        )
    aside = end_of_aside(words, last)
    if aside > 0:
        return aside
    if (
        last + 1 < len(words)
        and words[last].traits & Trait.COMMA
        and words[last + 1].traits & Trait.RELATIVES
    ):
        comma = next((k for k in range(last + 1, len(words)) if words[k].traits & Trait.COMMA), -1)
        return comma if comma > 0 else last
    return last


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


def _another_closes(progress: Progress, frame: Range) -> bool:
    """Tell Xによると、Yは…と述べた: a marked subject and a verb of speech that closes the sentence."""
    sentence = progress.sentence
    words = sentence.words
    for hit in progress.hits:
        closing = hit.last >= len(words) or words[hit.last].traits & Trait.STOP
        told = any(word.traits & TOLD for word in words[frame[1] : hit.first])
        if hit.first < frame[1] or hit.cue.weak or not closing:
            continue
        if not told and hit.cue.frame not in ("judge", "demand"):
            continue
        named = chunks(sentence, frame[1], hit.first, progress.pack)
        if any(chunk.marked and chunk.may_speak for chunk in named):
            return True
    return False


def _reports_itself(progress: Progress, frame: Range) -> bool:
    """Tell whether the rest has a speaking verb of its own: then the source is the channel."""
    if progress.drafts:
        return True
    if progress.pack.syntax.order == "last":
        return _another_closes(progress, frame)
    behind = progress.sentence.words[frame[1]].traits if frame[1] < len(progress.sentence) else 0
    if progress.pack.syntax.order == "first" and behind & Trait.REPORTING:
        return True  # 据新华社报道，…: the verb right behind the source takes what was said
    for hit in progress.hits:
        if (
            hit.first >= frame[1]
            and hit.cue.frame not in ("source", "noun")
            and not hit.passive
            and not hit.cue.participle
        ):
            clause = clause_of(progress.sentence, hit)
            end = len(progress.sentence)
            if content_after(progress.sentence, hit, clause, end, progress.pack):
                return True
            bare = progress.pack.syntax.order == "closing" or progress.pack.syntax.bare_clause
            if hit.cue.bare and bare and bare_content(progress.sentence, hit, end, progress.pack):
                return True
            before = content_before(progress.sentence, clause, frame[1] + 1)
            if before and comments(progress, hit, clause, before):
                return True
    return False
