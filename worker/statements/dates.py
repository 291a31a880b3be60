"""When it was said: dates in the reporting sentence outside the quoted content; none is made up here."""

from __future__ import annotations

from bisect import bisect_left
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from worker.packs import solar
from worker.packs.solar import solar_day, year_at

if TYPE_CHECKING:
    from worker.packs.calendar import Calendar
    from worker.shapes import DateBasis, Quotation
    from worker.statements.reading import Reading

AHEAD_DAYS = 2  # a date may lie so far after publication before it counts as last year's (time zones)
YEARS = range(1945, 2101)
SOLAR_YEARS = range(solar.FIRST_YEAR, solar.LAST_YEAR + 1)
MAX_GAP = 3  # tokens between day, month and year: "28 de octubre de 2023"
MAX_BEFORE = 2  # tokens from a year to the month behind it
MAX_ENDING = 4  # letters and hyphen of an ordinal: "1-jén"
DateWord = tuple[int, tuple[str, int]]  # place among the tokens asked about, what the calendar has


class SaidOn(NamedTuple):
    """A day and how it is known."""

    day: date
    basis: DateBasis


def said_on(
    reading: Reading, quotation: Quotation, calendar: Calendar, published: date | None
) -> SaidOn | None:
    """Return the day that the frame of a quotation names, None when it names none.

    Args:
        reading: the article.
        quotation: its spans are left out: a date inside the content is not when it was said.
        calendar: the language's words for dates.
        published: day of publication; without it only full dates count.
    """
    by_pattern = _by_pattern(reading, quotation, calendar, published)
    if by_pattern is not None:
        return by_pattern
    tokens = _frame_tokens(reading, quotation)
    words = _date_words(reading, tokens, calendar)
    return _explicit(reading, tokens, words, published) or _relative(words, published)


def _frame_tokens(reading: Reading, quotation: Quotation) -> list[int]:
    starts = reading.starts
    first, last = reading.range_of(quotation.frame)
    inside = {
        at
        for begin, end in quotation.spans
        for at in range(max(first, bisect_left(starts, begin)), min(last, bisect_left(starts, end)))
    }
    return [at for at in range(first, last) if at not in inside]


def _date_words(reading: Reading, tokens: list[int], calendar: Calendar) -> list[DateWord]:
    """Return the words of dates among some tokens, each with its place among them."""
    written = reading.tokens
    read = [
        (place, calendar.word(written[at], written[at - 1] if at else "")) for place, at in enumerate(tokens)
    ]
    return [(place, word) for place, word in read if word is not None]


def _by_pattern(
    reading: Reading, quotation: Quotation, calendar: Calendar, published: date | None
) -> SaidOn | None:
    for pattern in calendar.patterns:
        for found in pattern.finditer(reading.text, quotation.frame[0], quotation.frame[1]):
            if any(start <= found.start() < end for start, end in quotation.spans):
                continue
            parts = found.groupdict()
            day = _day(parts.get("year"), parts.get("month"), parts.get("day"), published)
            if day is not None:
                return SaidOn(day, "explicit")
    return None


def _explicit(
    reading: Reading, tokens: list[int], words: list[DateWord], published: date | None
) -> SaidOn | None:
    for place, word in words:
        if word[0] not in ("month", "solar"):
            continue
        day = _number_near(reading, tokens, place)
        if day is None:
            continue
        if word[0] == "solar":
            found = _solar_day(_year_near(reading, tokens, place, SOLAR_YEARS), word[1], day, published)
        else:
            year = _year_near(reading, tokens, place, YEARS)
            found = _day(str(year) if year else None, str(word[1]), str(day), published)
        if found is not None:
            return SaidOn(found, "explicit")
    return None


def _number_near(reading: Reading, tokens: list[int], place: int) -> int | None:
    """Return the day of a month: right before its name, else right behind it."""
    for step in (-1, -2, 1, 2):
        if not 0 <= place + step < len(tokens):
            continue
        token = reading.tokens[tokens[place + step]]
        digits = "".join(sign for sign in token if sign.isdecimal())
        if digits and token[0].isdecimal():
            number = int(digits)
            rest = token[len(digits) :]
            ordinal = len(rest) <= 2 or (step > 0 and rest[0] in "-‑" and len(rest) <= MAX_ENDING)  # "12-én"
            if 1 <= number <= 31 and ordinal:
                return number
            if number not in YEARS:
                return None
    return None


def _solar_day(year: int | None, month: int, day: int, published: date | None) -> date | None:
    """Return the day of an Iranian date; without a year the last one before publication."""
    try:
        if year is not None:
            return solar_day(year, month, day)
        if published is None:
            return None
        found = solar_day(year_at(published), month, day)
        late = found > published + timedelta(days=AHEAD_DAYS)
        return solar_day(year_at(published) - 1, month, day) if late else found
    except ValueError:
        return None


def _year_near(reading: Reading, tokens: list[int], place: int, years: range) -> int | None:
    for step in range(1, MAX_GAP + 2):
        if place + step < len(tokens):
            token = reading.tokens[tokens[place + step]]
            if len(token) == 4 and token.isdecimal() and int(token) in years:
                return int(token)
    for step in range(1, min(MAX_BEFORE, place) + 1):  # "2026. november 12-én"
        word = reading.tokens[tokens[place - step]]
        if len(word) == 4 and word.isdecimal() and int(word) in years:
            return int(word)
        if word != ".":
            break
    return None


def _day(year: str | None, month: str | None, day: str | None, published: date | None) -> date | None:
    try:
        if year is not None:
            return date(int(year), int(month or 0), int(day or 0))
        if published is None:
            return None
        found = date(published.year, int(month or published.month), int(day or 0))
        if found > published + timedelta(days=AHEAD_DAYS):
            found = found.replace(year=found.year - 1)
    except ValueError:
        return None
    return found


def _relative(words: list[DateWord], published: date | None) -> SaidOn | None:
    if published is None:
        return None
    for _, (kind, value) in words:
        if kind == "day":
            return SaidOn(published + timedelta(days=value), "relative")
        if kind == "weekday":
            return SaidOn(published - timedelta(days=(published.weekday() - value) % 7), "relative")
    return None
