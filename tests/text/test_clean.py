"""Characters made storable: nothing a database refuses, nothing that breaks matching."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worker.text.clean import clean_text, plain_text

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()))


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("", ""),
        ("a\x00b", "ab"),
        ("a\x07\x1b\x7f\x85b", "ab"),
        ("tab\tand\nline", "tab\tand\nline"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("Ver\u00adhand\u00adlung", "Verhandlung"),
        ("\ufeffheadline", "headline"),
        ("mid\ufeffdle", "middle"),
        ("lone \ud800 half", "lone  half"),
        ("pair \ud83d\ude00", "pair 😀"),
        ("\udc00\ud800", ""),
        ("non\ufffe\uffff\ufdd0character", "noncharacter"),
        ("cafe\u0301", "café"),
        ("ﬁve ² Ⅷ", "ﬁve ² Ⅷ"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("non\u00a0breaking", "non\u00a0breaking"),
        ("replacement \ufffd stays", "replacement \ufffd stays"),
        ("Z" + 40 * "\u0335" + "o", "Z" + 30 * "\u0335" + "o"),
        (40 * "😀" + "😀" + 40 * "\U0001d165" + 40 * "😀", 41 * "😀" + 30 * "\U0001d165" + 40 * "😀"),
    ],
)
def test_text_is_cleaned(raw, clean):
    assert clean_text(raw) == clean


@given(ANY_TEXT)
def test_clean_text_is_storable_and_stays_as_it_is(raw):
    """No NUL, no surrogate, NFC, and a second run changes nothing."""
    clean = clean_text(raw)
    assert "\0" not in clean
    clean.encode("utf-8")
    assert unicodedata.is_normalized("NFC", clean)
    assert clean_text(clean) == clean


@pytest.mark.parametrize(
    ("markup", "plain"),
    [
        ("", ""),
        ("Plain words", "Plain words"),
        ("  several\n\t spaces  ", "several spaces"),
        ("<b>Bold</b> move", "Bold move"),
        ("un<i>believ</i>able", "unbelievable"),
        ("<p>One.</p><p>Two.</p>", "One. Two."),
        ("One<br/>two", "One two"),
        ("AT&amp;T &quot;quoted&quot;", 'AT&T "quoted"'),
        ("&#8222;Nein&#8220;", "„Nein“"),
        ("&nbsp;gap&nbsp;", "gap"),
        ("5 < 6 and 7 > 2", "5 < 6 and 7 > 2"),
        ("a <3 b", "a <3 b"),
        ("before<!-- a <b>note</b> -->after", "before after"),
        ("text<script>if (a < b) { run() }</script>end", "text end"),
        ("text<STYLE>p { }</STYLE >end", "text end"),
        ("never <script> ends", "never ends"),
        ("never <!-- ends", "never <!-- ends"),
        ("&#0;&#xD800;&#x110000;&#99999999999999999999;x", "\ufffd\ufffd\ufffdx"),
        ("&" + "#" + "9" * 6000 + ";x", "x"),
        ("Fish &amp;amp; chips", "Fish &amp; chips"),
        ("<a href='x>y'>z</a>", "y'>z"),
    ],
)
def test_markup_becomes_one_plain_line(markup, plain):
    assert plain_text(markup) == plain


@given(ANY_TEXT)
def test_plain_text_is_one_line_for_any_input(markup):
    plain = plain_text(markup)
    assert plain == " ".join(plain.split())
    assert clean_text(plain) == plain


@pytest.mark.parametrize(
    "unit",
    [
        "<",
        "<a ",
        "<!--",
        "<script>",
        "&",
        "&#",
        "&#x1",
        "a\u0301\u0327",
        "\u0301\u0327",
        "😀\U0001d165",
        "\ud800",
        "<a href='",
    ],
)
def test_work_grows_with_length_alone(unit):
    """A quarter of a megabyte of any trap takes a moment; quadratic work would take minutes."""
    started = time.process_time()
    plain_text(unit * (250_000 // len(unit)))
    assert time.process_time() - started < 2
