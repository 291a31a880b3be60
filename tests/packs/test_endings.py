"""Endings by their last letters give a word what trying each of them would."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from worker.packs.endings import Endings
from worker.packs.spelling import Spelling

words = st.text("abA", min_size=1, max_size=6)
listed = st.lists(st.tuples(st.text("ab", min_size=1, max_size=4), st.sampled_from([1, 2, 4])), max_size=8)


@given(words, listed, listed)
def test_no_ending_of_a_word_is_missed(token, endings, exceptions):
    """None that is the whole word, none that an exception bars; capitals have a meaning of their own."""
    low, wanted = token.lower(), 0
    for ending, trait in endings:
        barred = any(low.endswith(text) for text, kind in exceptions if kind & trait)
        if low.endswith(ending) and low != ending and not barred:
            wanted |= trait if token == low else trait << 4
    found = Endings(endings, exceptions, lambda trait: (trait, trait << 4))
    assert found.traits_of(token, low, Spelling()) == wanted
