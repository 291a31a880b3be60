"""Verbs that report: what was said after them, before them, around them, or as their object."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.packs.lexicon import PUNCTUATION, VERBAL, Trait
from worker.quotations.carriers import past_citation
from worker.quotations.clauses import clause_of, is_open_question, is_speech
from worker.quotations.closings import closes, continued
from worker.quotations.complements import add_complement, end_of_relative
from worker.quotations.contents import content_after, content_before
from worker.quotations.joined import subject_alone
from worker.quotations.manners import read_manner
from worker.quotations.objects import object_of
from worker.quotations.openings import before_main_clause, opens_sentence
from worker.quotations.sharing import speaker_for

if TYPE_CHECKING:
    from worker.quotations.clauses import Range
    from worker.quotations.cues import CueHit
    from worker.quotations.progress import Progress
    from worker.quotations.reading import Sentence

OPENERS = Trait.RELATIVES | Trait.COMPLEMENTIZERS | Trait.CONJUNCTIONS | Trait.CONDITIONALS
MAX_SIGNS = 2  # between an inserted clause and the second half of its quotation
MAX_ASIDE = 30  # tokens between a quotation and its verb: "A," X, the minister of Y, said


def read_verb(progress: Progress, hit: CueHit, later: list[CueHit]) -> None:
    """Add what a reporting verb reports, if it reports anything."""
    sentence = progress.sentence
    clause = clause_of(sentence, hit)
    if read_manner(progress, hit, clause) or (
        clause == (0, 2) and sentence.words[0].traits & Trait.COMPLEMENTIZERS  # "That said, …"
    ):
        return
    if _after_quotation(progress, hit, clause):
        return
    if _is_noun(progress, hit) and not _quotation_follows(sentence, clause):
        return
    clause = past_citation(progress, hit, clause, later)
    clause = (clause[0], _end_before_next(sentence, clause, later))
    end = end_of_relative(progress, hit, clause, progress.end_of(hit, later))
    after = content_after(sentence, hit, clause, end, progress.pack)
    if after:
        _before_content(progress, hit, clause, after)
        return
    before = content_before(sentence, clause, max(progress.begun, progress.taken))
    if before and progress.pack.syntax.order in ("after", "closing") and not _has_marks(sentence, before):
        before = []  # what was said stands behind the verb; the clause before it tells something else
    if before and closes(progress, hit, clause, before):
        speaker = speaker_for(progress, hit, clause, follows_content=True)
        draft = progress.add(before + continued(progress, clause), hit, speaker, 0.7)
        if draft is not None and progress.dashed:
            draft.kind, draft.quoted = "direct", list(draft.spans)
        _pass(progress, clause)
        return
    add_complement(progress, hit, clause, end)


def _end_before_next(sentence: Sentence, clause: Range, later: list[CueHit]) -> int:
    """Leave what follows "admitted mistakes and said, …" to the second verb."""
    if later and later[0].first < clause[1] and later[0].cue.frame in VERBAL:
        at = later[0].first - 1
        told = not sentence.words[at + 1].traits & Trait.INFINITIVES  # "claims to know and to tell"
        if told and sentence.words[at].traits & Trait.CONJUNCTIONS:
            return at
        if later[0].opens:
            return at + 1  # "welcomed the step saying: “…”"
    return clause[1]


def _pass(progress: Progress, clause: Range) -> None:
    progress.taken = max(progress.taken, clause[1])
    progress.begun = clause[1]


def _after_quotation(progress: Progress, hit: CueHit, clause: Range) -> bool:
    """Take the quotation that stands right before the clause: "A," X (, the minister,) said."""
    sentence = progress.sentence
    words = sentence.words
    quote = _quotation_ahead(progress, hit, clause)
    if quote < 0:
        return False
    begin = max(progress.begun, progress.taken)
    start = quote if quote <= begin or words[quote - 1].traits & Trait.COLON else begin
    if words[start].traits & Trait.CONJUNCTIONS and start < quote:
        start += 1
    inner = quote + 1
    while inner < clause[0] and words[inner].traits & PUNCTUATION:
        inner += 1
    right = clause[1]
    speaker = speaker_for(progress, hit, (inner, right), follows_content=True)
    ranges = [(start, quote + 1)]
    following = right
    while following < min(right + MAX_SIGNS, len(words)) and words[following].traits & PUNCTUATION:
        following += 1  # «A, — said X, — B», „A – mondta X –, B”
    if (
        following < len(words)
        and words[following].traits & Trait.QUOTE
        and not _turn_between(sentence, hit, following)
    ):
        ranges.append((following, following + 1))
    elif start < quote:
        ranges += continued(progress, (inner, right))
    if progress.add(ranges, hit, speaker, 0.9) is None:
        return False
    _pass(progress, (inner, right))
    return True


def _has_marks(sentence: Sentence, ranges: list[Range]) -> bool:
    return any(
        is_speech(sentence, k)
        for a, b in ranges
        for k in range(a, b)
        if sentence.words[k].traits & Trait.QUOTE
    )


def _turn_between(sentence: Sentence, hit: CueHit, following: int) -> bool:
    return (
        any(word.traits & Trait.CONJUNCTIONS for word in sentence.words[following - 1 : following])
        or hit.last > following
    )


def _quotation_ahead(progress: Progress, hit: CueHit, clause: Range) -> int:
    """Return the token of the quotation that the clause comments, -1 without one."""
    sentence, second = progress.sentence, progress.pack.syntax.order == "second"
    words = sentence.words
    begin = max(progress.begun, progress.taken)
    for k in range(clause[0] - 1, max(begin, clause[0] - MAX_ASIDE) - 1, -1):
        traits = words[k].traits
        if traits & Trait.QUOTE:
            if not is_speech(sentence, k):
                return -1
            between = words[k + 1 : hit.finite]
            if second:
                return k if all(word.traits & (PUNCTUATION | Trait.ADVERBS) for word in between) else -1
            closed = sentence.text[sentence.ends[k] - 2] in ",?!.;؟，？！。" or bool(
                words[k + 1].traits & (Trait.COMMA | Trait.DASH)
            )
            opened = between and between[0].traits & (OPENERS & ~Trait.RELATIVES)
            return k if (closed or k == clause[0] - 1) and not opened else -1
        if traits & (Trait.COLON | Trait.REPORTING | (OPENERS & ~Trait.RELATIVES & ~Trait.CONJUNCTIONS)):
            return -1
    return -1


def _quotation_follows(sentence: Sentence, clause: Range) -> bool:
    return any(word.traits & Trait.QUOTE for word in sentence.words[clause[1] : clause[1] + 2])


def _before_content(progress: Progress, hit: CueHit, clause: Range, after: list[Range]) -> None:
    sentence = progress.sentence
    inner = (clause[0], min(clause[1], after[0][0]))
    if hit.negated and is_open_question(sentence.words[after[0][0]].traits):
        return  # "would not say if …" tells nothing
    after, acting = before_main_clause(progress, hit, after)
    speaker = acting or speaker_for(progress, hit, inner, follows_content=False)
    if speaker is None and (hit.cue.thinks or (hit.passive and not _impersonal(progress, hit))):
        return
    marked = sentence.words[after[0][0]].traits & Trait.QUOTE
    if hit.cue.frame in ("demand", "label") and not marked:
        subject = subject_alone(sentence, hit, speaker, progress.pack)
        if subject is not speaker and subject is not None:  # "accused the president | the opposition of …"
            speaker, after = subject, [(subject.last, after[-1][1])]
    beside = []
    if hit.cue.frame == "judge" and not (hit.passive or marked or hit.cue.by):
        beside = object_of(sentence, hit, inner[1], speaker)  # "rejected reports, according to which …"
    draft = progress.add(beside + after, hit, speaker, 0.8)
    if draft is not None:
        draft.impersonal = hit.passive and speaker is None
    if draft is not None and beside and draft.kind == "indirect":
        draft.kind = "reported"


def _impersonal(progress: Progress, hit: CueHit) -> bool:
    """Tell "it is assumed that …", which reports in some languages' press, from "was accused of …"."""
    reports = hit.cue.frame in ("say", "demand") and not hit.cue.thinks
    return progress.pack.syntax.impersonal_reports and reports


def _is_noun(progress: Progress, hit: CueHit) -> bool:
    """Tell "the claims" and "of writing" from the verb, where the form alone can't."""
    verb = hit.first == 0 or hit.particle >= 0 or opens_sentence(progress.sentence, hit)
    if verb or progress.pack.syntax.order != "before":
        return False
    before = progress.sentence.words[hit.first - 1]
    if before.low.endswith(("'s", "’s")):
        return True
    traits = before.traits
    nominal = traits & (Trait.ARTICLES | Trait.PREPOSITIONS | Trait.LINKS)
    return bool(nominal) and not traits & (Trait.PRONOUNS | Trait.CONDITIONALS)
