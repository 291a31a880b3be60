"""What the endings of a word tell of it, exceptions aside; what they tell is the lexicon's business."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.packs.affixes import Affixes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from worker.packs.spelling import Spelling


class Endings:
    """The endings of one language that give traits, told by their last letters.

    Args:
        endings: each with a trait; one ending may give several.
        exceptions: longer endings that give no trait of theirs.
        given: what a trait means for a word in lower case, and for one that is not.
    """

    __slots__ = ("_given", "_lengths")

    def __init__(
        self,
        endings: Iterable[tuple[str, int]],
        exceptions: Sequence[tuple[str, int]],
        given: Callable[[int], tuple[int, int]],
    ) -> None:
        self._given: dict[str, list[tuple[int, int, tuple[str, ...]]]] = {}
        for ending, trait in endings:
            barred = tuple([text for text, kind in exceptions if kind & trait])
            self._given.setdefault(ending, []).append((*given(trait), barred))
        self._lengths = Affixes(self._given, endings=True).lengths

    def traits_of(self, token: str, low: str, spelling: Spelling) -> int:
        """Return the traits that the endings of a token give it, as written and in lower case."""
        traits = 0
        for length in self._lengths(low):
            given = self._given.get(low[-length:]) if length < len(low) else None
            if given is not None and spelling.joins(low[:-length], low[-length:]):
                for small, large, barred in given:
                    if not low.endswith(barred):
                        traits |= small if token == low else large
        return traits
