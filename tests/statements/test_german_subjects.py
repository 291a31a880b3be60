"""Who speaks in German and English clauses whose first noun phrase does not."""

from __future__ import annotations

import pytest
from sentences import statements_of

MENTIONS = [
    (
        "Die Äußerungen des Gastes nannte Botschafterin Lea Muster einen „groben Fehler“.",
        "Botschafterin Lea Muster",
    ),
    ("Die Kritik nannte der Minister „völlig haltlos“.", "der Minister"),
    ("Die Bestrebungen, das Amt zu behalten, bezeichnete er als „groben Fehler“.", "er"),
    ("Der Zeitung sagte Botschafter Max Muster: „Wir bleiben.“", "Botschafter Max Muster"),
    ("„Genug“, sagte der Regierungschef der Zeitung „Beispielblatt“.", "der Regierungschef"),
    ("Höhnisch sagte Muster: „Nein.“", "Muster"),
    ("Der 53-jährige Diplomat sagte: „Wir bleiben.“", "Der 53-jährige Diplomat"),
    ("Ein Sprecher der Botschaft, Lars Muster, sagte, es sei spät.", "Ein Sprecher der Botschaft"),
    ("Von der Probe betonte, die Lage sei ernst.", "Von der Probe"),
    ("Nachdem der Richter gefragt hatte, was gelte, antwortete Muster: „Nichts.“", "Muster"),
    (
        "Da die Zeit drängt, warnte der Botschafter Max Muster die Gäste: „Es eilt sehr.“",
        "der Botschafter Max Muster",
    ),
    # the first phrase does speak
    ("Die Regierung nannte die Forderungen „völlig haltlos“.", "Die Regierung"),
    ("Die Regierungen nannten Muster einen „groben Fehler“.", "Die Regierungen"),
    ("Der Minister nannte der Zeitung „keine Zahlen“.", "Der Minister"),
    ("Die Zeitung sagte: „Wir bleiben.“", "Die Zeitung"),
    ("Der Sprecher der Zeitung sagte: „Wir bleiben.“", "Der Sprecher"),
]


@pytest.mark.parametrize(("text", "mention"), MENTIONS)
def test_case_and_number_tell_who_speaks(text, mention):
    """An article, a pronoun or the verb's number shows the subject; of the outlet told it is no part."""
    assert statements_of(text, "de")[-1].speaker_mention == mention


HEARSAY = [
    ("Aus Paris hieß es, das Vorgehen sei ein Fehler.", "country:FR"),
    ("„Es ist vorbei“, hieß es aus dem Außenministerium in Lima.", "ministry:PE:ministry_foreign_affairs"),
    (
        "„Es ist vorbei“, hieß es am Montag aus dem Außenministerium in Lima.",
        "ministry:PE:ministry_foreign_affairs",
    ),
    ("In dem Antrag heißt es: „Wir sind dagegen.“", "other:antrag"),
    # about whom, and when
    ("Von dem Minister hieß es, er sei krank.", None),
    ("Im Januar hieß es, das Vorgehen sei ein Fehler.", None),
]


@pytest.mark.parametrize(("text", "key"), HEARSAY)
def test_words_that_nobody_says_come_from_a_house_or_a_paper(text, key):
    """Hearsay names no speaker, but the phrase beside it does."""
    (statement,) = statements_of(text, "de")
    assert (statement.actor.key if statement.actor else None) == key


ISSUED = [
    (
        "The foreign ministry issued a statement warning that it was late.",
        "The foreign ministry",
    ),
    ("The commission, which meets today, issued a statement saying that it was late.", "The commission"),
    ("A statement saying that it was late came from Lima.", "A statement"),
]


@pytest.mark.parametrize(("text", "mention"), ISSUED)
def test_who_issued_a_statement_speaks_in_it(text, mention):
    """The paper is no speaker where its author stands before it."""
    assert statements_of(text, "en")[0].speaker_mention == mention


def test_a_quotation_behind_and_goes_on_with_the_speaker_before():
    """A connective and a colon introduce nobody new."""
    text = "„Wir bleiben noch lange hier“, sagte Max Muster. Aber: „Ganz sicher ist das wirklich noch nicht.“"
    assert [statement.speaker_mention for statement in statements_of(text, "de")] == ["Max Muster"] * 2
