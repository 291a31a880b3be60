"""A whole file of renderings grouped at once; the database does the same one article at a time."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from worker.echoes.clusters import cluster
from worker.echoes.evidence import Evidence
from worker.echoes.matching import link
from worker.echoes.voices import NOBODY

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from worker.echoes.renderings import Link, Rendering
    from worker.packs.registry import ActorRegistry

DAYS = 3  # apart at most: outlets date by their own clock, and weeklies repeat


def group(renderings: Sequence[Rendering], actors: ActorRegistry) -> list[list[int]]:
    """Return the places of the renderings that are one utterance each, in the order of the first of each.

    Only one speaker's renderings are compared, and only those dated three days apart or less; one
    without a day goes with all. The work grows with the square of what one speaker says in a week.
    """
    evidence = [Evidence(rendering, actors) for rendering in renderings]
    by_voice: dict[str, list[int]] = defaultdict(list)
    for at, rendering in enumerate(renderings):
        by_voice[rendering.voice].append(at)
    groups = [
        members for places in by_voice.values() for members in cluster(places, _links(places, evidence))
    ]
    return sorted(groups)


def _links(places: list[int], evidence: Sequence[Evidence]) -> dict[tuple[int, int], Link]:
    found = {}
    for one, other in _pairs(places, evidence):
        joined = link(evidence[one], evidence[other])
        # Without a speaker only the words themselves prove anything.
        if joined and (joined.how != "translated" or evidence[one].rendering.voice != NOBODY):
            found[one, other] = joined
    return found


def _pairs(places: list[int], evidence: Sequence[Evidence]) -> Iterator[tuple[int, int]]:
    for number, other in enumerate(places):
        day = evidence[other].rendering.said_on
        for one in places[:number]:
            if are_near(evidence[one].rendering.said_on, day):
                yield one, other


def are_near(one: date | None, other: date | None) -> bool:
    """Tell whether two days, as far as they are known, may be the day of one utterance."""
    return one is None or other is None or abs((one - other).days) <= DAYS
