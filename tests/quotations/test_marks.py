"""Pairing of marks, and what must hold for quotations of any text at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worker.packs.language import Marks
from worker.packs.load import load_pack
from worker.quotations.detect import find_quotations
from worker.quotations.marks import quoted_spans

GERMAN, ENGLISH = load_pack("de"), load_pack("en")
WORDS = [*'„“»«"”’,.:', "\n", "sagte", "said", "Testfeld", "der", "dass", "that", "sei"]


def cut(text, marks):
    return [text[start:end] for start, end, _ in quoted_spans(text, 0, len(text), marks)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("„Ja“, sagte er.", ["„Ja“"]),
        ("„Das Wort ‚Krieg‘ fiel“, sagte er.", ["„Das Wort ‚Krieg‘ fiel“"]),
        ("»Ja«, sagte er.", ["»Ja«"]),
        ("«Ja», sagte er.", ["«Ja»"]),
        ("„Ja.„ sagte er", ["„Ja.„"]),
        ("„Ein langes Zitat ohne Ende", ["„Ein langes Zitat ohne Ende"]),
        ('Er sagte "ja" und "nein".', ['"ja"', '"nein"']),
        ('Er sagte " ja " und " nein " .', ['" ja "', '" nein "']),
        ('Ein Rohr von 5 " liegt dort.', []),
        ("Keine Marken hier", []),
    ],
)
def test_marks_pair_by_type(text, found):
    assert cut(text, GERMAN.marks) == found


@pytest.mark.parametrize(
    ("lang", "text", "found"),
    [
        ("he", 'דובר צה"ל וח"כ מארה"ב נפגשו.', []),
        ("he", 'הוא אמר: "ארה"ב תגיב".', ['"ארה"ב תגיב"']),
        ("he", 'הוא אמר ש"אין ברירה" ויצא.', ['"אין ברירה"']),
        ("ar", 'قال لـ"الصحيفة" و"القناة".', ['"الصحيفة"', '"القناة"']),
    ],
)
def test_a_mark_between_letters_is_part_of_the_word(lang, text, found):
    """Unless only attached words stand before it: then it opens."""
    assert cut(text, load_pack(lang).marks) == found


@pytest.mark.parametrize("text", ["The workers' rights and the minister's view", "It’s the states’ choice"])
def test_apostrophes_are_no_marks(text):
    assert cut(text, ENGLISH.marks) == []


def test_an_unclosed_mark_ends_with_its_paragraph():
    text = "„Erstens kommt das."
    assert [span.closed for span in quoted_spans(text, 0, len(text), GERMAN.marks)] == [False]


def test_marks_of_two_characters():
    assert cut("``Ja'' sagte er", Marks(pairs=("``''",))) == ["``Ja''"]


@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=8), max_size=60))
def test_spans_lie_in_the_text_in_order_and_apart(words):
    """Whatever the text, every record can be cut out of it again."""
    text = " ".join(words)
    for pack in (GERMAN, ENGLISH):
        for quotation in find_quotations(text, pack):
            assert quotation.spans
            ends = [0]
            for start, end in quotation.spans:
                assert ends[-1] <= start < end <= len(text)
                ends.append(end)


def test_what_is_skipped_is_not_reported():
    text = "„Das ist ein langer Satz als Bildzeile“, sagte Testfeld (Foto: Probe)."
    assert find_quotations(text, GERMAN)
    assert find_quotations(text, GERMAN, skip=lambda paragraph: paragraph == text) == ()
    assert find_quotations(text, GERMAN, within=set()) == ()


def test_a_negated_cue_is_told():
    found = find_quotations("Der Minister sagte nicht, dass die Frist verstrichen sei.", GERMAN)
    assert [quotation.negated for quotation in found] == [True]
