"""Naming in Greek, Turkish and Hungarian: offices and countries in their cases, from text to actor."""

from __future__ import annotations

import pytest
from sentences import statement_of

OFFICES = [
    (
        "el",
        "Σύμφωνα με τον υπουργό Εξωτερικών της Ρωσίας Σεργκέι Λαβρόφ, η συνάντηση θα γίνει.",
        "person:sergey-lavrov foreign_minister RU",
    ),
    ("el", "Ο Σι Τζινπίνγκ δήλωσε ότι η συνάντηση θα γίνει.", "person:xi-jinping head_of_state CN"),
    (
        "el",
        "Η εκπρόσωπος του γερμανικού υπουργείου Εξωτερικών δήλωσε ότι η συνάντηση θα γίνει.",
        "office:DE:spokesperson:ministry_foreign_affairs spokesperson DE",
    ),
    (
        "el",
        "Ο πρέσβης του Ισραήλ στην Αθήνα είπε ότι η συνάντηση θα γίνει.",
        "office:IL:ambassador ambassador IL",
    ),
    (
        "el",
        "Το τουρκικό υπουργείο Άμυνας ανακοίνωσε ότι η συνάντηση θα γίνει.",
        "ministry:TR:ministry_defence ministry_defence TR",
    ),
    ("el", "Ο Λευκός Οίκος ανακοίνωσε ότι η συνάντηση θα γίνει.", "country:US government US"),
    ("el", "Η Μόσχα ανακοίνωσε ότι η συνάντηση θα γίνει.", "country:RU government RU"),
    (
        "el",
        "Όπως είπε ο πρωθυπουργός της Νότιας Κορέας, η συνάντηση θα γίνει.",
        "office:KR:head_of_government head_of_government KR",
    ),
    (
        "el",
        "Ο γενικός γραμματέας του ΟΗΕ είπε ότι η συνάντηση θα γίνει.",
        "office:UN:secretary_general secretary_general UN",
    ),
    (
        "el",
        "Σύμφωνα με τον πρόεδρο της Κύπρου, η συνάντηση θα γίνει.",
        "office:CY:head_of_state head_of_state CY",
    ),
    (
        "tr",
        "Rusya Dışişleri Bakanı Sergey Lavrov'a göre görüşme yapılacak.",
        "person:sergey-lavrov foreign_minister RU",
    ),
    ("tr", "Şi Cinping, görüşmenin yapılacağını söyledi.", "person:xi-jinping head_of_state CN"),
    (
        "tr",
        "Almanya Dışişleri Bakanlığı Sözcüsü, görüşmenin yapılacağını söyledi.",
        "office:DE:spokesperson:ministry_foreign_affairs spokesperson DE",
    ),
    (
        "tr",
        "İsrail'in Ankara Büyükelçisi, görüşmenin yapılacağını söyledi.",
        "office:IL:ambassador ambassador IL",
    ),
    (
        "tr",
        "Türkiye Milli Savunma Bakanlığı, görüşmenin yapılacağını bildirdi.",
        "ministry:TR:ministry_defence ministry_defence TR",
    ),
    ("tr", "Beyaz Saray, görüşmenin yapılacağını açıkladı.", "country:US government US"),
    ("tr", "Moskova, görüşmenin yapılacağını açıkladı.", "country:RU government RU"),
    (
        "tr",
        "Güney Kore Başbakanı'na göre görüşme yapılacak.",
        "office:KR:head_of_government head_of_government KR",
    ),
    (
        "tr",
        "BM Genel Sekreteri, görüşmenin yapılacağını söyledi.",
        "office:UN:secretary_general secretary_general UN",
    ),
    (
        "tr",
        "Polonya Cumhurbaşkanı, görüşmenin yapılacağını söyledi.",
        "office:PL:head_of_state head_of_state PL",
    ),
    (
        "hu",
        "Szergej Lavrov orosz külügyminiszter szerint a találkozó létrejön.",
        "person:sergey-lavrov foreign_minister RU",
    ),
    ("hu", "Hszi Csin-ping azt mondta, hogy a találkozó létrejön.", "person:xi-jinping head_of_state CN"),
    (
        "hu",
        "A német külügyminisztérium szóvivője közölte, hogy a találkozó létrejön.",
        "office:DE:spokesperson:ministry_foreign_affairs spokesperson DE",
    ),
    (
        "hu",
        "Izrael budapesti nagykövete közölte, hogy a találkozó létrejön.",
        "office:IL:ambassador ambassador IL",
    ),
    (
        "hu",
        "A török védelmi minisztérium közölte, hogy a találkozó létrejön.",
        "ministry:TR:ministry_defence ministry_defence TR",
    ),
    ("hu", "A Fehér Ház közölte, hogy a találkozó létrejön.", "country:US government US"),
    ("hu", "Moszkva közölte, hogy a találkozó létrejön.", "country:RU government RU"),
    (
        "hu",
        "Dél-Korea miniszterelnöke szerint a találkozó létrejön.",
        "office:KR:head_of_government head_of_government KR",
    ),
    (
        "hu",
        "Az ENSZ főtitkára szerint a találkozó létrejön.",
        "office:UN:secretary_general secretary_general UN",
    ),
    ("hu", "A lengyel államfő szerint a találkozó létrejön.", "office:PL:head_of_state head_of_state PL"),
]


@pytest.mark.parametrize(("lang", "text", "wanted"), OFFICES)
def test_names_the_office_of_a_sentence(lang, text, wanted):
    """Role, country and key are found in every case, whoever speaks."""
    actor = statement_of(text, lang).actor
    assert f"{actor.key} {actor.role} {actor.country}" == wanted


DAYS = [
    ("el", "Ο υπουργός δήλωσε χθες ότι η συνάντηση θα γίνει.", "2026-11-17"),
    ("el", "Ο υπουργός δήλωσε τη Δευτέρα ότι η συνάντηση θα γίνει.", "2026-11-16"),
    ("el", "Ο υπουργός δήλωσε στις 3 Νοεμβρίου ότι η συνάντηση θα γίνει.", "2026-11-03"),
    ("tr", "Bakan, dün yaptığı açıklamada, görüşmenin yapılacağını söyledi.", "2026-11-17"),
    ("tr", "Bakan, pazartesi günü yaptığı açıklamada, görüşmenin yapılacağını söyledi.", "2026-11-16"),
    ("tr", "Bakan, 3 Kasım'da yaptığı açıklamada, görüşmenin yapılacağını söyledi.", "2026-11-03"),
    ("hu", "A miniszter tegnap közölte, hogy a találkozó létrejön.", "2026-11-17"),
    ("hu", "A miniszter hétfőn közölte, hogy a találkozó létrejön.", "2026-11-16"),
    ("hu", "A miniszter november 3-án közölte, hogy a találkozó létrejön.", "2026-11-03"),
    ("hu", "A miniszter 2025. november 1-jén közölte, hogy a találkozó létrejön.", "2025-11-01"),
]


@pytest.mark.parametrize(("lang", "text", "day"), DAYS)
def test_dates_of_the_frame(lang, text, day):
    """Words for days, weekdays in their cases, and day with month, behind its year in Hungarian."""
    assert statement_of(text, lang).said_on.isoformat() == day
