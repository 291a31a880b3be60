"""Who is meant by a word that names nobody: offices without a state, counterparts, peoples, pronouns."""

from __future__ import annotations

import pytest
from sentences import statements_of

LONG_AGO = "The ministry met. " + "It rained. " * 30 + "A spokesman said it was late."
HOUSES = [
    (
        "en",
        "The Norwegian Foreign Ministry summoned the envoy. A spokesman said that the matter was closed.",
        "office:NO:spokesperson:ministry_foreign_affairs",
        True,
    ),
    (
        "en",
        "The foreign ministry in Lima summoned the envoy. A spokesman said that the matter was closed.",
        "office:PE:spokesperson:ministry_foreign_affairs",
        True,
    ),
    (
        "de",
        "Das norwegische Außenministerium bestellte den Gesandten ein. Ein Sprecher sagte, es sei spät.",
        "office:NO:spokesperson:ministry_foreign_affairs",
        True,
    ),
    # a body that is no state's, a company's own spokesperson, a body told of too long ago
    ("en", "The police came. A spokesman said that it was late.", "office:US:spokesperson:police", False),
    ("en", "The ministry met. A company spokesman said it was late.", "office:US:spokesperson", False),
    (
        "en",
        LONG_AGO,
        "office:US:spokesperson",
        False,
    ),
]


@pytest.mark.parametrize(("lang", "text", "key", "diplomatic"), HOUSES)
def test_a_spokesperson_speaks_for_the_body_told_of_just_before(lang, text, key, diplomatic):
    """Who speaks for whom stands in the sentence before; a club's spokesperson is none of a ministry."""
    statement = statements_of(text, lang)[-1]
    assert (statement.actor.key, statement.diplomatic) == (key, diplomatic)


COUNTERPARTS = [
    (
        "en",
        "Foreign Minister Ada Sample of Norway met her Swedish counterpart Lars Probe. Probe said it was.",
        "person:lars-probe foreign_minister SE",
    ),
    (
        "de",
        "Norwegens Ministerin Ada Muster traf ihren schwedischen Amtskollegen Lars Probe. Probe sagte: „Ja.“",
        "person:lars-probe minister SE",
    ),
    (
        "en",
        "Deputy Foreign Minister Olga Probe said it was late. Her Turkish counterpart rejected the claim.",
        "office:TR:deputy_minister deputy_minister TR",
    ),
]


@pytest.mark.parametrize(("lang", "text", "wanted"), COUNTERPARTS)
def test_a_counterpart_holds_the_same_office_for_another_state(lang, text, wanted):
    """The office is that of whoever was named before."""
    actor = statements_of(text, lang)[-1].actor
    assert f"{actor.key} {actor.role} {actor.country}" == wanted


DESCRIBED = [
    (
        "en",
        "Norway's foreign minister Ada Sample came. The Norwegian said it was late.",
        "Ada Sample",
    ),
    ("de", "Norwegens Außenministerin Ada Muster kam. Die Norwegerin sagte, es sei spät.", "Ada Muster"),
    ("en", "Norway's foreign minister Ada Sample came. The Swede said it was late.", "Swede"),
    ("en", "Norway's foreign minister Ada Sample came. A Norwegian said it was late.", "Norwegian"),
]


@pytest.mark.parametrize(("lang", "text", "name"), DESCRIBED)
def test_a_people_s_name_alone_means_the_person_of_that_country(lang, text, name):
    """Of another country, or somebody new, it names nobody known."""
    assert statements_of(text, lang)[-1].actor.name == name


PRONOUNS = [
    (
        "en",
        "Minister Ada Sample met president Luc Essai. He said it was late. She said it was.",
        "Ada Sample",
    ),
    (
        "de",
        "Die Ministerin Ada Muster traf Präsident Luc Essai. Er sagte, es sei spät. Sie sagte, es gehe noch.",
        "Ada Muster",
    ),
]


@pytest.mark.parametrize(("lang", "text", "name"), PRONOUNS)
def test_a_pronoun_tells_a_gender_that_the_next_one_heeds(lang, text, name):
    """Who was "he" is not "she" a sentence later."""
    assert statements_of(text, lang)[-1].actor.name == name


NAMES = [
    ("en", "Ambassador Mark Kelly said that the talks had failed.", "Mark Kelly ambassador"),
    (
        "de",
        "„Ja“, sagte Christophe Arend, Abgeordneter der Macron-Partei.",
        "Christophe Arend legislator",
    ),
    (
        "de",
        "Botschafter Max Beispiel kam. Der Name Beispiel fiel. „Ja“, sagte Beispiel.",
        "Max Beispiel ambassador",
    ),
    ("es", "El ministro de Trabajo, Pablo Muestra, dijo que era tarde.", "Pablo Muestra minister"),
    (
        "es",
        "El ministro de Justicia y Seguridad Pública, Gustavo Muestra, dijo que era tarde.",
        "Gustavo Muestra minister",
    ),
    ("en", "The minister for trade and industry, Jo Sample, said that it was late.", "Jo Sample minister"),
    ("en", "The minister of the interior, Jo Sample, said that it was late.", "Jo Sample minister"),
    (
        "en",
        "The ambassador of Kenya to the United Nations, Jo Sample, said that it was late.",
        "Jo Sample ambassador",
    ),
    ("en", "The mayor of Sampleton, Jo Probe, said that it was late.", "Jo Probe mayor"),
    ("en", "Ada Sample's source inside the camp said that it was late.", "Ada Sample's source None"),
    (
        "en",
        "A spokesman for the Norwegian minister Ada Probe said that it was late.",
        "Spokesperson of Norway spokesperson",
    ),
]


@pytest.mark.parametrize(("lang", "text", "wanted"), NAMES)
def test_the_holder_of_an_office_is_not_what_the_office_is_for(lang, text, wanted):
    """Portfolios, seats and principals are told apart from holders; names may look like adverbs."""
    actor = statements_of(text, lang)[0].actor
    assert f"{actor.name} {actor.role}" == wanted


STATES = [
    ("en", "KCNA quoted a spokesman for the foreign ministry as saying that the drills were a threat.", "KP"),
    ("de", "Die Agentur KCNA zitierte einen Sprecher des Außenministeriums mit den Worten, es reiche.", "KP"),
    ("en", "The ministry told Reuters that the drills were a threat.", "US"),
    ("en", "Peru's president, citing his foreign minister, said that the border would close.", "PE"),
    ("en", "The representative of Brazil said that it was late.", "BR"),
]


@pytest.mark.parametrize(("lang", "text", "country"), STATES)
def test_an_office_without_a_state_belongs_to_the_one_beside_it(lang, text, country):
    """A state's own agency tells of its own offices; "his minister" is the subject's."""
    statement = statements_of(text, lang)[-1]
    assert (statement.actor.country, statement.diplomatic) == (country, True)


POLARITIES = [
    ("en", "Minister Ada Sample said no deal was near.", "asserted"),
    ("en", "“It was not me,” Minister Ada Sample said.", "asserted"),
    ("de", "Ministerin Ada Muster sagte, nicht alle kämen.", "asserted"),
    ("en", "Minister Ada Sample did not say that it was over.", "denied"),
    ("de", "Ministerin Ada Muster sagte nicht, dass es vorbei sei.", "denied"),
]


@pytest.mark.parametrize(("lang", "text", "polarity"), POLARITIES)
def test_only_a_negation_of_the_verb_denies(lang, text, polarity):
    """A negation inside what was said is part of what was said."""
    assert statements_of(text, lang)[0].polarity == polarity


ACRONYMS = [
    ("en", "The Peruvian Ministry of Foreign Affairs (MFA) met. The MFA said it was late.", "PE True"),
    ("de", "Das Außenministerium Perus (MRE) tagte. Das MRE erklärte, es sei spät.", "PE True"),
    ("fr", "L'Office fédéral de l'agriculture (OFAG) a parlé. L'OFAG affirme que tout va bien.", "FR True"),
    # a club's name, and a short name that nothing explains
    ("en", "The Sampleton Rowing Club (SRC) met. The SRC said it was late.", "US False"),
    ("en", "The Peruvian Ministry of Foreign Affairs met. The MFA said it was late.", "US False"),
]


@pytest.mark.parametrize(("lang", "text", "wanted"), ACRONYMS)
def test_a_short_name_in_brackets_stands_for_the_body_before_it(lang, text, wanted):
    """The article itself says what it is short for."""
    statement = statements_of(text, lang)[-1]
    assert f"{statement.actor.country} {statement.diplomatic}" == wanted
