"""Work grows with the text alone: counted in steps of the interpreter, not in seconds."""

from __future__ import annotations

import sys

import pytest
from worker.shapes import Article
from worker.steps.recognise import recognise

TEXTS = {
    "quotation marks": "He said “no”, and “yes” he said. ",
    "one endless sentence": "Minister John Sample said that Mary Example told Peter Other that ",
    "ordinary paragraphs": (
        "Norwegian Foreign Minister Ada Lind said on Friday that the talks would go on.\n"
        "“We have time,” she told reporters. Her ministry rejected the accusation.\n"
    ),
}


def calls_of(text, lang):
    """Count the calls that reading a text takes: the same on every machine."""
    count = 0

    def note(_frame, event, _argument):
        nonlocal count
        count += event == "call"

    sys.setprofile(note)
    try:
        recognise(Article(text, lang))
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("lang", ["en", "ru"])
def test_four_times_the_text_is_at_most_five_times_the_work(name, lang):
    """Russian inflects names: each is compared with its base forms, not with every other name."""
    small, large = TEXTS[name] * 150, TEXTS[name] * 600
    recognise(Article(small, lang))
    assert calls_of(large, lang) < 5 * calls_of(small, lang)
