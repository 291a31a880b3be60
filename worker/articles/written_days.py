"""Days as people write them: "24. Januar 2022", "May 6, 2022", "2022年5月6日"; a day needs its year.

Names of months are CLDR's, in the page's language and in English.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from worker.packs.dates import month_numbers

if TYPE_CHECKING:
    from collections.abc import Iterator

_YEAR = r"((?:19|20)\d\d)"
_YEAR_FIRST = re.compile(rf"(?<!\d){_YEAR}\s?[-/.年]\s?(\d\d?)\s?[-/.月]\s?(\d\d?)(?!\d)")
_KOREAN = re.compile(rf"(?<!\d){_YEAR}년\s?(\d\d?)월\s?(\d\d?)일")
_YEAR_LAST = re.compile(r"(?<![\d.])(\d\d?)\s?([./-])\s?(\d\d?)\s?\2\s?((?:19|20)?\d\d)(?!\d|\2\d)")
_DAY_FIRST = re.compile(
    r"(?<!\d)(\d\d?)(?:\.|st|nd|rd|th|er|º|°|\.º)?[\s/-]{1,3}(?:de |of |den )?([^\W\d_]{3,15})\.?,?"
    rf"[\s/-]{{1,3}}(?:de |del )?{_YEAR}"
)
_MONTH_FIRST = re.compile(rf"([^\W\d_]{{3,15}})\.?\s{{1,3}}(\d\d?)(?:st|nd|rd|th)?(?:,\s?|\s){_YEAR}")
_BY_NUMBER = re.compile(rf"(?<!\d)(\d\d?)[, ]\s?(?:tháng|Tháng) (\d\d?),?\s(?:năm )?{_YEAR}")
_MONTH_BEFORE_DAY = frozenset(("en", "en-us"))


@dataclass(frozen=True, slots=True)
class WrittenDay:
    """A day, where it begins in the text, and its other reading ("3/4/2022") where it has one."""

    start: int
    day: date
    other: date | None = None


def read_days(text: str, lang: str | None) -> list[WrittenDay]:
    """Return the days written in a text, in its order.

    Args:
        text: a line or so.
        lang: its language, with a country where that is known ("en-gb"). Of figures with slashes that may be
            read both ways the day comes first, in English of the United States or of nowhere the month.
    """
    found = [*_years_first(text), *_years_last(text, lang), *_with_names(text, lang)]
    return sorted(found, key=lambda written: written.start)


def _years_first(text: str) -> Iterator[WrittenDay]:
    for pattern in (_YEAR_FIRST, _KOREAN):
        for match in pattern.finditer(text):
            day = _day(match[1], match[2], match[3])
            if day:
                yield WrittenDay(match.start(), day)


def _years_last(text: str, lang: str | None) -> Iterator[WrittenDay]:
    for match in _YEAR_LAST.finditer(text):
        year = match[4] if len(match[4]) > 2 else f"20{match[4]}"
        readings = [_day(year, match[3], match[1])]
        if match[2] != ".":
            readings.insert(0 if lang in _MONTH_BEFORE_DAY else 1, _day(year, match[1], match[3]))
        days = list(dict.fromkeys(day for day in readings if day))
        if days:
            yield WrittenDay(match.start(), *days)


def _with_names(text: str, lang: str | None) -> Iterator[WrittenDay]:
    for pattern, order in ((_DAY_FIRST, (3, 2, 1)), (_MONTH_FIRST, (3, 1, 2)), (_BY_NUMBER, (3, 2, 1))):
        for match in pattern.finditer(text):
            year, month, day = (match[group] for group in order)
            found = _day(year, _number(month, lang), day)
            if found:
                yield WrittenDay(match.start(), found)


def _number(month: str, lang: str | None) -> str:
    if month.isdigit():
        return month
    name = month.casefold()
    return str(
        month_numbers((lang or "en").partition("-")[0]).get(name) or month_numbers("en").get(name) or 0
    )


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
