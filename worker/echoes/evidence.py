"""What one rendering brings to be compared by, made once and kept beside it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from worker.echoes.names import Names, find_cognates, find_names
from worker.echoes.numbers import find_numbers
from worker.echoes.wordings import fold, shingles, wording_key

if TYPE_CHECKING:
    from worker.echoes.renderings import Rendering
    from worker.packs.registry import ActorRegistry

# Characters of a text for one of English: the medians of PUD's parallel sentences (docs/echoes.md).
DENSITY = {
    "ar": 0.85, "cs": 0.94, "de": 1.15, "es": 1.11, "fr": 1.16, "gl": 1.06, "he": 0.78, "id": 1.08,
    "it": 1.13, "ja": 0.45, "ko": 0.51, "pt": 1.09, "ru": 1.09, "th": 0.87, "tr": 1.08, "zh": 0.34,
}  # fmt: skip


@dataclass(frozen=True)
class Evidence:
    """A rendering and what can be compared of it; the costly parts are made when first asked for."""

    rendering: Rendering
    actors: ActorRegistry

    @cached_property
    def folded(self) -> str:
        """The wording without case, marks and spacing."""
        return fold(self.rendering.text)

    @cached_property
    def key(self) -> str:
        """Equal for equal wordings."""
        return wording_key(self.folded)

    @cached_property
    def shingles(self) -> frozenset[str]:
        """The wording in overlapping pieces."""
        return shingles(self.folded)

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The figures it tells."""
        return find_numbers(self.rendering.text)

    @cached_property
    def plain_figures(self) -> frozenset[str]:
        """The figures that no language spells out in words."""
        return frozenset(number for number in self.numbers if len(number) > 1)

    @cached_property
    def keys(self) -> frozenset[str]:
        """The countries, organisations and persons it names, the speaker's own side left out."""
        own = {f"country:{self.rendering.speaks_for}", f"organisation:{self.rendering.speaks_for}"}
        return self._names.keys - own

    @cached_property
    def bones(self) -> frozenset[str]:
        """The skeletons of other names."""
        return self._names.bones

    @cached_property
    def cognates(self) -> frozenset[str]:
        """The skeletons of long words, which related languages share."""
        return find_cognates(self.rendering.text, self.rendering.lang)

    @cached_property
    def length(self) -> float:
        """How long it would be in English, in characters."""
        return max(1, len(self.rendering.text)) / DENSITY.get(self.rendering.lang, 1.0)

    @cached_property
    def _names(self) -> Names:
        return find_names(self.rendering.text, self.rendering.lang, self.actors)
