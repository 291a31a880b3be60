"""Naming in Russian, Ukrainian, Polish and Czech: offices in their cases, from the text to the actor."""

from __future__ import annotations

import pytest
from sentences import statement_of

OFFICES = [
    (
        "ru",
        "Министр иностранных дел Российской Федерации Сергей Лавров заявил, что встреча состоится.",
        "person:sergey-lavrov foreign_minister RU",
    ),
    (
        "ru",
        "По словам министра иностранных дел России Сергея Лаврова, встреча состоится.",
        "person:sergey-lavrov foreign_minister RU",
    ),
    (
        "ru",
        "По словам главы МИД Германии, встреча состоится.",
        "office:DE:foreign_minister foreign_minister DE",
    ),
    (
        "ru",
        "Встреча состоится, сообщила официальный представитель МИД Китая.",
        "office:CN:spokesperson:ministry_foreign_affairs spokesperson CN",
    ),
    ("ru", "Посол Израиля в Минске сообщил, что встреча состоится.", "office:IL:ambassador ambassador IL"),
    ("ru", "По словам посла Южной Кореи, встреча состоится.", "office:KR:ambassador ambassador KR"),
    (
        "ru",
        "В министерстве обороны Турции сообщили, что встреча состоится.",
        "ministry:TR:ministry_defence ministry_defence TR",
    ),
    ("ru", "В Кремле сообщили, что встреча состоится.", "country:RU government RU"),
    ("ru", "Белый дом сообщил, что встреча состоится.", "country:US government US"),
    ("ru", "По мнению генсека ООН, встреча состоится.", "office:UN:secretary_general secretary_general UN"),
    ("ru", "Си Цзиньпин заявил, что встреча состоится.", "person:xi-jinping head_of_state CN"),
    (
        "ru",
        "Польский премьер-министр заявил, что встреча состоится.",
        "office:PL:head_of_government head_of_government PL",
    ),
    (
        "uk",
        "Міністр закордонних справ Російської Федерації Сергій Лавров заявив, що зустріч відбудеться.",
        "person:sergey-lavrov foreign_minister RU",
    ),
    (
        "uk",
        "За словами міністра закордонних справ Росії Сергія Лаврова, зустріч відбудеться.",
        "person:sergey-lavrov foreign_minister RU",
    ),
    (
        "uk",
        "За словами очільниці МЗС Німеччини, зустріч відбудеться.",
        "office:DE:foreign_minister foreign_minister DE",
    ),
    (
        "uk",
        "Зустріч відбудеться, повідомила речниця МЗС Китаю.",
        "office:CN:spokesperson:ministry_foreign_affairs spokesperson CN",
    ),
    (
        "uk",
        "Посол Ізраїлю у Варшаві повідомив, що зустріч відбудеться.",
        "office:IL:ambassador ambassador IL",
    ),
    (
        "uk",
        "У міністерстві оборони Туреччини повідомили, що зустріч відбудеться.",
        "ministry:TR:ministry_defence ministry_defence TR",
    ),
    ("uk", "У Кремлі повідомили, що зустріч відбудеться.", "country:RU government RU"),
    ("uk", "Білий дім повідомив, що зустріч відбудеться.", "country:US government US"),
    ("uk", "На думку генсека ООН, зустріч відбудеться.", "office:UN:secretary_general secretary_general UN"),
    ("uk", "Сі Цзіньпін заявив, що зустріч відбудеться.", "person:xi-jinping head_of_state CN"),
    (
        "uk",
        "Президент Володимир Зеленський заявив, що зустріч відбудеться.",
        "person:volodymyr-zelenskyy head_of_state UA",
    ),
    (
        "uk",
        "Польський прем’єр-міністр заявив, що зустріч відбудеться.",
        "office:PL:head_of_government head_of_government PL",
    ),
    ("uk", "В Офісі президента повідомили, що зустріч відбудеться.", "office:UA:presidency presidency UA"),
    (
        "pl",
        "Minister spraw zagranicznych Rosji Siergiej Ławrow oświadczył, że spotkanie się odbędzie.",
        "person:sergey-lavrov foreign_minister RU",
    ),
    (
        "pl",
        "Według ministra spraw zagranicznych Rosji Siergieja Ławrowa spotkanie się odbędzie.",
        "person:sergey-lavrov foreign_minister RU",
    ),
    (
        "pl",
        "Szefowa niemieckiej dyplomacji oświadczyła, że spotkanie się odbędzie.",
        "office:DE:foreign_minister foreign_minister DE",
    ),
    (
        "pl",
        "Spotkanie się odbędzie, poinformował rzecznik chińskiego MSZ.",
        "office:CN:spokesperson:ministry_foreign_affairs spokesperson CN",
    ),
    (
        "pl",
        "Ambasador Izraela w Warszawie oświadczył, że spotkanie się odbędzie.",
        "office:IL:ambassador ambassador IL",
    ),
    (
        "pl",
        "Ministerstwo obrony Turcji poinformowało, że spotkanie się odbędzie.",
        "ministry:TR:ministry_defence ministry_defence TR",
    ),
    ("pl", "Kreml poinformował, że spotkanie się odbędzie.", "country:RU government RU"),
    ("pl", "Biały Dom poinformował, że spotkanie się odbędzie.", "country:US government US"),
    (
        "pl",
        "Zdaniem sekretarza generalnego ONZ spotkanie się odbędzie.",
        "office:UN:secretary_general secretary_general UN",
    ),
    ("pl", "Xi Jinping oświadczył, że spotkanie się odbędzie.", "person:xi-jinping head_of_state CN"),
    (
        "pl",
        "Premier Węgier oświadczył, że spotkanie się odbędzie.",
        "office:HU:head_of_government head_of_government HU",
    ),
    (
        "pl",
        "Wołodymyr Zełenski oświadczył, że spotkanie się odbędzie.",
        "person:volodymyr-zelenskyy head_of_state UA",
    ),
    (
        "cs",
        "Ruský ministr zahraničí Sergej Lavrov prohlásil, že setkání se uskuteční.",
        "person:sergey-lavrov foreign_minister RU",
    ),
    (
        "cs",
        "Podle ruského ministra zahraničí Sergeje Lavrova se setkání uskuteční.",
        "person:sergey-lavrov foreign_minister RU",
    ),
    (
        "cs",
        "Šéfka německé diplomacie prohlásila, že setkání se uskuteční.",
        "office:DE:foreign_minister foreign_minister DE",
    ),
    (
        "cs",
        "Setkání se uskuteční, oznámil mluvčí čínského ministerstva zahraničí.",
        "office:CN:spokesperson:ministry_foreign_affairs spokesperson CN",
    ),
    (
        "cs",
        "Izraelský velvyslanec v Praze prohlásil, že setkání se uskuteční.",
        "office:IL:ambassador ambassador IL",
    ),
    (
        "cs",
        "Turecké ministerstvo obrany oznámilo, že setkání se uskuteční.",
        "ministry:TR:ministry_defence ministry_defence TR",
    ),
    ("cs", "Kreml oznámil, že setkání se uskuteční.", "country:RU government RU"),
    ("cs", "Bílý dům oznámil, že setkání se uskuteční.", "country:US government US"),
    (
        "cs",
        "Podle generálního tajemníka OSN se setkání uskuteční.",
        "office:UN:secretary_general secretary_general UN",
    ),
    ("cs", "Si Ťin-pching prohlásil, že setkání se uskuteční.", "person:xi-jinping head_of_state CN"),
    (
        "cs",
        "Maďarský premiér prohlásil, že setkání se uskuteční.",
        "office:HU:head_of_government head_of_government HU",
    ),
    (
        "cs",
        "Volodymyr Zelenskyj prohlásil, že setkání se uskuteční.",
        "person:volodymyr-zelenskyy head_of_state UA",
    ),
]


@pytest.mark.parametrize(("lang", "text", "wanted"), OFFICES)
def test_names_the_office_of_a_sentence(lang, text, wanted):
    """Role, country and key are found in every case, whoever speaks."""
    actor = statement_of(text, lang).actor
    assert f"{actor.key} {actor.role} {actor.country}" == wanted


DAYS = [
    ("ru", "Министр заявил вчера, что встреча состоится.", "2026-11-17"),
    ("ru", "Министр заявил в понедельник, что встреча состоится.", "2026-11-16"),
    ("ru", "Министр заявил 3 ноября, что встреча состоится.", "2026-11-03"),
    ("uk", "Міністр заявив учора, що зустріч відбудеться.", "2026-11-17"),
    ("uk", "Міністр заявив у п’ятницю, що зустріч відбудеться.", "2026-11-13"),
    ("uk", "Міністр заявив 3 листопада, що зустріч відбудеться.", "2026-11-03"),
    ("pl", "Minister oświadczył wczoraj, że spotkanie się odbędzie.", "2026-11-17"),
    ("pl", "Minister oświadczył w poniedziałek, że spotkanie się odbędzie.", "2026-11-16"),
    ("pl", "Minister oświadczył 3 listopada, że spotkanie się odbędzie.", "2026-11-03"),
    ("cs", "Ministr včera prohlásil, že setkání se uskuteční.", "2026-11-17"),
    ("cs", "Ministr v pondělí prohlásil, že setkání se uskuteční.", "2026-11-16"),
    ("cs", "Ministr 3. listopadu prohlásil, že setkání se uskuteční.", "2026-11-03"),
]


@pytest.mark.parametrize(("lang", "text", "day"), DAYS)
def test_dates_of_the_frame(lang, text, day):
    """Words for days, weekdays in their cases, and day with month."""
    assert statement_of(text, lang).said_on.isoformat() == day


SOURCES = [
    ("ru", "По словам посла Германии в Минске Карла Образцова, встреча состоится.", "Карл Образцов"),
    ("ru", "По мнению министра обороны Болгарии Анны Примеровой, встреча состоится.", "Анна Примерова"),
    ("ru", "По словам премьера Грузии Игоря Макетского, встреча состоится.", "Игорь Макетский"),
    (
        "uk",
        "За словами посла Німеччини в Україні Мартіна Зразкового, зустріч відбудеться.",
        "Мартін Зразковий",
    ),
    ("uk", "На думку міністра оборони Литви Ольги Прикладної, зустріч відбудеться.", "Ольга Прикладна"),
    ("pl", "Zdaniem ambasadora Niemiec w Polsce Marka Wzorskiego spotkanie się odbędzie.", "Marek Wzorski"),
    ("pl", "Według ministry obrony Litwy Anny Próbnej spotkanie się odbędzie.", "Anna Próbna"),
    ("cs", "Podle litevského ministra obrany Petra Vzorného se setkání uskuteční.", "Petr Vzorný"),
    ("cs", "Podle německé velvyslankyně v Praze Jany Ukázkové se setkání uskuteční.", "Jana Ukázková"),
]


@pytest.mark.parametrize(("lang", "text", "name"), SOURCES)
def test_a_name_behind_a_source_gets_its_base_form(lang, text, name):
    """The genitive that "according to" asks for is no part of the name."""
    assert statement_of(text, lang).actor.name == name
