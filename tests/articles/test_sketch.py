"""Near copies share a band and most minima; other texts share neither."""

import random

from worker.articles.sketch import BANDS, NEAR, similarity, sketch

WORDS = [f"word{number}" for number in range(400)]


def text(seed, count=300):
    dice = random.Random(seed)
    return " ".join(dice.choice(WORDS) for _ in range(count))


def share_a_band(one, other):
    return bool(set(one.bands) & set(other.bands))


def test_an_edited_copy_is_near_and_found():
    """A wire text with a paragraph cut, another added, and words changed."""
    original = text(1)
    words = original.split()
    edited = " ".join(words[:260]) + " and so the outlet closed with words of its own in the end"
    one, other = sketch(original), sketch(edited.replace("word7", "word8"))
    assert share_a_band(one, other)
    assert similarity(one.minima, other.minima) >= NEAR


def test_other_texts_are_far():
    """Of 200 texts of the same words none is taken for a copy, and next to none shares a band."""
    one = sketch(text(0))
    others = [sketch(text(seed)) for seed in range(1, 201)]
    assert max(similarity(one.minima, other.minima) for other in others) < 0.2
    assert sum(share_a_band(one, other) for other in others) == 0


def test_case_and_punctuation_do_not_matter_and_the_same_text_gives_the_same_sketch():
    one = sketch(text(3))
    assert one == sketch(text(3).upper().replace(" ", ", "))
    assert len(one.bands) == BANDS


def test_scripts_without_spaces_have_sketches():
    dice = random.Random(5)
    signs = "".join(chr(dice.randrange(0x4E00, 0x4F00)) for _ in range(400))
    assert similarity(sketch(signs).minima, sketch(signs[:380] + signs[20:40]).minima) >= NEAR


def test_a_short_text_has_none():
    assert sketch("The minister said no.") is None
    assert sketch("") is None
