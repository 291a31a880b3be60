"""The Iranian calendar (Solar Hijri), whose dates Persian news gives: a day there is a day here."""

from __future__ import annotations

from datetime import date, timedelta

FIRST_YEAR, LAST_YEAR = 1300, 1500  # 1921 to 2121; the rule for leap years holds from 1178 to 1633
ANCHOR_YEAR, ANCHOR = 1400, date(2021, 3, 21)  # its first day
LONG_MONTHS = 6  # of 31 days; the others have 30, the last one 29 or 30


def solar_day(year: int, month: int, day: int) -> date:
    """Return the day of an Iranian date.

    Raises:
        ValueError: the date does not exist, or its year is out of reach.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR or not 1 <= month <= 12 or not 1 <= day <= days_of(year, month):
        raise ValueError(f"no Iranian date: {year}-{month}-{day}")
    before = (month - 1) * 30 + min(month - 1, LONG_MONTHS)
    return _new_year(year) + timedelta(days=before + day - 1)


def days_of(year: int, month: int) -> int:
    """Return how many days a month has."""
    if month <= LONG_MONTHS:
        return 31
    return 30 if month < 12 or is_leap(year) else 29


def is_leap(year: int) -> bool:
    """Tell whether a year has 366 days: eight times in 33 years."""
    return (25 * year + 11) % 33 < 8


def year_at(day: date) -> int:
    """Return the Iranian year in which a day lies."""
    year = day.year - 621
    return year if day >= _new_year(year) else year - 1


def _new_year(year: int) -> date:
    first, last = sorted((year, ANCHOR_YEAR))
    days = sum(366 if is_leap(one) else 365 for one in range(first, last))
    return ANCHOR + timedelta(days=days if year > ANCHOR_YEAR else -days)
