"""What CLDR knows of a language that a pack starts with, and what its letters tell; it reads no pack."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Any

from worker.errors import GiveUp
from worker.packs.countries import country_names
from worker.packs.dates import names_of

IN_THE_NEWS = ("US", "GB", "CN", "RU", "UA", "DE", "FR", "TR", "IR", "IL", "IN", "JP", "KR", "KP")
WITHOUT_SPACES = frozenset({"zh", "ja", "th", "lo", "km", "my", "bo"})
# Quotation marks by the habits of the press, and those that any press may write.
EVERYWHERE = ('""', "“”", "‘’", "''")
MARKS = {
    ("„“",): "bg cs da de et is ka lb lt lv mk sk sl sq sr",
    ("„”", "”„"): "bs hr hu pl ro",
    ("»«", "›‹"): "da de hr sk sl sr",
    ("””",): "fi sv",
    (
        "«»",
    ): "ar az be bg ca el es et eu fa fr gl he hy it ka kk ky lt lv mk no pl ps pt ro ru sq sr sw tg tk tr "
    "uk ur uz",
    ("「」", "『』"): "ja zh",
    ("《》", "〈〉"): "ko",
    ("״״",): "he yi",
}
ENDS = {
    "؟": "ARABIC",
    "。！？": "CJK",
    "।": "DEVANAGARI BENGALI GURMUKHI ORIYA",
    "։": "ARMENIAN",
    "።": "ETHIOPIC",
    ";": "GREEK",
}


@dataclass(frozen=True, slots=True)
class LanguageFacts:
    """A language as CLDR has it; months from January, weekdays from Monday, each with all its forms."""

    name: str
    english: str
    direction: str
    has_case: bool
    has_spaces: bool
    sentence_ends: str
    marks: tuple[str, ...]
    months: tuple[tuple[str, ...], ...]
    weekdays: tuple[tuple[str, ...], ...]
    countries: tuple[tuple[str, str], ...]  # (code, name) of those most in the news
    named: int  # countries that CLDR names at all


def facts_of(code: str) -> LanguageFacts:
    """Return what CLDR knows of a language.

    Raises:
        GiveUp: it knows nothing of it.
    """
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - costs 20 ms

    try:
        locale = Locale.parse(code)
    except (UnknownLocaleError, ValueError) as error:
        raise GiveUp("unknown-language", f"CLDR has no language {code!r}") from error
    name = locale.get_display_name(locale) or code
    countries = dict(reversed(country_names(code)))
    return LanguageFacts(
        name=name,
        english=locale.get_display_name("en") or code,
        direction="rtl" if locale.text_direction == "rtl" else "ltr",
        has_case=name.lower() != name.upper(),
        has_spaces=code not in WITHOUT_SPACES,
        sentence_ends=".!?…" + _ends_of(name),
        marks=tuple(pair for pairs, codes in MARKS.items() if code in codes.split() for pair in pairs)
        + EVERYWHERE,
        months=tuple(_forms(locale.months, number, ("wide", "abbreviated")) for number in range(1, 13)),
        weekdays=tuple(_forms(locale.days, number, ("wide",)) for number in range(7)),
        countries=tuple((c, countries[c]) for c in IN_THE_NEWS if c in countries),
        named=len(countries),
    )


def _forms(tables: Any, number: int, widths: tuple[str, ...]) -> tuple[str, ...]:
    """Return a month's or weekday's name in a date and alone.

    Short weekdays ("do", "so") are words of their own in many languages; figures are no names.
    """
    names = [name for width in widths for at, name in names_of(tables, width) if at == number]
    forms = [name.rstrip(".") for name in names]
    return tuple(form for form in dict.fromkeys(forms) if not form.isdigit())


def _ends_of(name: str) -> str:
    """Return the signs that end a sentence in the script of a word."""
    script = unicodedata.name(name[0], "").split(" ")[0]
    return next((signs for signs, scripts in ENDS.items() if script in scripts.split()), "")
