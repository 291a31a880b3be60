"""One new rendering among those already grouped: which utterance it joins, and what that does to the others.

Only the utterances it touches are looked at again, all of their candidates together, so that the outcome
hardly depends on what came first. Ids stay with the greater part of what they named.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from worker.echoes.clusters import JOINS, cluster
from worker.echoes.matching import link
from worker.echoes.renderings import LACKING, STRONGEST

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from worker.echoes.evidence import Evidence
    from worker.echoes.renderings import Link
    from worker.echoes.vectors import Vectors

    Compare = Callable[["Candidate", "Candidate"], Link | None]

TOUCHES = JOINS - 1.0  # a tie this weak makes two utterances worth comparing again
MOST = 40  # renderings of touched utterances that are compared again; more are left as they are grouped


@dataclass(frozen=True, slots=True)
class Candidate:
    """A rendering that is already grouped; ``number`` is its row's, ``None`` for the new one."""

    number: int | None
    utterance: str
    evidence: Evidence
    vector: Vectors | None = None


@dataclass(frozen=True, slots=True)
class Joined:
    """What comes of a new rendering.

    ``groups`` are the renderings looked at again, as they belong together now, by their numbers (``None``
    is the new one); a group keeps the id under which it stands, and has ``None`` where it needs a new one.
    ``best`` is the candidate that matched best, None when nothing did. ``moves`` tells that others than
    the new one leave their utterances.
    """

    groups: tuple[tuple[str | None, tuple[int | None, ...]], ...]
    best: Candidate | None = None
    link: Link | None = None
    moves: bool = False

    @property
    def utterance(self) -> str | None:
        """The utterance that the new one joins, None when it needs one of its own."""
        return next(name for name, group in self.groups if None in group)


def join(new: Candidate, candidates: Sequence[Candidate], compare: Compare | None = None) -> Joined:
    """Compare a new rendering with its candidates, and group anew what it touches.

    The candidates are of a speaker and a day that agree with it. Nothing they say about each other is
    looked at unless the new one touches two utterances. ``compare`` is ``compared``, or remembers its
    results.
    """
    compare = compare or compared
    links = {at: found for at, other in enumerate(candidates) if (found := compare(new, other))}
    if not links:
        return Joined(((None, (None,)),))
    best = max(links, key=lambda at: links[at].weight)
    places: dict[str, list[int]] = defaultdict(list)
    for at, other in enumerate(candidates):
        places[other.utterance].append(at)
    ties = {name: _tie(links, members) for name, members in places.items()}
    touched = [name for name, tie in ties.items() if tie >= TOUCHES]
    near = [at for name in touched for at in places[name]]
    if len(touched) > 1 and len(near) <= MOST:
        groups = regrouped([new, *(candidates[at] for at in near)], compare)
        before = {candidates[at].number: candidates[at].utterance for at in near}
        moves = any(before.get(number, name) != name for name, group in groups for number in group)
        return Joined(groups, candidates[best], links[best], moves)
    strongest = max(ties, key=lambda name: ties[name])
    if ties[strongest] < JOINS:
        return Joined(((None, (None,)),))
    members = (None, *(candidates[at].number for at in places[strongest]))
    return Joined(((strongest, members),), candidates[best], links[best])


def regrouped(
    renderings: Sequence[Candidate], compare: Compare | None = None
) -> tuple[tuple[str | None, tuple[int | None, ...]], ...]:
    """Group renderings from nothing, and give each group the id that most of its members had.

    An id goes to the group with most of its members, the others of them need new ones. A new rendering
    (``number`` None) has no id to give.
    """
    compare = compare or compared
    links = {
        (one, other): found
        for other in range(len(renderings))
        for one in range(other)
        if (found := compare(renderings[one], renderings[other]))
    }
    groups = cluster(range(len(renderings)), links)
    kept = _kept_ids([[renderings[at] for at in group] for group in groups])
    return tuple(
        (name, tuple(renderings[at].number for at in group)) for name, group in zip(kept, groups, strict=True)
    )


def compared(one: Candidate, other: Candidate) -> Link | None:
    """Return what joins two renderings, with their vectors where both have them."""
    nearness = (
        float(one.vector @ other.vector) if one.vector is not None and other.vector is not None else None
    )
    return link(one.evidence, other.evidence, nearness)


def _tie(links: Mapping[int, Link], members: list[int]) -> float:
    found = [links[at] for at in members if at in links]
    if any(each.how != "translated" for each in found):
        return STRONGEST
    total = sum(min(each.weight, STRONGEST) for each in found)
    return (total + LACKING * (len(members) - len(found))) / len(members)


def _kept_ids(groups: list[list[Candidate]]) -> list[str | None]:
    claims = sorted(
        (
            (count, name, at)
            for at, group in enumerate(groups)
            for name, count in Counter(each.utterance for each in group if each.number is not None).items()
        ),
        key=lambda claim: (-claim[0], claim[1]),
    )
    kept: list[str | None] = [None] * len(groups)
    taken = set()
    for _, name, at in claims:
        if name not in taken and kept[at] is None:
            kept[at] = name
            taken.add(name)
    return kept
