"""What a rendering made of the best wording: cut, retold or translated, and which sentences are missing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from worker.echoes.wordings import fold, shingles

_SENTENCE = re.compile(r"[^.!?。！？…]+(?:[.!?。！？…]+[\"”»』」’)]*|$)")
HELD = 0.6  # of a sentence's shingles; less of it is not there
WORD_FOR_WORD = frozenset({"direct", "mixed"})


@dataclass(frozen=True, slots=True)
class Variant:
    """A rendering beside the best wording of its utterance.

    ``left_out`` are sentences of that wording, as they stand there. None of them can be told of a
    translation.
    """

    translated: bool
    retold: bool  # the best wording is word for word, and this one is not
    left_out: tuple[str, ...]

    @property
    def told(self) -> str:
        """The same in words: "whole", "cut", "retold", "translated"."""
        words = ["translated"] if self.translated else []
        words += ["retold"] if self.retold else []
        words += ["cut"] if self.left_out else []
        return ", ".join(words) or "whole"


def compare_wordings(head: tuple[str, str, str], other: tuple[str, str, str]) -> Variant:
    """Compare a rendering with the best wording of its utterance; each is (text, language, kind)."""
    (text, lang, kind), (told, its_lang, its_kind) = head, other
    retold = kind in WORD_FOR_WORD and its_kind not in WORD_FOR_WORD
    translated = lang != its_lang
    return Variant(translated, retold, () if translated or retold else left_out(text, told))


def left_out(whole: str, part: str) -> tuple[str, ...]:
    """Return the sentences of a text that another one in its language does not have."""
    there = shingles(fold(part))
    missing = []
    for match in _SENTENCE.finditer(whole):
        pieces = shingles(fold(match[0]))
        if match[0].strip() and fold(match[0]) and len(pieces & there) < HELD * len(pieces):
            missing.append(match[0].strip())
    return tuple(missing)
