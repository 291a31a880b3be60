"""Of many stems or endings a word is compared with those that share its letters."""

from hypothesis import given
from hypothesis import strategies as st
from worker.packs.affixes import Affixes

words = st.text("abc", max_size=6)
forms = st.lists(st.text("abc", min_size=1, max_size=4), max_size=8)


@given(words, forms)
def test_no_stem_of_a_word_is_missed(word, stems):
    """All stems that a word begins with are among the lengths, the longest first, and each once."""
    lengths = Affixes(stems).lengths(word)
    assert list(lengths) == sorted(set(lengths), reverse=True)
    assert {len(stem) for stem in stems if word.startswith(stem)} <= set(lengths)


@given(words, forms)
def test_no_ending_of_a_word_is_missed(word, endings):
    """The same from behind."""
    lengths = Affixes(endings, endings=True).lengths(word)
    assert {len(ending) for ending in endings if word.endswith(ending)} <= set(lengths)
