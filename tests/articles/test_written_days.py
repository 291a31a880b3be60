"""Days as people write them, in the languages of the press."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worker.articles.written_days import read_days


@pytest.mark.parametrize(
    ("text", "lang", "day"),
    [
        ("5 March 2024", "en", date(2024, 3, 5)),
        ("Tuesday, March 5th, 2024", "en-us", date(2024, 3, 5)),
        ("Dienstag, 5. März 2024, 18:30 Uhr", "de", date(2024, 3, 5)),
        ("5.3.24", "de", date(2024, 3, 5)),
        ("le 1er mars 2024", "fr", date(2024, 3, 1)),
        ("5 de marzo de 2024", "es", date(2024, 3, 5)),
        ("5 de março de 2024", "pt", date(2024, 3, 5)),
        ("5 марта 2024", "ru", date(2024, 3, 5)),
        ("5 marca 2024 r.", "pl", date(2024, 3, 5)),
        ("5. maaliskuuta 2024", "fi", date(2024, 3, 5)),
        ("5 Μαΐου 2024", "el", date(2024, 5, 5)),
        ("5 במרץ 2024", "he", date(2024, 3, 5)),
        ("5 مارس 2024", "ar", date(2024, 3, 5)),
        ("2024年3月5日", "zh", date(2024, 3, 5)),
        ("2024년 3월 5일", "ko", date(2024, 3, 5)),
        ("5 Tháng 3, 2024", "vi", date(2024, 3, 5)),
        ("05-Mar-2024", "en", date(2024, 3, 5)),
        ("5 March 2024", "de", date(2024, 3, 5)),  # English is read everywhere
        ("Published 2024-03-05 10:00", None, date(2024, 3, 5)),
    ],
)
def test_a_day_is_read(text, lang, day):
    assert [written.day for written in read_days(text, lang)] == [day]


@pytest.mark.parametrize(
    ("lang", "likely", "other"),
    [
        ("en", date(2024, 3, 4), date(2024, 4, 3)),
        ("en-us", date(2024, 3, 4), date(2024, 4, 3)),
        ("en-gb", date(2024, 4, 3), date(2024, 3, 4)),
        ("fr", date(2024, 4, 3), date(2024, 3, 4)),
    ],
)
def test_figures_with_slashes_have_two_readings(lang, likely, other):
    """Only America puts the month first; what only one reading allows has no other."""
    (written,) = read_days("03/04/2024", lang)
    assert (written.day, written.other) == (likely, other)
    (sure,) = read_days("25/04/2024", "en-us")
    assert (sure.day, sure.other) == (date(2024, 4, 25), None)


@pytest.mark.parametrize(
    "text", ["", "31.2.2024", "5 Hamster 2024", "March 2024", "12.5.10.2.2024.1", "1.2.3"]
)
def test_what_is_no_day_is_left_alone(text):
    assert read_days(text, "en") == []


@given(st.text(alphabet="0123456789./- marctheg年月", max_size=60))
def test_any_text_is_read_in_order(text):
    starts = [written.start for written in read_days(text, "en")]
    assert starts == sorted(starts)
