"""How a language spells: letters read as one, signs inside words, small words written onto the next one."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from worker.packs.language import Script

FIRST_SYLLABLE, LAST_SYLLABLE = "가", "힣"
FINALS = 28  # Unicode orders Hangul by its final consonants: every 28th syllable has none
HYPHENS = "-־"
LAST_COMBINING = 0x1100  # vowel signs of all alphabets and syllabaries in use stand below


@dataclass(frozen=True, slots=True)
class Spelling:
    """Facts for look-ups; the text itself is never changed, so offsets stay true.

    ``folds`` maps letters that writers use for one another (Arabic أ and ا); one mapped to "" is not read.
    ``attached`` are words written onto the next one (Arabic و, Hebrew ו), longest first, cut off where what
    stays is a word of the pack. Those in ``always`` are cut off any word that the pack doesn't know.
    ``alternates`` are particles in two forms (Korean 이 and 가): the value tells whether one follows a final
    consonant (이) or a vowel (가), so that 상하이 is no subject.
    ``article`` is written onto its noun and stays there; names are found with and without it.
    """

    folds: dict[int, str] = field(default_factory=dict)
    attached: tuple[str, ...] = ()
    always: tuple[str, ...] = ()
    article: str = ""
    alternates: dict[str, bool] = field(default_factory=dict)

    def joins(self, stem: str, ending: str) -> bool:
        """Tell whether a particle of two forms can follow a stem; every other ending can follow anything."""
        wanted = self.alternates.get(ending[:1]) if self.alternates else None
        if wanted is None or not FIRST_SYLLABLE <= stem[-1:] <= LAST_SYLLABLE:
            return True
        return wanted == bool((ord(stem[-1]) - ord(FIRST_SYLLABLE)) % FINALS)

    def fold(self, form: str) -> str:
        """Return a form in lower case as look-ups see it."""
        low = form.lower()
        return low.translate(self.folds) if self.folds else low

    def without_article(self, low: str) -> str:
        """Return a folded form without the article written onto it, nothing when it has none."""
        return low[len(self.article) :] if self.article and low.startswith(self.article) else ""

    def cuts(self, token: str) -> Iterator[tuple[str, int]]:
        """Yield each attached word that a token starts with, and where it ends behind its vowel signs."""
        low = self.fold(token)
        for word in self.attached:
            if not low.startswith(word) or len(low) <= len(word) + 1:
                continue
            at, wanted = 0, len(word)
            while at < len(token) and (wanted or self.folds.get(ord(token[at])) == ""):
                wanted -= self.folds.get(ord(token[at])) != ""
                at += 1
            at += at + 1 < len(token) and token[at] in HYPHENS  # Hebrew ב-12
            yield word, at


def spelling_of(script: Script) -> Spelling:
    """Compile a script's facts: two characters a fold, one where the letter is not read; a star: ``always``.

    An alternate is written as its two forms, the one behind a consonant first ("이가").
    """
    attached = script.attached
    words = sorted({word.rstrip("*") for word in attached}, key=lambda word: (-len(word), word))
    return Spelling(
        folds={ord(pair[0]): pair[1:] for pair in script.folds},
        attached=tuple(words),
        always=tuple(word.rstrip("*") for word in attached if word.endswith("*")),
        article=script.article,
        alternates={
            letter: letter == pair[0] for pair in script.alternates for letter in (pair[0], pair[-1])
        },
    )


@lru_cache(maxsize=1)
def combining_signs() -> str:
    """Return the combining signs (Arabic vowels, Devanagari matras) as ranges of a pattern's class."""
    codes = [code for code in range(0x300, LAST_COMBINING) if unicodedata.category(chr(code)) in ("Mn", "Mc")]
    ranges: list[list[int]] = []
    for code in codes:
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" if last > first else chr(first) for first, last in ranges)
