"""Finding the words that report speech in a sentence, and how they stand: split, passive, negated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from worker.packs.lexicon import PUNCTUATION, VERBAL, Trait

if TYPE_CHECKING:
    from collections.abc import Iterable

    from worker.packs.cue import Cue
    from worker.packs.language import LanguagePack
    from worker.packs.lexicon import Word
    from worker.quotations.reading import Sentence

MAX_TO_CLAUSE = 3  # tokens from a second verb to its clause: "and added at once that"
MAX_GAP = 60  # tokens between a verb and its split particle; a bound on work, not tuned
BEFORE, BEHIND = 3, 2  # tokens beside a verb in which its negation stands
CLAUSE_ENDS = PUNCTUATION | Trait.QUOTE | Trait.CONJUNCTIONS | Trait.COMPLEMENTIZERS
FINITE = Trait.VERBS | Trait.AUXILIARIES | Trait.PASSIVES
BESIDE = Trait.ADVERBS | Trait.NEGATIONS | Trait.TIMES | Trait.PRONOUNS  # "a-t-il déclaré"


@dataclass(slots=True)
class CueHit:
    """One cue at tokens ``first`` to ``last`` (exclusive) of its sentence.

    ``parts`` are all its token ranges (auxiliary, verb, particle), left to right.
    ``finite`` is the token whose place tells where the subject stands.
    """

    cue: Cue
    first: int
    last: int
    finite: int
    parts: list[tuple[int, int]]
    particle: int = -1
    passive: bool = False
    negated: bool = False
    word: str = ""
    opens: bool = False  # "and said …", "saying …" where the verb comes first: a clause of its own


def find_cues(sentence: Sentence, pack: LanguagePack) -> list[CueHit]:
    """Return the cues of a sentence, left to right; a longer form hides the shorter ones inside it."""
    hits: list[CueHit] = []
    if not sentence.traits & Trait.CUE:
        return hits
    covered = 0
    words = sentence.words
    count = len(words)
    openings = [
        i
        for i, word in enumerate(words)
        if word.cues and (not word.led or (i + 1 < count and words[i + 1].low in word.led))
    ]
    for i in openings:
        hit = _longest(sentence, i, pack) if i >= covered else None
        if hit is not None:
            hits.append(hit)
            covered = hit.last
    return hits


def _longest(sentence: Sentence, i: int, pack: LanguagePack) -> CueHit | None:
    words = sentence.words
    best: CueHit | None = None
    following = words[i + 1].low if i + 1 < len(words) else None
    for rest, cue in words[i].cues:
        last = i + 1
        if rest:
            if following != rest[0]:
                continue
            last += len(rest)
            if len(rest) > 1 and tuple([word.low for word in words[i + 1 : last]]) != rest:
                continue
        if cue.frame in VERBAL and _is_noun(sentence, i, pack):
            continue
        particle = -1
        if cue.particle is not None:
            particle = _particle_at(sentence, last, cue.particle)
            if particle < 0:
                continue
        hit = _standing(sentence, CueHit(cue, i, last, i, [(i, last)], particle, word=words[i].low), pack)
        if hit is not None and (best is None or _outranks(hit, best)):
            best = hit
    return best


def _is_noun(sentence: Sentence, i: int, pack: LanguagePack) -> bool:
    """Tell a noun that looks like a verb: by its capital, by what stands before it or is written onto it."""
    words = sentence.words
    if i == 0:
        # "State media"
        return pack.syntax.order == "before" and len(words) > 1 and bool(words[1].traits & Trait.HEARERS)
    if words[i].traits & Trait.CAPITAL and not words[i - 1].traits & (Trait.COLON | Trait.QUOTE):
        return True
    return pack.script.attached != () and _written_onto(sentence, i)


def _written_onto(sentence: Sentence, i: int) -> bool:
    """Tell a word that a preposition is written onto (Arabic لكشف)."""
    return sentence.ends[i - 1] == sentence.starts[i] and bool(
        sentence.words[i - 1].traits & Trait.PREPOSITIONS
    )


def _outranks(hit: CueHit, best: CueHit) -> bool:
    return (hit.particle >= 0, hit.last, hit.cue.participle) > (
        best.particle >= 0,
        best.last,
        best.cue.participle,
    )


def _particle_at(sentence: Sentence, first: int, particle: str) -> int:
    """Return where the particle closes the clause, -1 if nowhere."""
    wanted = particle.split()
    words = sentence.words
    size = len(wanted)
    for k in range(first, min(first + MAX_GAP, len(words) - size + 1)):
        if words[k].low == wanted[0] and [word.low for word in words[k : k + size]] == wanted:
            after = k + size
            if (
                after >= len(words)
                or words[after].traits & CLAUSE_ENDS
                or _infinitive_follows(sentence, after)
            ):
                return k
    return -1


def _infinitive_follows(sentence: Sentence, first: int) -> bool:
    """Tell whether an infinitive clause stands behind a particle: "riep hen op de steun te vergroten"."""
    for word in sentence.words[first:]:
        if word.traits & (CLAUSE_ENDS | FINITE):
            return False
        if word.traits & Trait.INFINITIVES:
            return True
    return False


def _standing(sentence: Sentence, hit: CueHit, pack: LanguagePack) -> CueHit | None:
    """Complete a hit by its auxiliary and particle; None when the form can't be a cue here."""
    words = sentence.words
    verb = hit.cue.frame not in ("source", "noun")
    if hit.particle >= 0:
        hit.parts.append((hit.particle, hit.particle + len((hit.cue.particle or "").split())))
    if verb:
        helper = -1 if _turns_back(sentence, hit, pack) else _helper_of(sentence, hit, pack)
        if helper >= 0:
            passive = words[helper].traits & Trait.PASSIVES and not words[helper].traits & Trait.AUXILIARIES
            following = words[hit.last].traits if hit.last < len(words) else 0
            hit.passive = bool(passive or following & Trait.PASSIVES)
            hit.finite = min(hit.first, helper)
            hit.parts.append((helper, helper + 1))
            hit.parts.sort()
        elif hit.cue.participle or (pack.syntax.order == "second" and _is_infinitive(sentence, hit)):
            return None
        hit.passive = hit.passive or hit.cue.passive
        hit.opens = _opens(sentence, hit, pack)
        hit.negated = _is_negated(sentence, hit)
    return hit


def _is_negated(sentence: Sentence, hit: CueHit) -> bool:
    """Tell "did not say" and "sagte nicht" from "said no deal was near"."""
    words = sentence.words
    before, behind = words[max(0, hit.first - BEFORE) : hit.first], words[hit.first : hit.last + BEHIND]
    return _negates(reversed(before)) or _negates(behind)


def _negates(words: Iterable[Word]) -> bool:
    """Tell whether a negation stands among words before the first sign, or word that opens what was said."""
    for word in words:
        if word.traits & (PUNCTUATION | Trait.QUOTE | Trait.COMPLEMENTIZERS):
            return False
        if word.traits & Trait.NEGATIONS and not word.traits & Trait.ARTICLES:
            return True
    return False


def _turns_back(sentence: Sentence, hit: CueHit, pack: LanguagePack) -> bool:
    """Tell a finite verb that closes a sentence (", innrømmet han") from the participle of the same form."""
    words = sentence.words
    if pack.syntax.order != "second" or not hit.first or hit.last >= len(words):
        return False
    subject = words[hit.last].traits & (Trait.PRONOUNS | Trait.ARTICLES | Trait.CAPITAL)
    return bool(subject and words[hit.first - 1].traits & Trait.COMMA)


def _opens(sentence: Sentence, hit: CueHit, pack: LanguagePack) -> bool:
    """Tell a verb that opens a clause of its own behind "and"; it must where verbs come first (Arabic)."""
    words, order = sentence.words, pack.syntax.order
    joined = hit.finite > 0 and words[hit.finite - 1].traits & Trait.CONJUNCTIONS
    if order == "after":
        return bool(hit.finite > 0 and (joined or words[hit.first].traits & Trait.GERUNDS))
    following = words[hit.last : hit.last + MAX_TO_CLAUSE]
    return bool(
        order in ("either", "before")
        and joined
        and any(word.traits & (Trait.COMPLEMENTIZERS | Trait.QUOTE) for word in following)
    )


def _is_infinitive(sentence: Sentence, hit: CueHit) -> bool:
    """Tell "…, die sie verlangen müssen" from a finite verb: a modal verb closes the clause."""
    words = sentence.words
    if hit.last >= len(words) or not words[hit.last].traits & (Trait.VERBS | Trait.AUXILIARIES):
        return False
    return hit.last + 1 >= len(words) or bool(words[hit.last + 1].traits & PUNCTUATION)


def _helper_of(sentence: Sentence, hit: CueHit, pack: LanguagePack) -> int:
    """Return the auxiliary that governs a participle, -1 without one."""
    words = sentence.words
    wanted = Trait.AUXILIARIES | Trait.PASSIVES
    far = pack.syntax.order == "second"
    if far and not hit.cue.participle:
        return -1
    if far and hit.last < len(words) and words[hit.last].traits & wanted:
        return hit.last  # "…, wie er berichtet hat"
    for k in range(hit.first - 1, max(-1, hit.first - MAX_GAP), -1):
        traits = words[k].traits
        if traits & wanted:
            return k
        if (far and traits & Trait.COLON) or (not far and not traits & BESIDE):
            return -1
    return -1
