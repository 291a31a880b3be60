"""How names are inflected in one language: endings and what replaces them; it knows no irregular name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from worker.packs.affixes import Affixes
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
    _replaced: dict[str, list[str]] = field(init=False, repr=False, compare=False)  # other → base endings
    _endings: Affixes = field(init=False, repr=False, compare=False)  # … by their last letters
    _bases: Remembered[str, frozenset[str]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._replaced = {}
        for ending, others in self.table.items():
            for other in others:
                self._replaced.setdefault(other, []).append(ending)
        self._endings = Affixes(self._replaced, endings=True)
        self._bases = Remembered(lambda word: frozenset(self._find(word)), MAX_REMEMBERED)

    def forms(self, name: str) -> Iterator[str]:
        """Yield the other forms of one word: the longest ending that the table knows is replaced."""
        ending = self.ending_of(name)
        if ending is not None:
            stem = name[: len(name) - len(ending)]
            yield from (stem + other for other in self.table[ending] if ending or other.isalpha())

    def origins(self, word: str) -> list[tuple[str, str, str]]:
        """Return (base form, its ending, own ending) for each change of endings that a word may show."""
        found: list[tuple[str, str, str]] = []
        for length in self._endings.lengths(word):
            at = len(word) - length
            if at >= 0 and (endings := self._replaced.get(word[at:])):
                found += [(word[:at] + ending, ending, word[at:]) for ending in endings]
        return found

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
        for base, ending, other in self.origins(word):
            long = len(word) - len(other) >= MIN_STEM
            if other and long and base != word and self.ending_of(base) == ending:
                yield base

    def ending_of(self, name: str) -> str | None:
        """Return the longest ending of a base form that the table replaces, None without one."""
        return max((key for key in self.table if name.endswith(key)), key=len, default=None)
