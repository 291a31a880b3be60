"""How sure a statement is: a probability that rises with what is known of its words and its speaker."""

from __future__ import annotations

import pytest
from sentences import statements_of

ORDER = [
    "„Wir bleiben noch lange hier“, sagte der norwegische Außenminister Max Muster.",
    "„Wir bleiben noch lange hier“, sagte ein Fluggast.",
    "„Wir bleiben noch lange hier.“",
]


def test_a_named_office_is_surer_than_somebody_and_somebody_than_nobody():
    """The same words, told of a minister, of a stranger and of nobody."""
    sure, less, least = (statements_of(text, "de")[0].confidence for text in ORDER)
    assert 1 > sure > less > least > 0


@pytest.mark.parametrize("text", ORDER)
def test_confidence_is_a_probability_to_three_places(text):
    """It is kept and printed as it is."""
    value = statements_of(text, "de")[0].confidence
    assert 0 < value < 1
    assert value == round(value, 3)


def test_a_pronoun_is_less_sure_than_the_name_it_stands_for():
    """What is resolved can be resolved wrongly."""
    text = "„Wir bleiben hier“, sagte Minister Max Muster. „Wir gehen nicht fort“, sagte er am Abend."
    named, meant = statements_of(text, "de")
    assert named.actor == meant.actor
    assert named.confidence > meant.confidence
