"""What one token may start: names of one word told at once, longer ones by how the next token begins."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from worker.packs.forms import Entry, Term

ANY_LETTER = ""  # of second words that open with a star


class Found(NamedTuple):
    """The terms of the longest form at a token, one of each kind, so many tokens long."""

    length: int
    terms: tuple[Term, ...]


@dataclass(slots=True)
class Opening:
    """The entries whose first word one token is, best first.

    ``further`` holds those of several words by the letter that their second word begins with: nineteen of
    twenty are told by it. Those that any letter may begin stand in all of its lists, and in one of their own.
    """

    entries: tuple[Entry, ...]
    alone: Found | None
    further: dict[str, list[Entry]] = field(default_factory=dict)


def opening_of(entries: Sequence[Entry], article: str) -> Opening | None:
    """Sort out what a token starts, None without an entry; an article may be written onto further words."""
    if not entries:
        return None
    alone: dict[str, Term] = {}
    several: list[tuple[Entry, set[str]]] = []
    for entry in entries:
        if len(entry.words) == 1:
            alone.setdefault(entry.term.kind, entry.term)
        else:
            several.append((entry, _beginnings(entry.words[1], article)))
    opening = Opening(tuple(entries), Found(1, tuple(alone.values())) if alone else None)
    if several:
        for letter in {ANY_LETTER}.union(*[letters for _, letters in several]):
            wanted = {ANY_LETTER, letter}
            opening.further[letter] = [entry for entry, letters in several if letters & wanted]
    return opening


def _beginnings(pattern: str, article: str) -> set[str]:
    if pattern.startswith("*"):
        return {ANY_LETTER}
    return {start[0].lower()[0] for start in (pattern, article) if start}
