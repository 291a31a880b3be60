"""One form of a name, with stars for any letters: what it stands for, and which words it takes."""

from __future__ import annotations

from typing import NamedTuple

MAX_ACRONYM = 5  # letters; "US" is no "us", and "WHO" no "who"


class Term(NamedTuple):
    """What a form stands for: ``country`` KP, ``role`` foreign_minister, ``agency`` KCNA."""

    kind: str
    value: str


class Entry(NamedTuple):
    """One form: its words as patterns, what it stands for, how exact it is, how many were added before it."""

    words: tuple[str, ...]
    term: Term
    weight: int
    number: int = 0
    declines: bool = False  # its other forms are found, too


class Match(NamedTuple):
    """A term found at a token, so many tokens long."""

    length: int
    term: Term


def fits(pattern: str, token: str) -> bool:
    """Tell whether a token is what one word of a form asks for: case counts where the form has capitals."""
    core = pattern.strip("*")
    low, small = token.lower(), core.lower()
    if pattern.startswith("*"):
        fitting = small in low if pattern.endswith("*") else low.endswith(small)
    else:
        fitting = low.startswith(small) if pattern.endswith("*") else low == small
    return fitting and (core == small or _cased_like(core, token))


def _cased_like(core: str, token: str) -> bool:
    if core.isupper() and len(core) <= MAX_ACRONYM:
        return token.startswith(core)
    return token[:1] != token[:1].lower() or not core[:1].isupper()
