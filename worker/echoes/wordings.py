"""Comparing words with words: exact, near-exact, and cut from a longer text; within one language.

The candidates of one statement are few (one speaker, a week), so shingles are compared as sets, exactly;
MinHash would only estimate the same figure.
"""

from __future__ import annotations

import hashlib
import unicodedata

SHINGLE = 4  # characters; also for scripts without spaces
MIN_CUT = 18  # letters; a shorter piece ("we will not give up") is in many statements


class _Folded(dict[int, str]):
    """What each character becomes, looked up once: asking letter by letter costs nearly twice as much."""

    def __missing__(self, code: int) -> str:
        c = chr(code)
        self[code] = c if c.isalnum() else "" if unicodedata.category(c) in ("Mn", "Cf") else " "
        return self[code]


_FOLDED = _Folded()


def fold(text: str) -> str:
    """Return the letters and digits of a text alone: no case, marks, accents or spacing."""
    return " ".join(unicodedata.normalize("NFKD", text.casefold()).translate(_FOLDED).split())


def wording_key(folded: str) -> str:
    """Return the key under which an equal wording is found again."""
    return hashlib.blake2b(folded.encode(), digest_size=12).hexdigest()


def shingles(folded: str) -> frozenset[str]:
    """Return the overlapping pieces of four characters, one piece of a shorter text."""
    return frozenset([folded[at : at + SHINGLE] for at in range(max(1, len(folded) - SHINGLE + 1))])


def resemblance(one: frozenset[str], other: frozenset[str]) -> float:
    """Return how much of both is shared (Jaccard), 0 to 1."""
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared)


def cut_from(one: frozenset[str], other: frozenset[str]) -> float:
    """Return how much of the shorter one stands in the longer one (containment), 0 to 1."""
    return len(one & other) / min(len(one), len(other))
