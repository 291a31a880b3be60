"""Where words begin and end in scripts without spaces: the forms that a pack knows, compiled for one search.

Nothing is guessed: a form counts wherever it is spelled, the longest first; only runs of Katakana are
never cut inside, since they write foreign names and words of their own (マリ is no part of マリア).
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Any

from worker.packs.actors import load_actors
from worker.packs.countries import country_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SHELF = 24  # first letters asked together
DENSE, HANGUL = "\u2e80", "\uac00"  # Han and Kana stand between
KATAKANA = "[ァ-ヺー]"
NAMED = ("roles", "titles", "demonyms", "places", "countries", "organisations", "persons", "kinds", "people")


def joints_of(forms: Iterable[str]) -> str:
    """Return a pattern that finds the longest form at a place.

    Forms are grouped by their first letter and the letters once more: a flat list of 3,000 forms would be
    tried one by one at every letter (0.12 M characters/s against 0.25).
    """
    groups = groupby(sorted({form for form in forms if form}), key=lambda form: form[0])
    branches = [
        (
            first,
            f"{re.escape(first)}(?:{'|'.join(_bounded(form) for form in sorted(group, key=_longest_first))})",
        )
        for first, group in groups
    ]
    shelves = [branches[at : at + SHELF] for at in range(0, len(branches), SHELF)]
    return "|".join(_shelf(shelf) for shelf in shelves) or "(?!)"


def _shelf(branches: list[tuple[str, str]]) -> str:
    letters = "".join(re.escape(first) for first, _ in branches)
    return f"(?=[{letters}])(?:{'|'.join(branch for _, branch in branches)})"


def spelled_names(table: dict[str, Any]) -> Iterator[str]:
    """Yield the names of a pack's naming sections and of CLDR, except those in Latin letters."""
    for section in NAMED:
        yield from (form for form in _forms(table.get(section, {})) if not form.isascii())
    for locale in (table["code"], *table.get("countries", {}).get("locales", ())):
        yield from (form for _, form in country_names(locale) if not form.isascii())
    if not table.get("script", {}).get("spaces", True):
        yield from (form for form in _known_names() if DENSE <= form[:1] < HANGUL)


def _known_names() -> Iterator[str]:
    """Yield the registry's names, so that none is cut at a joint inside it (在 in 李在明)."""
    actors = load_actors()
    for aliases in (
        *(person.aliases for person in actors.persons.values()),
        *(organisation.aliases for organisation in actors.organisations.values()),
        *(agency.aliases for agency in actors.agencies.values()),
    ):
        yield from (alias for alias in aliases if "*" not in alias)


def _forms(section: object) -> Iterator[str]:
    if isinstance(section, dict):
        for key, value in section.items():
            if key not in ("homes", "inflect", "locales", "particles"):
                yield from _forms(value)
    elif isinstance(section, list):
        yield from (form.strip("*").lower() for form in section)


def _longest_first(form: str) -> tuple[int, str]:
    return -len(form), form


def _bounded(form: str) -> str:
    """Return the rest of a form behind its first letter, bounded where it is written in Katakana."""
    before = rf"(?<!{KATAKANA}.)" if _kana(form[0]) else ""
    return before + re.escape(form[1:]) + (rf"(?!{KATAKANA})" if _kana(form[-1]) else "")


def _kana(letter: str) -> bool:
    return "ァ" <= letter <= "ヺ" or letter == "ー"
