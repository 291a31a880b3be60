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
    from worker.echoes.vectors import Vectors
    from worker.packs.registry import ActorRegistry

DAYS = 3  # apart at most: outlets date by their own clock, and weeklies repeat


def group(
    renderings: Sequence[Rendering], actors: ActorRegistry, vectors: Vectors | None = None
) -> list[list[int]]:
    """Return the places of the renderings that are one utterance each, in the order of the first of each.

    Only one speaker's renderings are compared, and only those dated three days apart or less; one
    without a day goes with all. The work grows with the square of what one speaker says in a week.

    Args:
        renderings: in any order.
        actors: the registry that names are looked up in.
        vectors: one row a rendering (``Meaning.vectors``), None without a model.
    """
    evidence = [Evidence(rendering, actors) for rendering in renderings]
    by_voice: dict[str, list[int]] = defaultdict(list)
    for at, rendering in enumerate(renderings):
        by_voice[rendering.voice].append(at)
    groups = [
        members
        for places in by_voice.values()
        for members in cluster(places, _links(places, evidence, vectors))
    ]
    return sorted(groups)


def _links(
    places: list[int], evidence: Sequence[Evidence], vectors: Vectors | None
) -> dict[tuple[int, int], Link]:
    found = {}
    for one, other, nearness in _pairs(places, evidence, vectors):
        joined = link(evidence[one], evidence[other], nearness)
        # Without a speaker only the words themselves prove anything.
        if joined and (joined.how != "translated" or evidence[one].rendering.voice != NOBODY):
            found[one, other] = joined
    return found


def _pairs(
    places: list[int], evidence: Sequence[Evidence], vectors: Vectors | None
) -> Iterator[tuple[int, int, float | None]]:
    """Yield pairs whose days agree, each once, with how near their vectors are."""
    for number, other in enumerate(places):
        day = evidence[other].rendering.said_on
        near = (vectors[places[:number]] @ vectors[other]).tolist() if vectors is not None else None
        for at, one in enumerate(places[:number]):
            if are_near(evidence[one].rendering.said_on, day):
                yield one, other, near[at] if near is not None else None


def are_near(one: date | None, other: date | None) -> bool:
    """Tell whether two days, as far as they are known, may be the day of one utterance."""
    return one is None or other is None or abs((one - other).days) <= DAYS
