"""How names are inflected in one language: endings and what replaces them; it knows no irregular name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from worker.packs.remembered import Remembered

if TYPE_CHECKING:
    from collections.abc import Iterator

MIN_STEM = 3  # letters; shorter stems fit everything
MAX_REMEMBERED = 50_000  # words kept per language, then forgotten at once
MIN_BASE = 2  # letters left of a name in the genitive: "Анны", "Ильи"


@dataclass(slots=True)
class Inflections:
    """The ``[countries.inflect]`` table: ending of the base form → endings of its other forms."""

    table: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _bases: Remembered[str, frozenset[str]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._bases = Remembered(lambda word: frozenset(self._find(word)), MAX_REMEMBERED)

    def forms(self, name: str) -> Iterator[str]:
        """Yield the other forms of one word: the longest ending that the table knows is replaced."""
        ending = self._ending(name)
        if ending is not None:
            stem = name[: len(name) - len(ending)]
            yield from (stem + other for other in self.table[ending] if ending or other.isalpha())

    def bases(self, word: str) -> frozenset[str]:
        """Return every base form that a word in lower case may be a form of."""
        return self._bases[word]

    def base(self, word: str) -> str:
        """Return a word with the longest ending that the table lists replaced, unchanged without one."""
        found = [
            (len(other), ending)
            for ending, others in self.table.items()
            for other in others
            if other and word.endswith(other) and len(word) - len(other) >= MIN_BASE
        ]
        if not found:
            return word
        length, ending = max(found)
        return word[: len(word) - length] + ending

    def related(self, one: str, other: str) -> bool:
        """Tell whether one of two words is the other, or a form of it."""
        return one == other or one in self.bases(other) or other in self.bases(one)

    def _find(self, word: str) -> Iterator[str]:
        for ending, others in self.table.items():
            for other in others:
                if other and word.endswith(other) and len(word) - len(other) >= MIN_STEM:
                    base = word[: len(word) - len(other)] + ending
                    if base != word and self._ending(base) == ending:
                        yield base

    def _ending(self, name: str) -> str | None:
        return max((key for key in self.table if name.endswith(key)), key=len, default=None)
