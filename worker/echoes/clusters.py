"""Renderings joined into utterances, the same way in whatever order they came."""

from __future__ import annotations

import heapq
from collections import defaultdict
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from worker.echoes.renderings import LACKING, STRONGEST

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping

    from worker.echoes.renderings import Link

JOINS = 0.0  # the least tie between two groups that makes them one: even odds

Name = TypeVar("Name", bound="Hashable")
Pair = tuple[Name, Name]


class Tie(NamedTuple):
    """All links between two groups: the sum of their weights, and how many there are."""

    total: float
    links: int


def cluster(names: Iterable[Name], links: Mapping[Pair[Name], Link]) -> list[list[Name]]:
    """Group renderings by their links; groups and their members keep the order of ``names``.

    Equal, near and cut wordings join outright. Then the two groups with the strongest tie become one,
    again and again. A tie is the mean over all pairs between two groups (average linkage, UPGMA): one
    mistaken link never joins two groups that otherwise have nothing in common, and many faint ones
    that agree do.
    """
    order = {name: at for at, name in enumerate(names)}
    groups = _Groups(order, links)
    groups.join_wordings()
    groups.join_ties()
    return groups.listed()


class _Groups(Generic[Name]):
    def __init__(self, order: dict[Name, int], links: Mapping[Pair[Name], Link]) -> None:
        self.members = {at: [at] for at in order.values()}
        self.home = {at: at for at in order.values()}
        self.names = list(order)
        self.ties: dict[int, dict[int, Tie]] = defaultdict(dict)
        self.outright = []
        for (one, other), link in links.items():
            here, there = order[one], order[other]
            tie = Tie(min(link.weight, STRONGEST), 1)
            self.ties[here][there] = self.ties[there][here] = tie
            if link.how != "translated":
                self.outright.append((here, there))

    def join_wordings(self) -> None:
        for one, other in self.outright:
            here, there = self.home[one], self.home[other]
            if here != there:
                self._merge(min(here, there), max(here, there))

    def join_ties(self) -> None:
        waiting = [
            (-tie, one, other)
            for one, others in self.ties.items()
            for other in others
            if one < other and (tie := self._tie(one, other)) >= JOINS
        ]
        heapq.heapify(waiting)
        while waiting:
            negative, one, other = heapq.heappop(waiting)
            if one not in self.members or other not in self.members or self._tie(one, other) != -negative:
                continue  # told again when it changed
            self._merge(one, other)
            for third in self.ties[one]:
                tie = self._tie(one, third)
                if tie >= JOINS:
                    heapq.heappush(waiting, (-tie, min(one, third), max(one, third)))

    def listed(self) -> list[list[Name]]:
        return [[self.names[at] for at in sorted(self.members[one])] for one in sorted(self.members)]

    def _tie(self, one: int, other: int) -> float:
        pairs = len(self.members[one]) * len(self.members[other])
        total, links = self.ties[one][other]
        return (total + LACKING * (pairs - links)) / pairs

    def _merge(self, one: int, other: int) -> None:
        """Take the second group into the first one, the one that came first."""
        for at in self.members[other]:
            self.home[at] = one
        self.members[one] += self.members.pop(other)
        for third, (total, links) in self.ties.pop(other, {}).items():
            del self.ties[third][other]
            if third != one:
                known = self.ties[one].get(third, Tie(0.0, 0))
                tie = Tie(known.total + total, known.links + links)
                self.ties[one][third] = self.ties[third][one] = tie
