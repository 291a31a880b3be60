"""Naming in Indonesian and Vietnamese, whose nouns have no endings, and offices of the Spanish press."""

from __future__ import annotations

import pytest
from sentences import statements_of

OFFICES = [
    (
        "id",
        "Menteri Luar Negeri Rusia Sergei Lavrov mengatakan bahwa pertemuan itu batal.",
        "person:sergey-lavrov foreign_minister RU",
    ),
    (
        "id",
        "Juru bicara kementerian luar negeri Mesir mengatakan bahwa pertemuan itu batal.",
        "office:EG:spokesperson:ministry_foreign_affairs spokesperson EG",
    ),
    (
        "id",
        "Duta Besar Jerman untuk Indonesia Ina Sampel mengatakan bahwa pertemuan itu batal.",
        "person:ina-sampel ambassador DE",
    ),
    (
        "id",
        "Menlu RI mengatakan bahwa pertemuan itu batal.",
        "office:ID:foreign_minister foreign_minister ID",
    ),
    ("id", "Gedung Putih mengatakan bahwa pertemuan itu batal.", "country:US government US"),
    (
        "vi",
        "Ngoại trưởng Nga Sergei Lavrov nói rằng cuộc gặp bị hủy.",
        "person:sergey-lavrov foreign_minister RU",
    ),
    (
        "vi",
        "Người phát ngôn Bộ Ngoại giao Ai Cập nói rằng cuộc gặp bị hủy.",
        "office:EG:spokesperson:ministry_foreign_affairs spokesperson EG",
    ),
    (
        "vi",
        "Đại sứ Đức tại Việt Nam Ina Sampel nói rằng cuộc gặp bị hủy.",
        "person:ina-sampel ambassador DE",
    ),
    (
        "vi",
        "Theo Bộ Quốc phòng Thổ Nhĩ Kỳ, cuộc gặp bị hủy.",
        "ministry:TR:ministry_defence ministry_defence TR",
    ),
    (
        "es",
        "La titular de Interior afirmó en Santiago que no habrá acuerdo con Chile.",
        "office:CL:minister minister CL",
    ),
    (
        "es",
        "El canciller colombiano afirmó que no habrá acuerdo.",
        "office:CO:foreign_minister foreign_minister CO",
    ),
]


@pytest.mark.parametrize(("lang", "text", "wanted"), OFFICES)
def test_offices_are_named(lang, text, wanted):
    """Key, role and country of the actor."""
    (statement,) = statements_of(text, lang)
    actor = statement.actor
    assert f"{actor.key} {actor.role} {actor.country}" == wanted


PRONOUNS = [
    ("id", 'Menlu Turki Ada Sampel tiba di Jakarta. "Kami akan menjawab," katanya.', "person:ada-sampel"),
    (
        "vi",
        "Ngoại trưởng Thổ Nhĩ Kỳ Ada Sampel nói rằng có kế hoạch. Ông nói thêm rằng sẽ đi.",
        "person:ada-sampel",
    ),
]


@pytest.mark.parametrize(("lang", "text", "key"), PRONOUNS)
def test_a_pronoun_is_the_person_named_before(lang, text, key):
    """Also where it is written onto the verb, and where it tells no gender."""
    assert statements_of(text, lang)[-1].actor.key == key


DAYS = [
    ("id", '"Kami akan menjawab," kata presiden, Senin.', "2026-11-16"),
    ("id", '"Kami akan menjawab," kata presiden, Selasa (17/11/2026).', "2026-11-17"),
    ("vi", "Hôm thứ Ba, tổng thống nói rằng sẽ đi.", "2026-11-17"),
    ("vi", "Tổng thống nói hôm 16/11 rằng sẽ đi.", "2026-11-16"),
]


@pytest.mark.parametrize(("lang", "text", "day"), DAYS)
def test_days_are_read(lang, text, day):
    """A weekday before publication, or a date as the press writes it."""
    assert str(statements_of(text, lang)[-1].said_on) == day
