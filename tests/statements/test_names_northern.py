"""Naming in the Nordic languages and Dutch: offices in inflected forms, from the text to the actor."""

from __future__ import annotations

import pytest
from sentences import statement_of, statements_of

OFFICES = [
    (
        "sv",
        "Rysslands utrikesminister Sergej Lavrov sade att mötet blir av.",
        "person:sergey-lavrov foreign_minister RU",
    ),
    ("sv", "Den ryske ambassadören sade att mötet blir av.", "office:RU:ambassador ambassador RU"),
    ("sv", "EU:s utrikeschef sade att mötet blir av.", "office:EU:foreign_minister foreign_minister EU"),
    ("sv", "Israels FN-ambassadör Dan Provman sade att mötet blir av.", "person:dan-provman ambassador IL"),
    (
        "sv",
        "Kinas utrikesdepartement uppgav att mötet blir av.",
        "ministry:CN:ministry_foreign_affairs ministry_foreign_affairs CN",
    ),
    (
        "sv",
        "UD:s talesperson sade att mötet blir av.",
        "office:SE:spokesperson:ministry_foreign_affairs spokesperson SE",
    ),
    (
        "da",
        "Ruslands udenrigsminister Sergej Lavrov sagde, at mødet bliver til noget.",
        "person:sergey-lavrov foreign_minister RU",
    ),
    ("da", "Den russiske ambassadør sagde, at mødet bliver til noget.", "office:RU:ambassador ambassador RU"),
    (
        "da",
        "EU’s udenrigschef sagde, at mødet bliver til noget.",
        "office:EU:foreign_minister foreign_minister EU",
    ),
    (
        "da",
        "Det kinesiske udenrigsministerium oplyste, at mødet bliver til noget.",
        "ministry:CN:ministry_foreign_affairs ministry_foreign_affairs CN",
    ),
    ("da", "Det Hvide Hus oplyste, at mødet bliver til noget.", "country:US government US"),
    (
        "no",
        "Russlands utenriksminister Sergej Lavrov sa at møtet blir noe av.",
        "person:sergey-lavrov foreign_minister RU",
    ),
    (
        "no",
        "Den svenske utanriksministeren seier at møtet vert noko av.",
        "office:SE:foreign_minister foreign_minister SE",
    ),
    (
        "no",
        "UDs talsperson sa at møtet blir noe av.",
        "office:NO:spokesperson:ministry_foreign_affairs spokesperson NO",
    ),
    ("no", "Den kinesiske regjeringa opplyste at møtet vert noko av.", "country:CN government CN"),
    ("no", "Det hvite hus opplyste at møtet blir noe av.", "country:US government US"),
    (
        "nl",
        "De Russische minister van Buitenlandse Zaken Sergej Lavrov zei dat het overleg doorgaat.",
        "person:sergey-lavrov foreign_minister RU",
    ),
    (
        "nl",
        "De Russische president Poetin zei dat het overleg doorgaat.",
        "person:vladimir-putin head_of_state RU",
    ),
    (
        "nl",
        "Het Chinese ministerie van Buitenlandse Zaken zei dat het overleg doorgaat.",
        "ministry:CN:ministry_foreign_affairs ministry_foreign_affairs CN",
    ),
    (
        "nl",
        "De Israëlische VN-ambassadeur Daan Proefman zei dat het overleg doorgaat.",
        "person:daan-proefman ambassador IL",
    ),
    ("nl", "Het Witte Huis meldde dat het overleg doorgaat.", "country:US government US"),
    ("sv", "Zelenskyj sade att mötet blir av.", "person:volodymyr-zelenskyy head_of_state UA"),
    ("nl", "Loekasjenko zei dat het overleg doorgaat.", "person:alexander-lukashenko head_of_state BY"),
    (
        "fi",
        "Venäjän ulkoministeri Sergei Lavrov sanoi, että kokous pidetään.",
        "person:sergey-lavrov foreign_minister RU",
    ),
    ("fi", "Putinin mukaan kokous pidetään.", "person:vladimir-putin head_of_state RU"),
    ("fi", "Ulkoministeri Valtosen mukaan kokous pidetään.", "person:elina-valtonen foreign_minister FI"),
    (
        "fi",
        "Kiinan ulkoministeriön mukaan kokous pidetään.",
        "ministry:CN:ministry_foreign_affairs ministry_foreign_affairs CN",
    ),
    (
        "fi",
        "EU:n ulkosuhdepäällikkö sanoi, että kokous pidetään.",
        "office:EU:foreign_minister foreign_minister EU",
    ),
    (
        "fi",
        "Israelin YK-suurlähettiläs Dan Koehenkilö sanoi, että kokous pidetään.",
        "person:dan-koehenkilo ambassador IL",
    ),
    (
        "fi",
        "Saksan hallituksen tiedottaja sanoi, että kokous pidetään.",
        "office:DE:spokesperson:government spokesperson DE",
    ),
]


@pytest.mark.parametrize(("lang", "text", "wanted"), OFFICES)
def test_names_the_office_of_a_sentence(lang, text, wanted):
    """Role, country and key are found in the forms that the language writes."""
    actor = statement_of(text, lang).actor
    assert f"{actor.key} {actor.role} {actor.country}" == wanted


DAYS = [
    ("sv", "Ministern sade i går att mötet blir av.", "2026-11-17"),
    ("sv", "Ministern sade på måndagen att mötet blir av.", "2026-11-16"),
    ("sv", "Ministern sade den 3 november att mötet blir av.", "2026-11-03"),
    ("da", "Ministeren sagde i går, at mødet bliver til noget.", "2026-11-17"),
    ("da", "Ministeren sagde mandag, at mødet bliver til noget.", "2026-11-16"),
    ("no", "Ministeren sa i går at møtet blir noe av.", "2026-11-17"),
    ("no", "Statsråden sa måndag at møtet vert noko av.", "2026-11-16"),
    ("nl", "De minister zei gisteren dat het overleg doorgaat.", "2026-11-17"),
    ("nl", "De minister beloofde op 3 november wapens te leveren.", "2026-11-03"),
    ("fi", "Ministeri sanoi eilen, että kokous pidetään.", "2026-11-17"),
    ("fi", "Ministeri sanoi maanantaina, että kokous pidetään.", "2026-11-16"),
    ("fi", "Ministeri sanoi 3. marraskuuta, että kokous pidetään.", "2026-11-03"),
]


@pytest.mark.parametrize(("lang", "text", "day"), DAYS)
def test_dates_of_the_frame(lang, text, day):
    """Days of two words, weekdays in their forms, and day with month."""
    assert statement_of(text, lang).said_on.isoformat() == day


def test_one_word_for_he_and_she_is_the_last_speaker():
    """A pronoun without gender stands for whoever spoke last."""
    text = "Kaarina Esimerkki sanoi, että kokous pidetään. ”Meillä ei ole kiire”, hän sanoi."
    statements = statements_of(text, "fi")
    assert [statement.actor.key for statement in statements] == ["person:kaarina-esimerkki"] * 2


DECLINED = [
    (
        "fi",
        "Kansanedustaja Ivan Koetovin mukaan laki on valmis. Koetov sanoi, että kokous pidetään.",
        "person:ivan-koetov",
    ),
    (
        "fi",
        "Ministeri Kaarina Testinen sanoi, että laki on valmis. Testisen mukaan kokous pidetään.",
        "person:kaarina-testinen",
    ),
    (
        "ru",
        "Депутат Иван Примеров заявил, что закон готов. По словам Примерова, ответ будет завтра.",
        "person:ivan-primerov",
    ),
]


@pytest.mark.parametrize(("lang", "text", "key"), DECLINED)
def test_forms_of_one_name_are_one_person(lang, text, key):
    """A name in the genitive is the person whose nominative stands elsewhere, before or behind."""
    statements = statements_of(text, lang)
    assert {statement.actor.key for statement in statements} == {key}
