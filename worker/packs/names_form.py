"""The form of a pack's naming sections: tables of lists of words, so that others can build on them."""

from __future__ import annotations

DEEPEST = 4  # tables in tables; the packs' own need two
LISTS_OF_LISTS = frozenset({"dates"})  # a month has several names


def faults_of_names(section: str, table: object) -> list[str]:
    """Return what is no list of words in a naming section, each with its place."""
    if not isinstance(table, dict):
        return [f"'{section}' must be a table [{section}]"]
    return [
        f"[{section}] {'.'.join(place)} must be a list of words"
        for place in _wrong(table, (), nested=section in LISTS_OF_LISTS)
    ]


def _wrong(table: dict[str, object], place: tuple[str, ...], *, nested: bool) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for key, value in table.items():
        here = (*place, key)
        if isinstance(value, dict):
            found += _wrong(value, here, nested=nested) if len(here) < DEEPEST else [here]
        elif not _is_list_of_words(value, nested=nested):
            found.append(here)
    return found


def _is_list_of_words(value: object, *, nested: bool) -> bool:
    if not isinstance(value, list):
        return False
    return all(
        isinstance(item, str) or (nested and isinstance(item, list) and _is_list_of_words(item, nested=False))
        for item in value
    )
