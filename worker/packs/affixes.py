"""Stems and endings by the letters they share, so that a word is compared with few; it knows no language."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Affixes:
    """Lengths of stems, or endings, that a word may have, told by as many letters as the shortest has."""

    __slots__ = ("_lengths", "_part")

    def __init__(self, forms: Iterable[str], *, endings: bool = False) -> None:
        longest_first = sorted(set(forms), key=len, reverse=True)
        letters = len(longest_first[-1]) if longest_first else 0
        self._part = slice(-letters, None) if endings and letters else slice(letters)
        self._lengths: dict[str, tuple[int, ...]] = {}
        for form in longest_first:
            known = self._lengths.get(form[self._part], ())
            if len(form) not in known:
                self._lengths[form[self._part]] = (*known, len(form))

    def lengths(self, word: str) -> tuple[int, ...]:
        """Return the lengths to look up, the longest first; some may be longer than the word."""
        return self._lengths.get(word[self._part], ())
