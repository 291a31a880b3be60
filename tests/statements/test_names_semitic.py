"""Naming in Arabic, Persian and Hebrew: offices in their script, from the text to the actor."""

from __future__ import annotations

import pytest
from sentences import statement_of, statements_of

OFFICES = [
    (
        "ar",
        "وقال وزير الخارجية الروسي سيرغي لافروف إن اللقاء سيعقد.",
        "person:sergey-lavrov foreign_minister RU",
    ),
    ("ar", "وقال لافروف إن اللقاء سيعقد.", "person:sergey-lavrov foreign_minister RU"),
    (
        "ar",
        "وأعلنت وزارة الخارجية المصرية أن اللقاء سيعقد.",
        "ministry:EG:ministry_foreign_affairs ministry_foreign_affairs EG",
    ),
    (
        "ar",
        "قال المتحدث باسم الخارجية الإيرانية إن اللقاء سيعقد.",
        "office:IR:spokesperson:ministry_foreign_affairs spokesperson IR",
    ),
    ("ar", "صرح السفير الصيني لدى لبنان بأن اللقاء سيعقد.", "office:CN:ambassador ambassador CN"),
    (
        "ar",
        "قال الأمين العام للأمم المتحدة أنطونيو غوتيريش إن اللقاء سيعقد.",
        "person:antonio-guterres secretary_general UN",
    ),
    ("ar", "قالت الرئاسة الفلسطينية إن اللقاء سيعقد.", "country:PS government PS"),
    ("ar", "وأعلنت طهران أن اللقاء سيعقد.", "country:IR government IR"),
    (
        "fa",
        "سرگئی لاوروف وزیر خارجه روسیه گفت که دیدار برگزار می‌شود.",
        "person:sergey-lavrov foreign_minister RU",
    ),
    (
        "fa",
        "سخنگوی وزارت خارجه چین گفت دیدار برگزار می‌شود.",
        "office:CN:spokesperson:ministry_foreign_affairs spokesperson CN",
    ),
    ("fa", "نخست وزیر عراق گفت که دیدار برگزار می‌شود.", "office:IQ:head_of_government head_of_government IQ"),
    ("fa", "نخست‌وزير عراق گفت كه ديدار برگزار مي‌شود.", "office:IQ:head_of_government head_of_government IQ"),
    (
        "fa",
        "دبیرکل سازمان ملل، آنتونیو گوترش گفت که دیدار برگزار می‌شود.",
        "person:antonio-guterres secretary_general UN",
    ),
    ("fa", "یک مقام آمریکایی گفت دیدار برگزار می‌شود.", "office:US:official official US"),
    ("fa", "سفیر ایران در پکن گفت دیدار برگزار می‌شود.", "office:IR:ambassador ambassador IR"),
    (
        "he",
        "שר החוץ הרוסי סרגיי לברוב אמר כי הפגישה תתקיים.",
        "person:sergey-lavrov foreign_minister RU",
    ),
    ("he", "אתמול אמר לברוב שהפגישה תתקיים.", "person:sergey-lavrov foreign_minister RU"),
    (
        "he",
        "דובר משרד החוץ הסיני הודיע כי הפגישה תתקיים.",
        "office:CN:spokesperson:ministry_foreign_affairs spokesperson CN",
    ),
    (
        "he",
        "במשרד החוץ המצרי אמרו כי הפגישה תתקיים.",
        "ministry:EG:ministry_foreign_affairs ministry_foreign_affairs EG",
    ),
    ("he", 'מזכ"ל האו"ם אנטוניו גוטרש אמר כי הפגישה תתקיים.', "person:antonio-guterres secretary_general UN"),
    ("he", 'צה"ל מסר כי הפגישה תתקיים.', "office:IL:military military IL"),
    ("he", "השגריר האמריקאי אמר כי הפגישה תתקיים.", "office:US:ambassador ambassador US"),
]


@pytest.mark.parametrize(("lang", "text", "wanted"), OFFICES)
def test_names_the_office_of_a_sentence(lang, text, wanted):
    """Role, country and key are found in the forms that the language writes."""
    actor = statement_of(text, lang).actor
    assert f"{actor.key} {actor.role} {actor.country}" == wanted


DAYS = [
    ("ar", "قال الوزير أمس إن اللقاء سيعقد.", "2026-11-17"),
    ("ar", "قال الوزير يوم الاثنين إن اللقاء سيعقد.", "2026-11-16"),
    ("ar", "قال الوزير في 3 تشرين الثاني إن اللقاء سيعقد.", "2026-11-03"),
    ("ar", "قال الوزير في ٣ نوفمبر ٢٠٢٦ إن اللقاء سيعقد.", "2026-11-03"),
    ("he", "השר אמר אתמול כי הפגישה תתקיים.", "2026-11-17"),
    ("he", "השר אמר ביום שני כי הפגישה תתקיים.", "2026-11-16"),
    ("he", "השר אמר ב-3 בנובמבר 2026 כי הפגישה תתקיים.", "2026-11-03"),
    ("fa", "وزیر خارجه دیروز گفت که دیدار برگزار می‌شود.", "2026-11-17"),
    ("fa", "وزیر خارجه روز ۱۲ آبان گفت که دیدار برگزار می‌شود.", "2026-11-03"),
    ("fa", "وزیر خارجه در ۱۵ اسفند گفت که دیدار برگزار می‌شود.", "2026-03-06"),
    ("fa", "وزیر خارجه در ۱ فروردین ۱۴۰۳ گفت که دیدار برگزار می‌شود.", "2024-03-20"),
    ("ar", "قال الوزير الاربعاء ان اللقاء سيعقد.", "2026-11-18"),
    ("fa", "وزیر خارجه روز سه‌شنبه گفت که دیدار برگزار می‌شود.", "2026-11-17"),
    ("fa", "وزیر خارجه در ۳ نوامبر ۲۰۲۶ گفت که دیدار برگزار می‌شود.", "2026-11-03"),
]


@pytest.mark.parametrize(("lang", "text", "wanted"), DAYS)
def test_reads_the_day_beside_the_verb(lang, text, wanted):
    """Months of two words, digits of the script, days with the article."""
    assert str(statement_of(text, lang).said_on) == wanted


APPOSITIONS = [
    (
        "ar",
        "قالت مسؤولة السياسة الخارجية في الاتحاد كايا كالاس في بروكسل إن اللقاء سيعقد.",
        "Kaja Kallas foreign_minister EU",
    ),
    (
        "he",
        "הממונה על מדיניות החוץ של האיחוד, קאיה קאלאס, אמרה כי הפגישה תתקיים.",
        "Kaja Kallas foreign_minister EU",
    ),
    ("ar", "قال وزير الخارجية السوري، نادر مثال، إن اللقاء سيعقد.", "نادر مثال foreign_minister SY"),
    ("fa", "نادر مثالی، سفیر ایران در پکن گفت که دیدار برگزار می‌شود.", "نادر مثالی ambassador IR"),
    ("he", "נדב דוגמה, שר החוץ של מצרים, אמר כי הפגישה תתקיים.", "נדב דוגמה foreign_minister EG"),
    ("he", "שר הביטחון הטורקי, יוסוף דוגמה, אמר כי הפגישה תתקיים.", "יוסוף דוגמה defence_minister TR"),
]


@pytest.mark.parametrize(("lang", "text", "wanted"), APPOSITIONS)
def test_joins_a_name_and_the_office_beside_it(lang, text, wanted):
    """Commas set a name beside its office, on either side."""
    actor = statement_of(text, lang).actor
    assert f"{actor.name} {actor.role} {actor.country}" == wanted


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("قال الوزير أحمد نموذج إن اللقاء سيعقد.", "قال الوزير احمد نموذج ان اللقاء سيعقد."),
        ("قال الوزير سالم بن نادر إن اللقاء سيعقد.", "قال الوزير سَالِم بن نَادِر إن اللقاء سيعقد."),
    ],
)
def test_spellings_of_a_name_have_one_key(one, other):
    """Hamzas and vowel signs make no other person."""
    assert statement_of(one, "ar").actor.key == statement_of(other, "ar").actor.key


def test_a_spokesperson_of_another_house_is_somebody_else():
    """The ministry's spokesperson is not the presidency's, who spoke before."""
    text = "دمیتری پسکوف، سخنگوی کرملین گفت که دیدار برگزار می‌شود. سخنگوی وزارت خارجه گفت که تاریخ روشن نیست."
    first, second = statements_of(text, "fa")
    assert first.actor.key == "person:dmitry-peskov"
    assert second.actor.key == "office:IR:spokesperson:ministry_foreign_affairs"


@pytest.mark.parametrize(
    ("lang", "text"),
    [("ar", "قال مسؤول أمريكي إن اللقاء سيعقد."), ("he", "בכיר אמריקאי אמר כי הפגישה תתקיים.")],
)
def test_an_office_without_an_article_is_somebody_new(lang, text):
    """No article, no name, no owner: an official, not the one named before."""
    assert statement_of(text, lang).actor.key == "office:US:official"


CHANNELS = [
    ("ar", "ونقلت وكالة رويترز عن مسؤول أمريكي قوله إن اللقاء سيعقد.", "Reuters"),
    ("he", "בכיר אמריקאי אמר לרויטרס כי הפגישה תתקיים.", "Reuters"),
    ("fa", "به گزارش ایرنا، سفیر چین گفت که دیدار برگزار می‌شود.", "IRNA"),
]


@pytest.mark.parametrize(("lang", "text", "wanted"), CHANNELS)
def test_an_agency_that_quotes_is_the_channel(lang, text, wanted):
    """Who is quoted speaks, the agency is the way it came."""
    assert statement_of(text, lang).channel == wanted
