"""Days of the Iranian calendar against known new years."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worker.packs.solar import days_of, solar_day, year_at


@pytest.mark.parametrize(
    ("year", "new_year"),
    [
        (1357, date(1978, 3, 21)),
        (1375, date(1996, 3, 20)),
        (1399, date(2020, 3, 20)),
        (1400, date(2021, 3, 21)),
        (1403, date(2024, 3, 20)),
        (1404, date(2025, 3, 21)),
    ],
)
def test_new_years(year, new_year):
    """The first day of a year, leap years before it counted."""
    assert solar_day(year, 1, 1) == new_year


@given(st.integers(1301, 1498), st.integers(1, 12))
def test_months_follow_each_other(year, month):
    """The day after a month's last one is the first of the next; every day knows its year."""
    last = solar_day(year, month, days_of(year, month))
    following = solar_day(year + 1, 1, 1) if month == 12 else solar_day(year, month + 1, 1)
    assert last + timedelta(days=1) == following
    assert year_at(last) == year


@pytest.mark.parametrize(("year", "month", "day"), [(1400, 12, 30), (1400, 13, 1), (1400, 7, 31), (99, 1, 1)])
def test_refuses_what_is_no_day(year, month, day):
    """A day that does not exist is an error."""
    with pytest.raises(ValueError, match="no Iranian date"):
        solar_day(year, month, day)
