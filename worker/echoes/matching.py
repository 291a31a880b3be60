"""Two renderings, one utterance? Words with words in one language, what translation keeps across two.

Whether speaker and day agree is the caller's question: it looks for candidates by them.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from worker.echoes.names import WITHOUT_CAPITALS, weigh_bone
from worker.echoes.negations import count_negations
from worker.echoes.numbers import weigh_number
from worker.echoes.renderings import FAINT, LACKING, Link
from worker.echoes.wordings import MIN_CUT, cut_from, resemblance

if TYPE_CHECKING:
    from worker.echoes.evidence import Evidence

# In the order of _features. Fitted on the pairs of PUD's sentences and rounded (docs/echoes.md): what is
# shared speaks for the pair; a figure or a name that one lacks, and a length that differs, against it.
WEIGHTS = (0.9, 1.7, 0.7, -3.0, -0.75, -0.4, -7.5, -1.4, 0.55, 1.0, -0.45)
PRIOR = -1.5  # so that what has nothing for it and nothing against it is left apart
# With vectors: the cosine decides, the evidence helps. Fitted on the same pairs.
NEARNESS, EVIDENCE, APART = 28.0, 0.25, -10.4
LEAST_NEARNESS, MOST_EVIDENCE = 0.2, 6.0  # below, no evidence makes a link; and no evidence outweighs them
LONGEST_NEGATION = 12  # letters: "at no time ", "keineswegs "
EXACT, SURE = 12.0, 6.0
NEAR = 0.6  # of all shingles shared: a typing error, another closing word
CUT = 0.8  # of the shorter one's shingles


def link(one: Evidence, other: Evidence, nearness: float | None = None) -> Link | None:
    """Return what joins two renderings of one speaker's, None when nothing worth keeping does.

    Args:
        one: the evidence of a rendering.
        other: that of another; the order makes no difference.
        nearness: the cosine of their vectors with the background taken out, None without a model.
    """
    if one.key == other.key:
        return Link("exact", EXACT) if one.folded and may_repeat(one, other) else None
    if one.rendering.lang == other.rendering.lang:
        if one.plain_figures - other.plain_figures and other.plain_figures - one.plain_figures:
            return None  # the same sentence with other figures is news
        found = _same_words(one, other)
        if found and found.how == "near" and _contradict(one, other):
            return None
        if found:
            return found
    if nearness is None and not _share_anything(one, other):
        return None
    weight = weigh(one, other) if nearness is None else weigh_with(one, other, nearness)
    return Link("translated", weight) if weight > FAINT else None


def may_repeat(one: Evidence, other: Evidence) -> bool:
    """Tell whether equal words are one utterance: "the accusation" is, on one day and not over three."""
    days = one.rendering.said_on, other.rendering.said_on
    return not is_short(one.folded) or None in days or days[0] == days[1]


def is_short(folded: str) -> bool:
    """Tell whether words are so few that a speaker may say them again of something else."""
    return len(folded) < MIN_CUT


def _same_words(one: Evidence, other: Evidence) -> Link | None:
    if resemblance(one.shingles, other.shingles) >= NEAR:
        return Link("near", SURE)
    shorter = min(len(one.folded), len(other.folded))
    if shorter >= MIN_CUT and cut_from(one.shingles, other.shingles) >= CUT:
        return Link("contained", SURE)
    return None


def weigh(one: Evidence, other: Evidence) -> float:
    """Return the logarithm of the odds that both tell the same, from what no translation changes."""
    features = _features(one, other)
    return PRIOR + sum(weight * feature for weight, feature in zip(WEIGHTS, features, strict=True))


def weigh_with(one: Evidence, other: Evidence, nearness: float) -> float:
    """Return the same from both: how near their vectors are, and what no translation changes."""
    if nearness < LEAST_NEARNESS:
        return LACKING
    evidence = max(-MOST_EVIDENCE, min(MOST_EVIDENCE, weigh(one, other)))
    return NEARNESS * nearness + EVIDENCE * evidence + APART


def _contradict(one: Evidence, other: Evidence) -> bool:
    """Tell whether one says no where the other doesn't; a longer one may say it in what the other cut."""
    lang = one.rendering.lang
    if abs(len(one.folded) - len(other.folded)) > LONGEST_NEGATION:
        return False
    return count_negations(one.folded, lang) != count_negations(other.folded, lang)


def _share_anything(one: Evidence, other: Evidence) -> bool:
    return not (
        one.cognates.isdisjoint(other.cognates)
        and one.bones.isdisjoint(other.bones)
        and one.numbers.isdisjoint(other.numbers)
        and one.keys.isdisjoint(other.keys)
    )


def _features(one: Evidence, other: Evidence) -> tuple[float, ...]:
    cognates = len(one.cognates & other.cognates)
    capitals = [e.rendering.lang not in WITHOUT_CAPITALS for e in (one, other)]
    return (
        sum(map(weigh_number, one.numbers & other.numbers)),
        len(one.keys & other.keys),
        sum(map(weigh_bone, one.bones & other.bones)),
        len(one.plain_figures ^ other.plain_figures),
        len(one.keys ^ other.keys),
        capitals[0] * len(one.bones - other.bones) + capitals[1] * len(other.bones - one.bones),
        abs(math.log(one.length / other.length)),
        2 - sum(capitals),
        sum(len(bone) - 3 for bone in one.cognates & other.cognates),
        cognates / (1 + max(len(one.cognates), len(other.cognates))),
        math.log(min(one.length, other.length) / 100),
    )
