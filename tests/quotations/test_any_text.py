"""Texts that nobody would write: every pack survives them, and every span lies inside the text."""

from __future__ import annotations

import random

import pytest
from worker.packs.load import known_codes, load_pack
from worker.quotations.detect import find_quotations

SIGNS = (
    "–",
    "-",
    "”",
    '"',
    "„",
    "«",
    "»",
    "?",
    "!",
    ".",
    "…",
    ",",
    ":",
    ";",
    "(",
    ")",
    "\n",
    "\n–",
    "9",
    "X",
)
TEXTS, LONGEST = 150, 30


def texts(pack):
    """Cues, words of the closed classes and signs in any order; short ones are headings."""
    dice = random.Random(pack.code)
    words = [*pack.lexicon.words, *pack.lexicon.cues, *pack.lexicon.stems]
    joint = " " if pack.script.spaces else ""
    for _ in range(TEXTS):
        length = dice.randint(0, LONGEST)
        yield joint.join(
            dice.choice(SIGNS) if dice.random() < 0.4 else dice.choice(words) for _ in range(length)
        )


@pytest.mark.parametrize("code", known_codes())
def test_any_text_is_read_without_an_error(code):
    """Spans are never empty and never outside, whatever order the words come in."""
    pack = load_pack(code)
    for text in texts(pack):
        for quotation in find_quotations(text, pack):
            for start, end in (*quotation.spans, *quotation.cue, *quotation.speaker):
                assert 0 <= start < end <= len(text), text
