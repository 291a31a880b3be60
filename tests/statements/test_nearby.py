"""Whose minister it is that an article leaves unsaid."""

from __future__ import annotations

import pytest
from worker.shapes import Article
from worker.steps.recognise import recognise


@pytest.mark.parametrize(
    ("lang", "text", "country"),
    [
        ("de", "Armenien nahm an. Ministerpräsident Waan Muster sagte: „Wir kommen.“", "AM"),
        ("de", "Der Libanon bedauerte den Vorfall. Außenminister Rafi Muster sagte, man schäme sich.", "LB"),
        ("en", "Tanzania asked for an answer. Its foreign minister, Bara Sample, said it was late.", "TZ"),
        # another office, another paragraph, a state that is only mentioned: the article's own
        ("de", "Armenien nahm an. Verkehrsminister Waan Muster sagte: „Wir kommen.“", "DE"),
        ("de", "Armenien nahm an.\nAußenminister Waan Muster sagte: „Wir kommen.“", "DE"),
        ("de", "Es ging um Armenien. Außenminister Waan Muster sagte: „Wir kommen.“", "DE"),
        ("de", "Armenien nahm an. Der deutsche Außenminister Waan Muster sagte: „Wir kommen.“", "DE"),
    ],
)
def test_an_office_belongs_to_the_state_told_of_beside_it(lang, text, country):
    statements = recognise(Article(text, lang))
    assert [statement.actor.country for statement in statements] == [country]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The UN extended the mission. “Talks must resume,” the secretary-general said.", "UN"),
        ("Spain welcomed the plan. A spokesperson said that it was late.", "Spain"),
    ],
)
def test_an_office_without_a_name_is_named_by_whom_it_speaks_for(text, name):
    """The name and the country of an office never disagree."""
    actor = recognise(Article(text, "en"))[-1].actor
    assert actor.name.endswith(f" of {name}")
