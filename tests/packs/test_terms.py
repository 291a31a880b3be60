"""A token is looked up by the letters of the forms; trying every form finds the same."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worker.packs.actors import load_actors
from worker.packs.forms import Term, fits
from worker.packs.inflections import Inflections
from worker.packs.load import load_pack
from worker.packs.naming import naming_of
from worker.packs.terms import TermTable

SAMPLE = 40  # tokens tried with every form of a language

words = st.text("abA", min_size=1, max_size=5)
patterns = st.tuples(st.sampled_from(["", "*"]), words, st.sampled_from(["", "*"])).map("".join)
changes = st.dictionaries(
    st.sampled_from(["", "a", "ba"]),
    st.lists(st.sampled_from(["a", "b", "ab", "bab"]), min_size=1, unique=True),
)


def plainly(table, token):
    """Return what a token is or is a form of, every entry and every form of it tried."""
    found = []
    for listed in [table] if table.shared is None else [table, table.shared]:
        by_first = (*listed.exact.values(), *listed.stems.values(), [entry for _, entry in listed.inner])
        for entry in (entry for entries in by_first for entry in entries):
            forms = [entry.words[0]] if fits(entry.words[0], token) else []
            if entry.declines:
                forms += [form for form in table.inflections.forms(entry.words[0]) if fits(form, token)]
            found += [(entry.term, form) for form in forms]
    return sorted(found)


def looked_up(table, token):
    return sorted((entry.term, entry.words[0]) for entry in table._find(token))


@given(st.lists(patterns, max_size=6), st.lists(words, max_size=4), changes, words)
def test_any_token_is_looked_up_as_trying_each_form_finds_it(own, common, inflect, token):
    """Stars at either end, endings that replace each other, the language's forms and those of all."""
    shared = TermTable()
    for form in common:
        shared.add(form, Term("person", form), declines=True)
    table = TermTable(
        inflections=Inflections({ending: tuple(others) for ending, others in inflect.items()}), shared=shared
    )
    for form in own:
        table.add(form, Term("country", form), declines=True)
    table.seal()
    assert looked_up(table, token) == plainly(table, token)


@pytest.mark.parametrize("code", ["ar", "de", "en", "fi", "ko", "pl", "ru", "sv"])
def test_a_packs_words_are_looked_up_as_trying_each_form_finds_them(code):
    """Words of its names as listed, in capitals or another form, with another last letter, inside a word."""
    naming = naming_of(load_pack(code), load_actors())
    table, dice = naming.terms, random.Random(code)
    listed = [entry for entries in (*table.exact.values(), *table.stems.values()) for entry in entries]
    for entry in dice.sample(listed, SAMPLE // 4):
        word = entry.words[0].strip("*")
        inflected = dice.choice([*naming.inflections.forms(word), word.upper()])
        for token in (word, inflected, word[:-1] + dice.choice("aens"), f"probe{word.lower()}"):
            assert looked_up(table, token) == plainly(table, token), token
