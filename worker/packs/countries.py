"""Country names of one language from CLDR, read only when that language is asked for; no other facts."""

from __future__ import annotations

from functools import lru_cache

NORWEGIAN = {"nb": "no", "nn": "no"}  # our packs hold both in one
# Codes of CLDR that are no state or territory with a government of its own.
UNUSED = frozenset(
    [
        "AC",
        "BV",
        "CP",
        "CQ",
        "DG",
        "EA",
        "EU",
        "EZ",
        "HM",
        "IC",
        "QO",
        "TA",
        "TF",
        "UM",
        "UN",
        "XA",
        "XB",
        "ZZ",
    ]
)


@lru_cache(maxsize=64)
def country_names(language: str) -> tuple[tuple[str, str], ...]:
    """Return (ISO code, name) pairs as a language writes them; names in brackets come as pairs of their own.

    A language that CLDR does not know has none.
    """
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - costs 20 ms, and only once per language

    try:
        names = Locale.parse(language).territories
    except (UnknownLocaleError, ValueError):
        return ()
    return tuple(
        (code, form)
        for code, name in names.items()
        if len(code) == 2 and code.isalpha() and code not in UNUSED
        for form in _forms(name)
    )


def country_name(code: str) -> str:
    """Return the English name of a country, the code itself when there is none (EU, NATO)."""
    return _english().get(code, code)


def country_codes() -> frozenset[str]:
    """Return the codes of all states and territories with a government of their own."""
    return frozenset(_english())


@lru_cache(maxsize=1)
def _english() -> dict[str, str]:
    names: dict[str, str] = {}
    for code, name in country_names("en"):
        names.setdefault(code, name)
    return names


def _forms(name: str) -> list[str]:
    """Split "Myanmar (Burma)" into both names."""
    return [
        part.strip()
        for part in name.replace("（", "(").replace("）", ")").replace(")", "").split("(")
        if part.strip()
    ]


@lru_cache(maxsize=512)
def languages_of(code: str) -> frozenset[str]:
    """Return the languages that are official in a country, also in parts of it; none for an unknown code."""
    from babel.languages import get_official_languages  # noqa: PLC0415 - as above

    found = get_official_languages(code, regional=True, de_facto=True)
    return frozenset(
        NORWEGIAN.get(language, language) for language in (tag.partition("_")[0] for tag in found)
    )
