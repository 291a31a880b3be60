"""Bytes become markup with the right letters, and what is no HTML is named."""

import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages import article_html, page
from worker.articles.decode import MAX_PAGE_BYTES, decode_page
from worker.errors import GiveUp

RUSSIAN = "Министр иностранных дел заявил в понедельник, что переговоры продолжатся на следующей неделе."


def html(text, meta=""):
    return f"<html><head>{meta}</head><body><p>{text}</p></body></html>"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (html(RUSSIAN).encode(), "text/html"),
        (b"\xef\xbb\xbf" + html(RUSSIAN).encode(), "text/html; charset=windows-1251"),
        (b"\xff\xfe" + html(RUSSIAN).encode("utf-16-le"), "text/html"),
        (html(RUSSIAN).encode("cp1251"), "text/html; charset=windows-1251"),
        (html(RUSSIAN, '<meta charset="windows-1251">').encode("cp1251"), "text/html"),
        (html(RUSSIAN, '<meta http-equiv="x" content="text/html; charset=koi8-r">').encode("koi8-r"), ""),
        (html(RUSSIAN, '<meta charset="utf-16">').encode(), ""),
        (html(RUSSIAN).encode(), "text/html; charset=iso-8859-1"),
        (html(RUSSIAN, '<meta charset="utf-8">').encode("cp1251"), "text/html; charset=utf-8"),
        (html(RUSSIAN).encode("cp1251"), "text/html"),
        (html(RUSSIAN).encode("cp1251"), "text/html; charset=punycode"),
    ],
)
def test_the_charset_is_found(body, content_type):
    """Order mark, valid UTF-8, header, meta, guess: the letters come out right, whoever lies."""
    assert RUSSIAN in decode_page(page(body, headers=[("content-type", content_type)]))


def test_one_bad_byte_does_not_change_the_charset():
    """A page of UTF-8 with one broken character stays UTF-8."""
    body = html(RUSSIAN * 5).encode() + b"\xff"
    assert RUSSIAN in decode_page(page(body))


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        (b"", "too-short"),
        (b"  \n", "too-short"),
        (b"%PDF-1.7 binary", "not-html"),
        (gzip.compress(b"<html>" * 10), "not-html"),
        (json.dumps({"html": "<p>no</p>"}).encode(), "not-html"),
        (b"<?xml version='1.0'?><rss><channel><title>t</title></channel></rss>", "not-html"),
        (b"plain words without any element", "not-html"),
        (bytes(range(256)) * 40, "not-html"),
        (b"<html>" + b"x" * MAX_PAGE_BYTES, "too-large"),
    ],
    ids=["empty", "blank", "pdf", "gzip", "json", "rss", "plain", "binary", "huge"],
)
def test_what_is_no_page_is_named(body, outcome):
    """Each kind of wrong body has its outcome word; nothing is inflated."""
    with pytest.raises(GiveUp) as refused:
        decode_page(page(body))
    assert refused.value.outcome == outcome


def test_a_mislabelled_page_is_still_read():
    """The content type counts less than a body that opens like a page."""
    assert "Lindqvist" in decode_page(page(article_html(), headers=[("content-type", "application/json")]))
    with pytest.raises(GiveUp):
        decode_page(page("words <p>words</p>", headers=[("content-type", "image/png")]))


@given(st.binary(max_size=300), st.text(max_size=30))
def test_any_bytes_end_in_markup_or_a_word(body, content_type):
    """Whatever comes, the answer is text that lxml takes, or an outcome."""
    try:
        markup = decode_page(page(b"<html>" + body, headers=[("content-type", content_type)]))
    except GiveUp:
        return
    assert "\x00" not in markup
    markup.encode()
