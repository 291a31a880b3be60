"""The door of the statements room, on sentences written for it with invented persons."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from worker.packs.actors import load_actors
from worker.packs.load import load_pack
from worker.shapes import Article, Quotation, Span
from worker.statements.resolve import resolve_statements

PUBLISHED = datetime(2024, 3, 14, 9, tzinfo=UTC)  # a Thursday


def span(text, part, after=0):
    start = text.index(part, after)
    return Span(start, start + len(part))


def quotation(text, content, speaker="", cue="", **facts):
    """A quotation whose frame is the line it stands in; mentions are looked for in that line."""
    said = span(text, content)
    begin = text.rfind("\n", 0, said.start) + 1
    end = text.find("\n", said.end)
    return Quotation(
        kind="direct",
        spans=(said,),
        frame=Span(begin, len(text) if end < 0 else end),
        speaker=(span(text, speaker, begin),) if speaker else (),
        cue=(span(text, cue, begin),) if cue else (),
        **facts,
    )


def resolve(text, *quotations, lang="de", url=None, published=PUBLISHED):
    article = Article(text=text, lang=lang, url=url, published_at=published)
    return resolve_statements(article, quotations, load_pack(lang), load_actors())


def test_no_quotations_make_no_statements():
    """An article nobody speaks in costs nothing."""
    assert resolve("Es regnet.") == ()


FRAMES = {"de": "{} sagte: „Ja.“", "en": "Said {}: “Ja.”"}
MENTIONS = [
    ("de", "US-Außenminister Paul Stern", "person:paul-stern foreign_minister US"),
    ("de", "Der norwegische Außenminister", "office:NO:foreign_minister foreign_minister NO"),
    (
        "de",
        "Das norwegische Außenministerium",
        "ministry:NO:ministry_foreign_affairs ministry_foreign_affairs NO",
    ),
    ("de", "Die japanische Regierung", "country:JP government JP"),
    ("de", "Peking", "country:CN government CN"),
    ("de", "Der Kreml", "country:RU government RU"),
    (
        "de",
        "Eine Sprecherin des Auswärtigen Amtes",
        "office:DE:spokesperson:ministry_foreign_affairs spokesperson DE",
    ),
    ("de", "Die Nato", "org:NATO io NATO"),
    ("de", "Die EU-Außenbeauftragte", "office:EU:foreign_minister foreign_minister EU"),
    ("de", "Der deutsche Botschafter in Moskau", "office:DE:ambassador ambassador DE"),
    ("de", "Frankreichs Vizeaußenminister", "office:FR:deputy_minister deputy_minister FR"),
    ("de", "Kim Jong-un", "person:kim-jong-un head_of_state KP"),
    (
        "en",
        "the foreign ministry of Peru",
        "ministry:PE:ministry_foreign_affairs ministry_foreign_affairs PE",
    ),
    ("en", "Chile's defense minister, Ana Lopez", "person:ana-lopez defence_minister CL"),
    ("en", "Gov. Dan Miller", "person:dan-miller governor US"),
    ("en", "China's ambassador to Britain Bo Lin", "person:bo-lin ambassador CN"),
    ("en", "a spokesman for the Kremlin", "office:RU:spokesperson:government spokesperson RU"),
    ("en", "the White House", "country:US government US"),
    ("en", "Reuters", "company:reuters agency GB"),
]


@pytest.mark.parametrize(("lang", "speaker", "wanted"), MENTIONS)
def test_names_the_actor_of_a_mention(lang, speaker, wanted):
    """Role, country and key come from the mention and what stands beside it."""
    text = FRAMES[lang].format(speaker)
    (statement,) = resolve(text, quotation(text, "Ja.", speaker), lang=lang)
    actor = statement.actor
    assert f"{actor.key} {actor.role} {actor.country}" == wanted


@pytest.mark.parametrize(
    "text",
    [
        "Paul Stern, der Außenminister Norwegens, sagte: „Ja.“",
        "Norwegens Außenminister, Paul Stern, sagte: „Ja.“",
    ],
)
def test_an_apposition_tells_the_office(text):
    """The office may stand before a name or behind it, between commas."""
    (statement,) = resolve(text, quotation(text, "„Ja.“", "Paul Stern"))
    assert (statement.actor.role, statement.actor.country) == ("foreign_minister", "NO")


def test_a_surname_finds_its_chain():
    """A full name anywhere in the article resolves the surname, even when it comes later."""
    text = "Stern sagte: „Nein.“\nDer norwegische Außenminister Paul Stern reist ab."
    (statement,) = resolve(text, quotation(text, "„Nein.“", "Stern"))
    assert statement.actor.name == "Paul Stern"
    assert statement.actor.country == "NO"
    assert statement.speaker_mention == "Stern"


def test_a_name_with_the_surname_first_finds_its_chain():
    """Korean and Chinese names are called by their first part."""
    text = "Der südkoreanische Minister Pak Min-su sprach.\n„Nein“, sagte Pak."
    (statement,) = resolve(text, quotation(text, "„Nein“", "Pak"))
    assert statement.actor.name == "Pak Min-su"


def test_an_office_finds_its_holder():
    """A description by office and country is the person who holds it in the article."""
    text = "Der norwegische Außenminister Paul Stern kam an. „Nein“, sagte der Spitzendiplomat Norwegens."
    (statement,) = resolve(text, quotation(text, "„Nein“", "der Spitzendiplomat Norwegens"))
    assert statement.actor.key == "person:paul-stern"


def test_somebody_new_is_not_the_holder():
    """An indefinite article introduces another one."""
    text = 'The Norwegian minister Paul Stern arrived. A Norwegian minister said: "No."'
    (statement,) = resolve(text, quotation(text, '"No."', "A Norwegian minister"), lang="en")
    assert statement.actor.key == "office:NO:minister"


def test_a_pronoun_is_the_last_speaker_of_its_gender():
    """She is not the man who spoke between."""
    text = (
        "Außenministerin Ida Berg sagte: „Eins.“\nAußenminister Paul Stern sagte: „Zwei.“\nSie sagte: „Drei.“"
    )
    statements = resolve(
        text,
        quotation(text, "„Eins.“", "Außenministerin Ida Berg"),
        quotation(text, "„Zwei.“", "Außenminister Paul Stern"),
        quotation(text, "„Drei.“", "Sie"),
    )
    assert [s.actor.name for s in statements] == ["Ida Berg", "Paul Stern", "Ida Berg"]
    assert statements[2].confidence < statements[0].confidence


def test_a_pronoun_without_anybody_before_it_has_no_actor():
    """Nobody is better than a guess."""
    text = "Er sagte: „Nein.“"
    (statement,) = resolve(text, quotation(text, "„Nein.“", "Er"))
    assert statement.actor is None
    assert not statement.diplomatic


def test_the_ministry_of_the_country_is_that_of_the_country_in_focus():
    """The agency's country counts as named."""
    text = "Die Nachrichtenagentur KCNA zitierte das Außenministerium des Landes: „Nein.“"
    quoted = quotation(
        text,
        "„Nein.“",
        "das Außenministerium des Landes",
        channel=(span(text, "Die Nachrichtenagentur KCNA"),),
    )
    (statement,) = resolve(text, quoted)
    assert statement.actor.key == "ministry:KP:ministry_foreign_affairs"
    assert statement.channel == "KCNA"


def test_a_quotation_that_follows_shares_its_speaker():
    """A second quotation of one attribution has no mention of its own."""
    text = "„Eins“, sagte Außenminister Paul Stern. „Zwei.“"
    statements = resolve(
        text,
        quotation(text, "„Eins“", "Außenminister Paul Stern"),
        Quotation(kind="direct", spans=(span(text, "„Zwei.“"),), frame=span(text, "„Zwei.“"), follows=0),
    )
    assert statements[1].actor == statements[0].actor


@pytest.mark.parametrize(
    ("url", "country"),
    [("https://example.at/a", "AT"), ("https://example.com/a", "DE"), ("https://example.ch/a", "CH")],
)
def test_an_office_without_a_country_is_that_of_the_press(url, country):
    """The press leaves its own country out."""
    text = "„Nein“, sagte der Innenminister."
    (statement,) = resolve(text, quotation(text, "„Nein“", "der Innenminister"), url=url)
    assert statement.actor.country == country


@pytest.mark.parametrize(
    ("first", "second", "country"), [("Österreich", "Die Schweiz", "AT"), ("Die Schweiz", "Österreich", "CH")]
)
def test_of_two_countries_named_as_often_the_first_is_at_home(first, second, country):
    """The lead names whom it is about."""
    text = f"{first} zögert. {second} drängt. „Nein“, sagte der Innenminister."
    (statement,) = resolve(text, quotation(text, "„Nein“", "der Innenminister"))
    assert statement.actor.country == country


DATES = [
    ("Am 11. November sagte Paul Stern: „Ja.“", date(2023, 11, 11), "explicit"),
    ("Am 1. März sagte Paul Stern: „Ja.“", date(2024, 3, 1), "explicit"),
    ("Am 1. März 2019 sagte Paul Stern: „Ja.“", date(2019, 3, 1), "explicit"),
    ("Am Dienstag sagte Paul Stern: „Ja.“", date(2024, 3, 12), "relative"),
    ("Am Donnerstag sagte Paul Stern: „Ja.“", date(2024, 3, 14), "relative"),
    ("Gestern sagte Paul Stern: „Ja.“", date(2024, 3, 13), "relative"),
    ("Paul Stern sagte: „Ja.“", date(2024, 3, 14), "published"),
]


@pytest.mark.parametrize(("text", "day", "basis"), DATES)
def test_dates_a_statement_by_its_frame(text, day, basis):
    """The year comes from publication; a weekday is the last one; without one it is that day."""
    (statement,) = resolve(text, quotation(text, "„Ja.“", "Paul Stern"))
    assert (statement.said_on, statement.said_on_basis) == (day, basis)


def test_a_date_inside_the_content_is_not_when_it_was_said():
    """Only the frame dates a statement."""
    text = "Paul Stern sagte: „Am 1. März war alles ruhig.“"
    (statement,) = resolve(text, quotation(text, "„Am 1. März war alles ruhig.“", "Paul Stern"))
    assert (statement.said_on, statement.said_on_basis) == (date(2024, 3, 14), "published")


def test_a_date_without_a_year_needs_a_publication():
    """Without a day of publication only full dates count."""
    text = "Am 11. November sagte Paul Stern: „Ja.“"
    (statement,) = resolve(text, quotation(text, "„Ja.“", "Paul Stern"), published=None)
    assert statement.said_on is None


def test_date_and_channel_are_shared_within_one_occasion():
    """One actor's statements of a day share both; another actor's do not."""
    text = (
        "Am 1. März sagte Außenminister Paul Stern: „Eins.“\n„Zwei“, sagte Stern der Agentur dpa.\n"
        "Die japanische Regierung sagte: „Drei.“"
    )
    statements = resolve(
        text,
        quotation(text, "„Eins.“", "Außenminister Paul Stern"),
        quotation(text, "„Zwei“", "Stern"),
        quotation(text, "„Drei.“", "Die japanische Regierung"),
    )
    assert [s.said_on_basis for s in statements] == ["explicit", "inherited", "published"]
    assert [s.channel for s in statements] == ["dpa", "dpa", None]


ACTS = [
    ("STATE", "„Das ist inakzeptabel.“", "ACCUSE/disapprove"),
    ("STATE", "„Oslo muss handeln.“", "REQUEST/change"),
    ("STATE", "„Wir stehen in Solidarität zu Oslo.“", "SUPPORT"),
    ("STATE", "„Es regnet.“", "STATE"),
    ("WARN", "„Das ist gefährlich.“", "ACCUSE/disapprove"),
    ("WARN", "„Es regnet.“", "WARN"),
    ("SUPPORT", "„Das ist inakzeptabel.“", "SUPPORT"),
]


@pytest.mark.parametrize(("cue", "content", "act"), ACTS)
def test_content_refines_a_neutral_cue_only(cue, content, act):
    """A cue that says what was done stands."""
    text = f"Paul Stern sagte: {content}"
    (statement,) = resolve(text, quotation(text, content, "Paul Stern", act=cue))
    assert statement.act == act


def test_a_denied_claim_is_never_coded_as_said():
    """A denial keeps its polarity and its CAMEO code."""
    text = "Norwegen hat Berichte über Waffen zurückgewiesen."
    quoted = quotation(text, "Berichte über Waffen", "Norwegen", act="DENY")
    (statement,) = resolve(text, quoted)
    assert (statement.polarity, statement.cameo) == ("denied", "016")


def test_targets_are_the_countries_named_without_the_speakers_own():
    """Capitals and adjectives count, the speaker's country does not."""
    text = "Die japanische Regierung sagte: „Moskau und die chinesische Marine bedrohen Japan.“"
    (statement,) = resolve(
        text,
        quotation(text, "„Moskau und die chinesische Marine bedrohen Japan.“", "Die japanische Regierung"),
    )
    assert statement.targets == ("RU", "CN")


def test_a_demand_names_its_addressee():
    """Who is asked stands behind the cue, and is the first target."""
    text = "Die japanische Regierung forderte Moskau auf, die Waffen abzuziehen."
    quoted = quotation(
        text, "die Waffen abzuziehen", "Die japanische Regierung", "forderte", act="REQUEST/change"
    )
    (statement,) = resolve(text, quoted)
    assert (statement.addressee, statement.targets) == ("Moskau", ("RU",))


DIPLOMATIC = [
    ("Der norwegische Außenminister", True),
    ("Die japanische Regierung", True),
    ("Der Abgeordnete Paul Stern", True),
    ("Die Nato", True),
    ("Der ehemalige norwegische Außenminister Paul Stern", False),
    ("Der Vorstandschef Paul Stern", False),
    ("Der Trainer Paul Stern", False),
    ("Die Polizei", False),
    ("Die SPD", False),
    ("Paul Stern", False),
]


@pytest.mark.parametrize(("speaker", "diplomatic"), DIPLOMATIC)
def test_the_office_makes_a_statement_diplomatic(speaker, diplomatic):
    """Holders of state offices and state bodies do; former ones, police, parties, companies do not."""
    text = f"{speaker} sagte: „Nein.“"
    (statement,) = resolve(text, quotation(text, "„Nein.“", speaker))
    assert (statement.diplomatic, bool(statement.reason)) == (diplomatic, True)


def test_the_id_depends_on_article_and_content_alone():
    """The same words said twice in one article have two ids; other rules for speakers change none."""
    text = "Paul Stern sagte: „Nein.“"
    first = resolve(text, quotation(text, "„Nein.“", "Paul Stern"), url="https://example.org/a")[0]
    again = resolve(text, quotation(text, "„Nein.“"), url="https://example.org/a")[0]
    elsewhere = resolve(text, quotation(text, "„Nein.“"), url="https://example.org/b")[0]
    twice = resolve(text, quotation(text, "„Nein.“"), quotation(text, "„Nein.“"), url="https://example.org/a")
    assert first.id == again.id == twice[0].id
    assert len({first.id, elsewhere.id, twice[1].id}) == 3


def test_a_spokesperson_of_a_company_is_no_diplomat():
    """Nobody's spokesperson speaks for the company that spoke before."""
    text = "Der Konzern Fantasia AG sagte: „Ja.“\nEin Sprecher sagte: „Nein.“"
    statements = resolve(
        text,
        quotation(text, "„Ja.“", "Der Konzern Fantasia AG"),
        quotation(text, "„Nein.“", "Ein Sprecher"),
    )
    assert [s.diplomatic for s in statements] == [False, False]


def test_a_definite_description_tells_of_the_last_speaker():
    """A description that fits nobody else is of whoever just spoke, and holds for the first mention, too."""
    text = "Dan Miller said: “One.”\nThe senator said: “Two.”"
    statements = resolve(
        text,
        quotation(text, "“One.”", "Dan Miller"),
        quotation(text, "“Two.”", "The senator"),
        lang="en",
    )
    assert [(s.actor.name, s.actor.role, s.diplomatic) for s in statements] == [
        ("Dan Miller", "legislator", True)
    ] * 2


NATIONAL = [("The Kenyan police", True), ("The police", False), ("The German prosecutors", True)]


@pytest.mark.parametrize(("speaker", "diplomatic"), NATIONAL)
def test_police_and_prosecutors_count_when_a_country_is_named(speaker, diplomatic):
    """A town's police is nobody's diplomat, a country's speaks for the state."""
    text = f"{speaker} said: “No.”"
    (statement,) = resolve(text, quotation(text, "“No.”", speaker), lang="en")
    assert statement.diplomatic is diplomatic


SCRIPTS = [
    ("zh", "习近平说：“是。”", "习近平", "“是。”", "person:xi-jinping CN"),
    ("hu", "„Igen” – mondta Hszi Csin-ping.", "Hszi Csin-ping", "„Igen”", "person:xi-jinping CN"),
    ("hu", "„Igen” – mondta Orbán Viktor.", "Orbán Viktor", "„Igen”", "person:viktor-orban HU"),
    ("tr", "Lavrov, “Evet” dedi.", "Lavrov", "“Evet”", "person:sergey-lavrov RU"),
    ("el", "«Ναι», είπε ο Λαβρόφ.", "ο Λαβρόφ", "«Ναι»", "person:sergey-lavrov RU"),
    ("ar", "قال بوتين: «نعم»", "بوتين", "«نعم»", "person:vladimir-putin RU"),
]


@pytest.mark.parametrize(("lang", "text", "speaker", "content", "wanted"), SCRIPTS)
def test_a_known_person_has_one_key_in_every_script(lang, text, speaker, content, wanted):
    """The registry's aliases join the languages."""
    if load_pack(lang) is None:
        pytest.skip("no such pack here")
    (statement,) = resolve(text, quotation(text, content, speaker), lang=lang)
    assert f"{statement.actor.key} {statement.actor.country}" == wanted


POSTED = [
    ("tr", "Türkiye'nin Berlin Büyükelçisi “Evet” dedi.", "Türkiye'nin Berlin Büyükelçisi", "TR"),
    ("hu", "Franciaország budapesti nagykövete: “Evet”", "Franciaország budapesti nagykövete", "FR"),
    ("en", "Washington's ambassador said: “Evet”", "Washington's ambassador", "US"),
]


@pytest.mark.parametrize(("lang", "text", "speaker", "country"), POSTED)
def test_the_seat_right_before_an_ambassador_is_where_they_serve(lang, text, speaker, country):
    """Languages whose noun comes last name the sending state first, then the capital of the other one."""
    (statement,) = resolve(text, quotation(text, "“Evet”", speaker), lang=lang)
    assert (statement.actor.role, statement.actor.country) == ("ambassador", country)


BEHIND = [
    ("hu", "Minta Péter magyar külügyminiszter közölte: “Igen”", "Minta Péter magyar külügyminiszter"),
    ("hu", "Minta Péter szóvivője közölte: “Igen”", "Minta Péter szóvivője"),
]


@pytest.mark.parametrize(("lang", "text", "speaker"), BEHIND)
def test_an_office_in_lower_case_behind_a_name_is_that_persons(lang, text, speaker):
    """Hungarian sets the office after the name; with a possessor's ending it is somebody else's."""
    (statement,) = resolve(text, quotation(text, "“Igen”", speaker), lang=lang)
    assert (statement.actor.name == "Minta Péter") == speaker.endswith("miniszter")


def test_an_ending_behind_an_apostrophe_is_no_part_of_a_name():
    """Turkish sets case endings apart from names; the record keeps the name."""
    text = "Bakan Kemal Örnek'e göre “Evet”"
    (statement,) = resolve(text, quotation(text, "“Evet”", "Bakan Kemal Örnek'e"), lang="tr")
    assert statement.actor.name == "Kemal Örnek"
