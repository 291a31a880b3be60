"""Renderings joined into utterances, the same way in whatever order they came."""

from __future__ import annotations

import heapq
from collections import defaultdict
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping

    from worker.echoes.renderings import Link

JOINS = 2.0  # the least weight between two groups that makes them one
LACKING = -3.0  # what two renderings without a link say
WITNESSES = 3  # so many links between two groups have to agree, where there are so many

Name = TypeVar("Name", bound="Hashable")
Pair = tuple[Name, Name]


def cluster(names: Iterable[Name], links: Mapping[Pair[Name], Link]) -> list[list[Name]]:
    """Group renderings by their links; groups and their members keep the order of ``names``.

    Equal, near and cut wordings join outright. Then the two groups with the strongest tie become one,
    again and again: the tie of two groups is the mean of their three strongest links, so that one
    mistaken link alone never joins two that otherwise have nothing in common.
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
        self.ties: dict[int, dict[int, list[float]]] = defaultdict(lambda: defaultdict(list))
        self.outright = []
        for (one, other), link in links.items():
            here, there = order[one], order[other]
            if link.how == "translated":
                self.ties[here][there].append(link.weight)
                self.ties[there][here].append(link.weight)
            else:
                self.outright.append((here, there))

    def join_wordings(self) -> None:
        for one, other in self.outright:
            here, there = self.home[one], self.home[other]
            if here != there:
                self._merge(min(here, there), max(here, there))

    def join_ties(self) -> None:
        waiting = [
            (-tie, one, other)
            for one in self.ties
            for other in self.ties[one]
            if one < other and (tie := self._tie(one, other)) >= JOINS
        ]
        heapq.heapify(waiting)
        while waiting:
            negative, one, other = heapq.heappop(waiting)
            if one not in self.members or other not in self.members:
                continue
            if self._tie(one, other) != -negative:
                continue  # told again when it changed
            self._merge(one, other)
            for third in self.ties[one]:
                tie = self._tie(one, third)
                if tie >= JOINS:
                    heapq.heappush(waiting, (-tie, min(one, third), max(one, third)))

    def listed(self) -> list[list[Name]]:
        return [[self.names[at] for at in sorted(self.members[one])] for one in sorted(self.members)]

    def _tie(self, one: int, other: int) -> float:
        strongest = heapq.nlargest(WITNESSES, self.ties[one].get(other, ()))
        wanted = min(WITNESSES, len(self.members[one]) * len(self.members[other]))
        return (sum(strongest) + LACKING * (wanted - len(strongest))) / wanted

    def _merge(self, one: int, other: int) -> None:
        for at in self.members[other]:
            self.home[at] = one
        self.members[one] += self.members.pop(other)
        for third, weights in self.ties.pop(other, {}).items():
            del self.ties[third][other]
            if third != one:
                self.ties[one][third] += weights
                self.ties[third][one] += weights
        self.ties[one].pop(other, None)
