"""Who speaks where somebody reports and cites somebody else, on sentences written for it."""

from __future__ import annotations

import pytest
from sentences import statements_of

CHAINS = [
    (
        "en",
        "Reuters reported, citing a Russian foreign ministry official, that the talks had failed.",
        "office:RU:official:ministry_foreign_affairs",
        "Reuters",
    ),
    (
        "en",
        "The Sampleton Times reported, citing Ada Sample, that the talks had failed.",
        "person:ada-sample",
        "Sampleton Times",
    ),
    (
        "en",
        "State media quoted the Syrian president as saying that it was late.",
        "office:SY:head_of_state",
        None,
    ),
    (
        "de",
        "Reuters meldete unter Berufung auf das russische Außenministerium, die Gespräche seien gescheitert.",
        "ministry:RU:ministry_foreign_affairs",
        "Reuters",
    ),
    (
        "de",
        "Die Zeitung „Probe“ berichtet unter Berufung auf das Außenministerium, dass es spät sei.",
        "ministry:DE:ministry_foreign_affairs",
        "Probe",
    ),
    (
        "de",
        "Wie die Agentur dpa unter Berufung auf das Außenministerium meldet, sind die Gespräche gescheitert.",
        "ministry:DE:ministry_foreign_affairs",
        "dpa",
    ),
    # no outlet, and nobody in particular
    ("en", "The minister said, citing a UN report, that the talks had failed.", "office:US:minister", None),
    (
        "de",
        "Der Minister sagte unter Verweis auf einen Bericht, dass es spät sei.",
        "office:DE:minister",
        None,
    ),
    ("en", "Reuters reported, citing unnamed officials, that the talks had failed.", "company:reuters", None),
]


@pytest.mark.parametrize(("lang", "text", "key", "channel"), CHAINS)
def test_an_outlet_that_cites_somebody_is_the_channel(lang, text, key, channel):
    """Whoever is cited speaks; a minister who cites a report speaks for himself."""
    statement = statements_of(text, lang)[0]
    assert (statement.actor.key, statement.channel) == (key, channel)


OFFICES = [
    ("de", "Außenamtssprecher Max Muster sagte, es sei spät.", "person:max-muster spokesperson DE"),
    ("de", "Ein Ministeriumssprecher sagte, es sei spät.", "office:DE:spokesperson spokesperson DE"),
    (
        "de",
        "Die Außenministeriumssprecherin Lea Probe sagte, es sei spät.",
        "person:lea-probe spokesperson DE",
    ),
    ("de", "Der Kremlsprecher sagte, es sei spät.", "office:RU:spokesperson spokesperson RU"),
    ("de", "Bundestagspräsidentin Lea Muster sagte, es sei spät.", "person:lea-muster legislator DE"),
    ("de", "Der CDU-Außenpolitiker Max Probe sagte, es sei spät.", "person:max-probe None DE"),
    (
        "de",
        "Der Sprecher von UN-Generalsekretär António Guterres sagte, es sei spät.",
        "office:UN:spokesperson spokesperson UN",
    ),
    (
        "en",
        "The spokesperson for the UN secretary-general, Jo Sample, said that it was late.",
        "person:jo-sample spokesperson UN",
    ),
    ("en", "A Western diplomat said that it was late.", "office::diplomat diplomat None"),
    ("en", "Chief Cabinet Secretary Yoko Sample said that it was late.", "person:yoko-sample minister US"),
    (
        "en",
        "Sources in the Turkish foreign ministry said it was late.",
        "ministry:TR:ministry_foreign_affairs ministry_foreign_affairs TR",
    ),
    ("en", "Ex-minister Jo Probe said that it was late.", "person:jo-probe minister US"),
]


@pytest.mark.parametrize(("lang", "text", "wanted"), OFFICES)
def test_the_office_is_that_of_the_word_s_head(lang, text, wanted):
    """A compound is what its last part is; of several offices the one beside the name is the name's."""
    actor = statements_of(text, lang)[0].actor
    assert f"{actor.key} {actor.role} {actor.country}" == wanted


def test_a_spokeswoman_is_not_the_spokesman_before():
    """Of the other sex, a description means somebody else."""
    text = "Regierungssprecher Max Muster sagte, es sei spät. Die Regierungssprecherin sagte, es gehe noch."
    assert [statement.actor.name for statement in statements_of(text, "de")] == [
        "Max Muster",
        "Spokesperson of Germany",
    ]
