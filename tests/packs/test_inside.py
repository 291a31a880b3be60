"""Forms inside other words are found by one search and, where it finds any, by their letters."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from worker.packs.forms import Entry, Term
from worker.packs.inside import Inside

words = st.text("ab.", max_size=8)
cores = st.lists(st.text("ab.", min_size=1, max_size=4), min_size=1, max_size=8)


@given(words, cores)
def test_no_form_inside_a_word_is_missed(word, listed):
    """Each that the word holds, once, in the order of the listing; a dot is a letter like any other."""
    entries = [(core, Entry((f"*{core}*",), Term("role", core), 0, at)) for at, core in enumerate(listed)]
    assert list(Inside(entries).held_by(word)) == [entry for core, entry in entries if core in word]
