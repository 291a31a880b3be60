"""Where words begin and end in scripts without spaces: the names that a pack, CLDR and the registry spell.

Nothing is guessed: a form counts wherever it is spelled; how the longest is found is told in ``shelves``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from worker.packs.actors import load_actors
from worker.packs.countries import country_names

if TYPE_CHECKING:
    from collections.abc import Iterator

DENSE, HANGUL = "\u2e80", "\uac00"  # Han and Kana stand between
NAMED = ("roles", "titles", "demonyms", "places", "countries", "organisations", "persons", "kinds", "people")


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
