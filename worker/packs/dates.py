"""Names of weekdays and months of one language from CLDR, read only when that language is asked for."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=64)
def calendar_names(language: str) -> tuple[tuple[str, str], ...]:
    """Return (key, name) pairs, names written in full: ``weekday:0`` is Monday, ``month:1`` January.

    A language that CLDR does not know has none.
    """
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - costs 20 ms, and only once per language

    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return ()
    found = {
        (f"{kind}:{number}", name)
        for kind, names in (("weekday", locale.days), ("month", locale.months))
        for use in ("format", "stand-alone")
        for number, name in names[use]["wide"].items()
    }
    return tuple(sorted(found))
