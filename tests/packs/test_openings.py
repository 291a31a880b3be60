"""Forms of several words are told by how their second word begins; trying every form finds the same."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worker.packs.actors import load_actors
from worker.packs.forms import Match, Term
from worker.packs.load import known_codes, load_pack
from worker.packs.naming import naming_of
from worker.packs.spelling import Spelling
from worker.packs.terms import TermTable

SAMPLE = 300  # forms of several words tried in each language

words = st.text("abAB", min_size=1, max_size=3)
patterns = st.tuples(st.sampled_from(["", "*"]), words, st.sampled_from(["", "*"])).map("".join)
forms = st.lists(patterns, min_size=1, max_size=3).map(" ".join)
kinds = st.sampled_from(["role", "country"])


def plainly(table, tokens):
    """Return the best match of each kind at the first token, every form of it tried."""
    found = {}
    for entry in table.starting_with(tokens[0]):
        last = len(entry.words) - 1
        if last < len(tokens) and all(
            table._takes(word, tokens[at], last=at == last) for at, word in enumerate(entry.words) if at
        ):
            found.setdefault(entry.term.kind, Match(len(entry.words), entry.term))
    return list(found.values())


def agrees(table, tokens):
    """Tell whether both ways of asking give what trying every form does."""
    wanted = plainly(table, tokens)
    longest = table.longest(tokens, 0)
    terms = tuple(match.term for match in wanted if match.length == wanted[0].length)
    assert table.matches(tokens, 0) == wanted
    return (longest and tuple(longest)) == ((wanted[0].length, terms) if wanted else None)


@given(
    st.lists(st.tuples(forms, kinds), max_size=8),
    st.lists(words, min_size=1, max_size=4),
    st.sampled_from(["", "b", "ab"]),
)
def test_any_forms_are_found_as_trying_each_finds_them(listed, tokens, article):
    """Stars at either end, an article written on, an ending, a letter that is not read."""
    table = TermTable(endings=("b",), spelling=Spelling(folds={ord("B"): ""}, article=article))
    for form, kind in listed:
        table.add(form, Term(kind, form))
    table.seal()
    assert agrees(table, tokens)


@pytest.mark.parametrize("code", known_codes())
def test_the_forms_of_a_pack_are_found_as_trying_each_finds_them(code):
    """As they are listed, with another's second word, in capitals, with endings and articles written on."""
    table = naming_of(load_pack(code), load_actors()).terms
    dice = random.Random(code)
    tables = [table, table.shared]
    listed = [entry for part in tables for entries in part.exact.values() for entry in entries]
    several = [[word.strip("*") for word in entry.words] for entry in listed if len(entry.words) > 1]
    for tokens in dice.sample(several, min(SAMPLE, len(several))):
        other = dice.choice(several)
        ending = dice.choice((*table.endings, "", "s"))
        assert agrees(table, tokens)
        assert agrees(table, [tokens[0], *other[1:]])
        assert agrees(table, [word.upper() for word in tokens])
        assert agrees(table, [tokens[0], *[table.spelling.article + word for word in tokens[1:]]])
        assert agrees(table, [*tokens[:-1], tokens[-1] + ending, *other])
        assert agrees(table, tokens[:-1])
