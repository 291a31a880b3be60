"""How likely a statement is right in its words and its speaker: a logistic curve over what was seen of both.

The weights were fitted on German news and on real articles in nine languages, each counted half, kind
``reported`` left out; docs/quality.md has the table of what came out on the thirds that were held back.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from worker.shapes import Quotation
    from worker.statements.scene import Voice

BASE = 1.46  # of an indirect statement, its score and its speaker's certainty both MIDDLE
MIDDLE = 0.7
BY_SCORE, BY_CERTAINTY = 3.2, 2.95
BY_KIND = {"direct": 0.44, "mixed": 0.09}
UNKNOWN, NOBODY = 0.3, -1.25  # certainty of a speaker nobody names, and what it costs beside


def confidence(quotation: Quotation, voice: Voice | None) -> float:
    """Return a probability from 0 to 1, to three places."""
    certainty = voice.certainty if voice is not None else UNKNOWN
    evidence = BASE + BY_SCORE * (quotation.score - MIDDLE) + BY_CERTAINTY * (certainty - MIDDLE)
    evidence += BY_KIND.get(quotation.kind, 0.0) + (NOBODY if voice is None else 0.0)
    return round(1 / (1 + math.exp(-evidence)), 3)
