"""A text is cut once, and a part of it is what cutting that part alone would have given."""

from hypothesis import given
from hypothesis import strategies as st
from worker.packs.load import load_pack
from worker.text.tokens import tokens_of

LANGUAGES = ("en", "de", "fr", "sv", "he", "vi", "zh", "ja")
letters = st.sampled_from(" \n.,:-'’\"“”«_0129aAbéßו״קхл中国가ア・̂")


def test_tokens_carry_their_places():
    """What stands between two offsets of a token is the token as written."""
    tokens = tokens_of("At 10:05 she said: “Well-known”.", load_pack("en").tokens)
    assert tokens.written == ["At", "10:05", "she", "said", ":", "“", "Well-known", "”", "."]
    assert [tokens.text[a:b] for a, b in zip(tokens.starts, tokens.ends, strict=True)] == tokens.written


@given(st.text(letters, max_size=60), st.integers(0, 60), st.integers(0, 60), st.sampled_from(LANGUAGES))
def test_a_span_is_cut_as_if_the_text_ended_with_it(text, start, end, lang):
    """Marks inside words and words that look ahead included."""
    start, end = sorted((min(start, len(text)), min(end, len(text))))
    pattern = load_pack(lang).tokens
    part, alone = tokens_of(text, pattern).between(start, end), tokens_of(text[:end], pattern, start)
    assert (part.written, part.starts, part.ends) == (alone.written, alone.starts, alone.ends)
