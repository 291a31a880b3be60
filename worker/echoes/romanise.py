"""Names in every script brought to one skeleton of consonants, good enough to compare and no more."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Sounds that Unicode's own names of letters don't tell; a dot is a letter without one.
_SOUNDS = (
    (
        "абвгґдеёжзийклмнопрстуфхцчшщъыьэюяіїє",
        "a b v g g d e e zh z i y k l m n o p r s t u f h ts ch sh sh . i . e yu ya i i e",
    ),
    ("αβγδεζηθικλμνξοπρσςτυφχψω", "a v g d e z i t i k l m n ks o p r s s t i f h ps o"),
    (
        "ابتثجحخدذرزسشصضطظعغفقكلمنهويىةأإآؤئءپچژگکی",
        "a b t t j h h d d r z s sh s d t z a g f k k l m n h o i a a a a a o i . p ch zh g k i",
    ),
    ("אבגדהוזחטיכךלמםנןסעפףצץקרשת", "a b g d h o z h t i k k l m m n n s a p p ts ts k r sh t"),
)
_LETTERS = {
    letter: "" if sound == "." else sound
    for letters, sounds in _SOUNDS
    for letter, sound in zip(letters, sounds.split(), strict=True)
}
_NAMED = re.compile(r"(?:LETTER|SYLLABLE)(?: SMALL)? (\w+)$")
_COMPOSED = re.compile("[\u3040-\u30ff\uac00-\ud7af]")  # kana and hangul: a letter is a syllable
# Spellings of one sound on which transliterations of a name disagree, the longest first.
_SPELLINGS = (
    *((spelling, "c") for spelling in ("tsch", "tch")),
    *((spelling, "j") for spelling in ("dsch", "dzh", "dj")),
    *((spelling, "s") for spelling in ("sch", "sh", "zh")),
    *((spelling, "h") for spelling in ("kh", "ch")),
    *(("ph", "f"), ("th", "t"), ("ck", "k"), ("x", "ks"), ("q", "k"), ("w", "v"), ("ts", "c"), ("tz", "c")),
)
# One letter for each family of consonants; "l" and "r" are one in Japanese, "b" and "p" in Arabic.
_FAMILIES = str.maketrans("pfcghzdly", "bvkk_str_")


@lru_cache(maxsize=50_000)
def skeleton(word: str) -> str:
    """Return a word's consonants in Latin letters, families of sounds made one.

    Шульман, シュルマン and Schulman are "srmn". It says little where it is short, and nothing of
    scripts whose letters Unicode doesn't name by their sound (Thai, Han).
    """
    composed = _COMPOSED.search(word) is not None
    latin = "".join(map(_sound, unicodedata.normalize("NFC" if composed else "NFKD", word.casefold())))
    for spelling, sound in _SPELLINGS:
        latin = latin.replace(spelling, sound)
    bare = "".join(c for c in latin.translate(_FAMILIES) if c.isalpha() and c not in "aeiou")
    return re.sub(r"(.)\1+", r"\1", bare)


def _sound(character: str) -> str:
    if character.isascii():
        return character
    known = _LETTERS.get(character)
    if known is not None:
        return known
    if unicodedata.category(character).startswith("M"):
        return ""
    found = _NAMED.search(unicodedata.name(character, ""))
    return found[1].lower() if found else ""
