"""Names of weekdays and months of one language from CLDR, read only when that language is asked for."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_SHORT = 3  # letters
_HAS_FIGURE = re.compile(r"\d")
_OF = {"he": "ב"}  # written onto the month of a date


@lru_cache(maxsize=64)
def calendar_names(language: str) -> tuple[tuple[str, str], ...]:
    """Return (key, name) pairs, names written in full: ``weekday:0`` is Monday, ``month:1`` January.

    A language that CLDR does not know has none.
    """
    locale = _locale(language)
    tables = (("weekday", locale.days), ("month", locale.months)) if locale else ()
    found = {(f"{kind}:{number}", name) for kind, table in tables for number, name in names_of(table, "wide")}
    return tuple(sorted(found))


@lru_cache(maxsize=64)
def month_numbers(language: str) -> Mapping[str, int]:
    """Return a language's months by name, case-folded: whole, as CLDR shortens it, and by three letters.

    A language that CLDR does not know has none; figures ("5月") are no names.
    """
    locale = _locale(language)
    found: dict[str, int] = {}
    shortened: dict[str, set[int]] = {}
    for width in ("wide", "abbreviated") if locale else ():
        for number, name in names_of(locale.months, width):
            form = name.rstrip(".").casefold()
            found.setdefault(form, number)
            shortened.setdefault(form[:_SHORT], set()).add(number)
    for form, numbers in shortened.items():
        if len(numbers) == 1:
            found.setdefault(form, *numbers)
    written = {_OF.get(language, "") + form: number for form, number in found.items()}
    return {form: number for form, number in (found | written).items() if not _HAS_FIGURE.search(form)}


def forget_locales() -> None:
    """Drop what Babel keeps of each language it has read, a megabyte; asked again, it reads it again.

    Babel offers no way; its cache is a dictionary under this name since 2.0.
    """
    from babel import localedata  # noqa: PLC0415 - as below

    localedata._cache.clear()  # noqa: SLF001


def _locale(language: str) -> Any:
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - costs 20 ms, and only once per language

    try:
        return Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return None


def names_of(table: Any, width: str) -> Iterator[tuple[int, str]]:
    """Yield the months or weekdays of one of CLDR's tables by number, as used in a date, then standing alone.

    Where a language has none of the latter of its own, Babel 2.18 gives those of another that the process
    asked for before (Hebrew, Japanese, Chinese): a name in another script is not the language's own.
    """
    in_dates: dict[int, str] = table["format"][width]
    yield from in_dates.items()
    for number, name in table["stand-alone"][width].items():
        if _script(name) == _script(in_dates[number]):
            yield number, name


def _script(name: str) -> str:
    return unicodedata.name(name[0], "").partition(" ")[0]
