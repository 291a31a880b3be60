"""Reporting clauses inside the marks: where a quotation is cut, and where it stays whole."""

from __future__ import annotations

import pytest
from worker.packs.load import load_pack
from worker.quotations.inserted import parts_of, spoken
from worker.quotations.marks import QuotedSpan

CUTS = [
    ("«Да, — сказал Примеров, — поедем»", ["«Да", "поедем»"]),
    ("«Да, — сказал Примеров. — Поедем»", ["«Да", "Поедем»"]),
    ("«Когда? — спросил министр. — Скоро»", ["«Когда?", "Скоро»"]),
    ("«Да, — сказал Примеров»", ["«Да"]),
    ("«Да, — сказал он, — и нет, — добавил он, — точно»", ["«Да", "и нет", "точно»"]),
    ("«Мост — гордость города»", ["«Мост — гордость города»"]),
    ("«Газета — сказка для взрослых»", ["«Газета — сказка для взрослых»"]),
    ("«Да — Сказал»", ["«Да — Сказал»"]),
]


@pytest.mark.parametrize(("text", "parts"), CUTS)
def test_cuts_at_the_clause_between_dashes(text, parts):
    """Only a verb of speech among the first words behind a dash makes the clause."""
    found = parts_of(text, QuotedSpan(0, len(text), closed=True), load_pack("ru"))
    assert [text[part.start : part.end] for part in found] == parts


def test_other_languages_keep_their_quotations_whole():
    """What stands between dashes is an aside where the pack does not say otherwise."""
    text = "“Yes – said Sample – we go”"
    assert [part.end for part in parts_of(text, QuotedSpan(0, len(text), closed=True), load_pack("en"))] == [
        len(text)
    ]


SPOKEN = [
    ("– Tak. Jedziemy – powiedział Wzór. – Jutro.", ["Tak. Jedziemy", "Jutro"]),
    ("– Tak. Jedziemy – powiedział gen. Wzór. – Jutro.", ["Tak. Jedziemy", "Jutro"]),
    ("– Tak – powiedział Wzór. Minister – jak podano – wyjechał.", ["Tak"]),
    ("– Tak, jedziemy. I to jutro.", []),
    ("Wzór – jak powiedział – jedzie.", []),
]


@pytest.mark.parametrize(("text", "parts"), SPOKEN)
def test_a_dash_opens_all_sentences_of_its_speech(text, parts):
    """Speech runs from the dash to the reporting clause, and on behind it only after another dash."""
    found = spoken(text, (0, len(text)), load_pack("pl"))
    assert [text[part.start : part.end] for part in found] == parts
