"""Queries are taken apart, and signs without spaces stand alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worker.text.queries import Term, read_query, spaced_signs


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("grain sanctions", (Term("grain"), Term("sanctions"))),
        ('"no basis" -law', (Term("no basis"), Term("law", is_unwanted=True))),
        ("“no basis”", (Term("no basis"),)),
        ("condem*", (Term("condem", is_beginning=True),)),
        ('-"red line*"', (Term("red line", is_beginning=True, is_unwanted=True),)),
        ("制裁 al-Qaeda's", (Term("制  裁"), Term("al-Qaeda's"))),
        ('% -- "" * " …', ()),
        ("", ()),
    ],
)
def test_what_is_typed_becomes_terms(typed, terms):
    """Straight and curly quotation marks alike; what holds no word is left out."""
    assert read_query(typed) == terms


@given(st.text())
def test_any_text_is_a_query(typed):
    """Nobody's typing is an error."""
    for term in read_query(typed):
        assert term.words == term.words.strip()


def test_letters_stay_together():
    """Only scripts without spaces are taken apart."""
    assert spaced_signs("Élodie 외교부, привет") == "Élodie  외  교  부 , привет"
