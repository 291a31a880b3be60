"""Sentence vectors compared across languages: what all texts of a language have in common is taken out first.

The vectors of a multilingual model tell the language as well as the meaning: two sentences of one language
are near, whatever they say. So the background goes: the mean of the language where it is known, and the
directions in which the means of languages differ, which covers languages whose mean is not known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Vectors = NDArray[np.float32]
DIRECTIONS = 25  # of 32 languages' means; on PUD 20 to 30 do equally well (docs/echoes.md)


class Embedder(Protocol):
    """A model of sentences: whatever turns texts into vectors of one length."""

    @property
    def name(self) -> str:
        """The model and its version; vectors of two names are never compared."""
        ...

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one vector a text, as rows of length 1, in their order."""
        ...


@dataclass(frozen=True)
class Background:
    """What a model's vectors of many languages have in common: the means by language, and all of them."""

    means: Mapping[str, Vectors]
    middle: Vectors
    directions: Vectors  # rows, orthogonal, of length 1

    def without(self, vectors: Vectors, langs: Sequence[str]) -> Vectors:
        """Return the vectors with their languages' background taken out, of length 1 again."""
        rest = vectors - np.stack([self.means.get(lang, self.middle) for lang in langs])
        rest -= (rest @ self.directions.T) @ self.directions
        length = np.linalg.norm(rest, axis=1, keepdims=True)
        cleared: Vectors = (rest / np.maximum(length, 1e-9)).astype(np.float32)
        return cleared


def background_of(means: Mapping[str, Vectors]) -> Background:
    """Compute the background from the mean vectors of languages; three or more make sense."""
    rows = np.stack(list(means.values()))
    middle: Vectors = rows.mean(axis=0)
    directions = np.linalg.svd(rows - middle, full_matrices=False)[2][: min(DIRECTIONS, len(rows) - 1)]
    return Background(means, middle, directions.astype(np.float32))


@dataclass(frozen=True)
class Meaning:
    """A model with its background: texts in, comparable vectors out."""

    embedder: Embedder
    background: Background

    @property
    def name(self) -> str:
        """The model's name, kept with each vector."""
        return self.embedder.name

    def vectors(self, texts: Sequence[str], langs: Sequence[str]) -> Vectors:
        """Return one vector a text; the product of two is how near their meanings are, -1 to 1."""
        return self.background.without(self.embedder.embed(texts), langs)
