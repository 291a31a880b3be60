"""Forms of names: endings that replace each other, and nothing shorter than a stem."""

from __future__ import annotations

import pytest
from worker.packs.inflections import Inflections

FINNISH = Inflections({"": ("n", "in", ":n"), "nen": ("sen", "selle")})


def test_the_longest_ending_is_replaced():
    """A name in -nen takes the endings of -nen and no others; signs are no letters to add."""
    assert list(FINNISH.forms("Testinen")) == ["Testisen", "Testiselle"]
    assert list(FINNISH.forms("Koetov")) == ["Koetovn", "Koetovin"]


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        ("testisen", "testinen", True),
        ("koetov", "koetovin", True),
        ("koetov", "koetov", True),
        ("testinen", "koetov", False),
        ("on", "o", False),
    ],
)
def test_words_are_related_as_base_and_form(one, other, wanted):
    """Either may be the base; a stem of a letter or two proves nothing."""
    assert FINNISH.related(one, other) is wanted
