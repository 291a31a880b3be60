"""What stands behind a verb without any sign: a bare clause, an infinitive, or the object that is judged."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from worker.packs.lexicon import Trait
from worker.quotations.closings import turns_back
from worker.quotations.contents import bare_content
from worker.quotations.infinitives import tells_infinitive
from worker.quotations.joined import object_before, subject_alone
from worker.quotations.labels import name_given
from worker.quotations.objects import object_of
from worker.quotations.sharing import speaker_for
from worker.quotations.works import is_deed

if TYPE_CHECKING:
    from worker.quotations.clauses import Range
    from worker.quotations.cues import CueHit
    from worker.quotations.progress import Progress
    from worker.quotations.reading import Sentence


def add_complement(progress: Progress, hit: CueHit, clause: Range, end: int) -> None:
    """Content without any sign: a bare clause, an object, or "called it Y"."""
    sentence, pack = progress.sentence, progress.pack
    by_name = hit.cue.frame == "label" and hit.cue.by  # gives a marked name, or a clause, or nothing
    if hit.cue.weak or by_name or turns_back(progress, hit, clause):
        return
    if hit.cue.frame == "say":
        if _add_clause(progress, hit, clause, end):
            return
        judging = _as_judge(sentence, hit)
        if judging is None:
            return
        hit = judging
    speaker = speaker_for(progress, hit, clause, follows_content=False)
    speaker = subject_alone(sentence, hit, speaker, pack)
    if pack.syntax.order == "closing":
        bare = bare_content(sentence, hit, end, pack) if hit.cue.frame == "demand" else []
        content = bare or object_before(sentence, hit, clause, speaker)
    else:
        content = object_of(sentence, hit, end_of_relative(progress, hit, clause, end), speaker)
    if not content or speaker is None or is_deed(sentence, content):
        return
    if pack.syntax.names_alone:
        content = name_given(sentence, content)
    draft = progress.add(content, hit, speaker, 0.5)
    if draft is not None and draft.kind == "indirect":
        is_act = hit.cue.frame in ("judge", "label") or (
            hit.cue.frame == "demand" and not _has_clause(sentence, content)
        )
        draft.kind = "reported" if is_act else "indirect"


def _add_clause(progress: Progress, hit: CueHit, clause: Range, end: int) -> bool:
    """Add a bare clause or an infinitive; tell whether there was one."""
    sentence, pack = progress.sentence, progress.pack
    if hit.passive:
        return False
    unnamed = False
    if pack.syntax.bare_clause:
        content = bare_content(sentence, hit, end, pack)
        speaker = speaker_for(progress, hit, (clause[0], hit.last), follows_content=False)
        unnamed = pack.syntax.order == "closing" and pack.syntax.drops_subject
    elif tells_infinitive(sentence, hit, clause[1], pack):
        speaker = speaker_for(progress, hit, clause, follows_content=False)
        content = object_of(sentence, hit, min(end, clause[1]), speaker)
    else:
        return False
    if content and (speaker is not None or unnamed):
        progress.add(content, hit, speaker, 0.5)
    return bool(content)


def _as_judge(sentence: Sentence, hit: CueHit) -> CueHit | None:
    """Return the same verb with an object where it has both uses: "reaffirmed that", "reaffirmed its aid"."""
    size = hit.last - hit.first - 1
    other = next(
        (
            cue
            for rest, cue in sentence.words[hit.first].cues
            if len(rest) == size
            and cue.frame == "judge"
            and cue.participle == hit.cue.participle
            and all(word.low == low for word, low in zip(sentence.words[hit.first + 1 :], rest, strict=False))
        ),
        None,
    )
    return replace(hit, cue=other) if other is not None else None


def end_of_relative(progress: Progress, hit: CueHit, clause: Range, end: int) -> int:
    """End the object of "X, which denied A, said that …" where the main clause goes on with its own cue."""
    words = progress.sentence.words
    opener = clause[0] + bool(words[clause[0]].traits & Trait.PREPOSITIONS)  # "with whom", "mit dem"
    if progress.pack.syntax.order != "second":
        relative = any(word.traits & Trait.RELATIVES for word in words[clause[0] : clause[0] + 2])
    else:  # "Der Verein" is no clause
        relative = clause[0] > 0 and bool(words[min(opener, len(words) - 1)].traits & Trait.RELATIVES)
    if not relative:
        return end
    starts = {min(later.first, later.finite) for later in progress.hits if later.first > hit.first}
    return next((k for k in range(hit.last, end) if words[k].traits & Trait.COMMA and k + 1 in starts), end)


def _has_clause(sentence: Sentence, content: list[Range]) -> bool:
    words = sentence.words
    for first, last in content:
        for k in range(first, last):
            if words[k].traits & (Trait.INFINITIVES | Trait.COMPLEMENTIZERS):
                return True
            if words[k].traits & Trait.GERUNDS and k > first and words[k - 1].traits & Trait.PREPOSITIONS:
                return True
    return False
