"""What this room works on: a rendering, and what joins two of them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date

# Logarithms of odds. A pair without a link counts as LACKING, and no link as more than STRONGEST, where
# groups are compared: equal words say enough by themselves.
FAINT, LACKING, STRONGEST = -2.0, -3.0, 6.0

How = Literal["exact", "near", "contained", "translated"]


@dataclass(frozen=True, slots=True)
class Rendering:
    """One statement as one article tells it; ``voice`` is who speaks, the same word in every language."""

    id: str
    lang: str
    text: str
    voice: str
    said_on: date | None = None
    act: str | None = None
    speaks_for: str | None = None  # the speaker's country: what everybody names is no evidence


@dataclass(frozen=True, slots=True)
class Link:
    """Why two renderings may be one utterance: how they were matched, and how strongly.

    ``weight`` is the logarithm of the odds that they are, as far as the evidence goes.
    """

    how: How
    weight: float

    @property
    def sure(self) -> float:
        """The same as a probability, 0 to 1."""
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, self.weight))))
