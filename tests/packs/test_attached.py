"""Words written onto others: cut where what stays is known, or an article shows them."""

from __future__ import annotations

import pytest
from worker.packs.load import load_pack


@pytest.mark.parametrize(
    ("lang", "token", "parts"),
    [
        ("ar", "وقال", ["و", "قال"]),
        ("ar", "وَقَالَ", ["وَ", "قَالَ"]),
        ("ar", "والحكومة", ["و", "الحكومة"]),
        ("ar", "للمدينة", ["لل", "مدينة"]),
        ("ar", "وزير", ["وزير"]),
        ("ar", "كان", ["كان"]),
        ("ar", "ومثال", ["ومثال"]),
        ("id", "Menurutnya", ["Menurut", "nya"]),
        ("id", "katanya", ["kata", "nya"]),
        ("id", "tanya", ["tanya"]),
        ("id", "rumahnya", ["rumahnya"]),
        ("he", "שמדובר", ["ש", "מדובר"]),
        ("he", "ושהממשלה", ["ו", "ש", "הממשלה"]),
        ("he", "שגריר", ["שגריר"]),
        ("he", "ב-12", ["ב-", "12"]),
    ],
)
def test_cuts_attached_words(lang, token, parts):
    """Offsets stay true: the parts together are the token."""
    cut = load_pack(lang).cutter.parts_of(token)
    assert list(cut) == parts
    assert "".join(cut) == token


def test_most_languages_cut_nothing():
    """Only packs that list attached words or enclitics have a cutter."""
    assert load_pack("en").cutter is None


def test_words_of_several_syllables_are_one():
    """Vietnamese sets every syllable apart; listed words and names keep theirs together."""
    tokens = load_pack("vi").tokens.findall("Liên hợp quốc cho biết sẽ gặp ông Ai Cập")
    assert tokens == ["Liên hợp quốc", "cho biết", "sẽ", "gặp", "ông", "Ai Cập"]
