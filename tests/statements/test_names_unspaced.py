"""Naming in scripts without spaces or capitals: terms inside unspaced text, one key for one person."""

from __future__ import annotations

import pytest
from sentences import statement_of, statements_of

OFFICES = [
    (
        "zh",
        "中国外交部发言人表示，会议将举行。",
        "office:CN:spokesperson:ministry_foreign_affairs spokesperson CN",
    ),
    ("zh", "韓國外交部長表示，會議將舉行。", "office:KR:foreign_minister foreign_minister KR"),
    ("zh", "日本外务省称，会议将举行。", "ministry:JP:ministry_foreign_affairs ministry_foreign_affairs JP"),
    ("zh", "俄罗斯外长谢尔盖·拉夫罗夫说，会议将举行。", "person:sergey-lavrov foreign_minister RU"),
    ("zh", "美國國務卿盧比奧說，會議將舉行。", "person:marco-rubio foreign_minister US"),
    ("zh", "国家主席习近平说，会议将举行。", "person:xi-jinping head_of_state CN"),
    ("zh", "習近平說，會議將舉行。", "person:xi-jinping head_of_state CN"),
    ("zh", "中方表示，会议将举行。", "country:CN government CN"),
    ("zh", "白宫表示，会议将举行。", "country:US government US"),
    ("zh", "联合国秘书长说，会议将举行。", "office:UN:secretary_general secretary_general UN"),
    ("zh", "中国驻日本大使表示，会议将举行。", "office:CN:ambassador ambassador CN"),
    (
        "ko",
        "중국 외교부 대변인은 회담이 열린다고 말했다.",
        "office:CN:spokesperson:ministry_foreign_affairs spokesperson CN",
    ),
    (
        "ko",
        "한국 외교부는 회담이 열린다고 밝혔다.",
        "ministry:KR:ministry_foreign_affairs ministry_foreign_affairs KR",
    ),
    (
        "ko",
        "일본 외무성이 회담이 열린다고 밝혔다.",
        "ministry:JP:ministry_foreign_affairs ministry_foreign_affairs JP",
    ),
    (
        "ko",
        "세르게이 라브로프 러시아 외무장관은 회담이 열린다고 말했다.",
        "person:sergey-lavrov foreign_minister RU",
    ),
    ("ko", "라브로프는 회담이 열린다고 말했다.", "person:sergey-lavrov foreign_minister RU"),
    ("ko", "시진핑 중국 국가주석은 회담이 열린다고 말했다.", "person:xi-jinping head_of_state CN"),
    ("ko", "미 국무장관은 회담이 열린다고 말했다.", "office:US:foreign_minister foreign_minister US"),
    ("ko", "주한 미국대사는 회담이 열린다고 말했다.", "office:US:ambassador ambassador US"),
    ("ko", "백악관은 회담이 열린다고 밝혔다.", "country:US government US"),
    ("ko", "중국 측은 회담이 열린다고 밝혔다.", "country:CN government CN"),
    ("ja", "日本の外相は会議を開くと述べた。", "office:JP:foreign_minister foreign_minister JP"),
    (
        "ja",
        "中国外務省の報道官は会議を開くと述べた。",
        "office:CN:spokesperson:ministry_foreign_affairs spokesperson CN",
    ),
    ("ja", "米国務長官は会議を開くと述べた。", "office:US:foreign_minister foreign_minister US"),
    (
        "ja",
        "ロシアのセルゲイ・ラブロフ外相は会議を開くと述べた。",
        "person:sergey-lavrov foreign_minister RU",
    ),
    ("ja", "ラブロフ氏は会議を開くと述べた。", "person:sergey-lavrov foreign_minister RU"),
    ("ja", "習近平国家主席は会議を開くと述べた。", "person:xi-jinping head_of_state CN"),
    ("ja", "韓国側は会議を開くと述べた。", "country:KR government KR"),
    ("ja", "官房長官は会議を開くと述べた。", "office:JP:spokesperson spokesperson JP"),
    ("ja", "駐中国日本大使は会議を開くと述べた。", "office:JP:ambassador ambassador JP"),
    ("ja", "国連の事務総長は会議を開くと述べた。", "office:UN:secretary_general secretary_general UN"),
]


@pytest.mark.parametrize(("lang", "text", "wanted"), OFFICES)
def test_names_the_office_of_a_sentence(lang, text, wanted):
    """Role, country and key are found where no space and no capital shows them."""
    actor = statement_of(text, lang).actor
    assert f"{actor.key} {actor.role} {actor.country}" == wanted


DAYS = [
    ("zh", "部长昨天说，会议将举行。", "2026-11-17"),
    ("zh", "部長週一說，會議將舉行。", "2026-11-16"),
    ("zh", "部长11月3日说，会议将举行。", "2026-11-03"),
    ("zh", "部长15日说，会议将举行。", "2026-11-15"),
    ("zh", "部长2026年10月1日说，会议将举行。", "2026-10-01"),
    ("ko", "장관은 어제 회담이 열린다고 말했다.", "2026-11-17"),
    ("ko", "장관은 월요일 회담이 열린다고 말했다.", "2026-11-16"),
    ("ko", "장관은 11월 3일 회담이 열린다고 말했다.", "2026-11-03"),
    ("ko", "장관은 지난 15일 회담이 열린다고 말했다.", "2026-11-15"),
    ("ja", "大臣は昨日、会議を開くと述べた。", "2026-11-17"),
    ("ja", "大臣は月曜日、会議を開くと述べた。", "2026-11-16"),
    ("ja", "大臣は11月3日、会議を開くと述べた。", "2026-11-03"),
    ("ja", "大臣は15日、会議を開くと述べた。", "2026-11-15"),
]


@pytest.mark.parametrize(("lang", "text", "day"), DAYS)
def test_dates_of_the_frame(lang, text, day):
    """Days relative and by weekday, day with and without month and year."""
    assert statement_of(text, lang).said_on.isoformat() == day


def test_an_agency_that_tells_is_the_channel():
    """据新华社报道，外长说…: the minister speaks, the agency carries it."""
    statement = statement_of("据新华社报道，外长王范例说，会议将举行。", "zh")
    assert (statement.actor.name, statement.channel) == ("王范例", "Xinhua")


def test_a_source_before_another_subject_is_the_channel():
    """聯合ニュースによると、外務省は…を非難した: the ministry condemns, the agency carries it."""
    statement = statement_of("聯合ニュースによると、韓国外務省は発射を非難した。", "ja")
    assert (statement.actor.country, statement.channel) == ("KR", "Yonhap")


def test_a_name_loses_its_subject_mark():
    """견본은 and 견본이 are 견본; the last syllable of 바다 is no mark, though 다 may be one elsewhere."""
    statement = statement_of("외교부 장관 김견본은 회담이 열린다고 말했다.", "ko")
    assert statement.actor.name == "김견본"


DATELINES = [
    ("zh", "（中央社台北18日電）外交部發言人表示，會議將舉行。", "TW"),
    ("zh", "新华社北京11月18日电 外交部发言人表示，会议将举行。", "CN"),
    ("zh", "新华社首尔11月18日电 外交部发言人表示，会议将举行。", "CN"),
    ("ja", "【ソウル時事】首相は会議を開くと述べた。", "JP"),
    ("ko", "(서울=연합뉴스) 장관은 회담이 열린다고 밝혔다.", "KR"),
]


@pytest.mark.parametrize(("lang", "text", "country"), DATELINES)
def test_datelines_of_agencies(lang, text, country):
    """The dateline tells which of a language's countries is at home; one abroad changes nothing."""
    assert statement_of(text, lang).actor.country == country


def test_a_surname_of_one_syllable_is_the_person_named_before():
    """위 실장 is the 위성락 of the sentence before."""
    text = "위성락 국가안보실장은 회담이 열린다고 말했다. 위 실장은 준비가 끝났다고 밝혔다."
    statements = statements_of(text, "ko")
    assert [statement.actor.key for statement in statements] == ["person:wi-sung-lac"] * 2
