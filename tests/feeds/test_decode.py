"""Bytes become the characters their author wrote, whatever header and prologue claim."""

from __future__ import annotations

from encodings.aliases import aliases

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worker.feeds.decode import charset, decoded

PROLOGUE = '<?xml version="1.0" encoding="{}"?>'
GERMAN = "<rss>Größe – „Übergabe“</rss>"


@pytest.mark.parametrize(
    ("codec", "declared", "header"),
    [
        ("utf-8", "utf-8", None),
        ("utf-8", "iso-8859-1", None),
        ("utf-8", "nonsense", "text/xml; charset=nonsense"),
        ("utf-8", "utf-8", "text/xml; charset=iso-8859-1"),
        ("utf-8-sig", "windows-1252", None),
        ("utf-16", "utf-16", None),
        ("utf-16-le", "utf-8", None),
        ("utf-16-be", "utf-8", None),
        ("utf-32", "utf-32", None),
        ("cp1252", "iso-8859-1", None),
        ("cp1252", "windows-1252", None),
        ("cp1252", "utf-8", None),
        ("cp1252", "utf-8", 'text/xml; charset="windows-1252"'),
        ("cp1252", "punycode", None),
        ("cp1252", "undefined", None),
        ("cp1252", "utf-7", None),
        ("cp1252", "base64", None),
        ("utf-8", "unicode_escape", None),
    ],
)
def test_text_survives_wrong_declarations(codec, declared, header):
    body = (PROLOGUE.format(declared) + GERMAN).encode(codec)
    assert decoded(body, header).endswith(GERMAN)


@pytest.mark.parametrize(
    ("codec", "text"),
    [
        ("windows-1251", "<rss>Министр осудил</rss>"),
        ("koi8-r", "<rss>Министр осудил</rss>"),
        ("iso-8859-2", "<rss>Żądanie ministra</rss>"),
        ("shift_jis", "<rss>外務省報道官</rss>"),
        ("euc-jp", "<rss>外務省報道官</rss>"),
        ("iso-2022-jp", "<rss>外務省報道官</rss>"),
        ("gb2312", "<rss>外交部发言人</rss>"),
        ("gbk", "<rss>联通</rss>"),
        ("big5", "<rss>外交部發言人</rss>"),
        ("euc-kr", "<rss>외무성 대변인</rss>"),
        ("windows-1256", "<rss>وزير الخارجية</rss>"),
    ],
)
def test_declared_charset_is_read(codec, text):
    body = PROLOGUE.format(codec).encode() + text.encode(codec)
    assert decoded(body).endswith(text)


def test_damaged_utf8_stays_utf8():
    """One broken byte must not turn every umlaut of a feed into two characters."""
    body = b"\xff".join([("ä" * 30).encode()] * 2)
    assert decoded(body) == "ä" * 30 + "\ufffd" + "ä" * 30


def test_body_cut_within_a_character_stays_utf8():
    assert decoded("größ".encode()[:-1]) == "grö"


@pytest.mark.parametrize(
    "name", ["punycode", "idna", "undefined", "utf-7", "unicode_escape", "rot13", "zip", "x\0", "ü" * 99]
)
def test_what_is_no_charset_is_refused(name):
    assert charset(name) is None


@given(
    st.binary(max_size=200),
    st.sampled_from([None, "text/xml; charset=utf-16", "x; charset=hz", "charset=iso2022_jp"]),
)
def test_any_bytes_become_text(body, header):
    assert isinstance(decoded(body, header), str)


@pytest.mark.parametrize("name", sorted({*aliases, *aliases.values()}))
def test_no_codec_of_python_raises(name):
    """Header and prologue may name any of them."""
    for body in (b"<rss>\xff\xfe\x80\x1b$B\x81</rss>", b"~{\x80", b"\x1b", b"-+AAA", b"\\x\\u"):
        assert isinstance(decoded(body, f"text/xml; charset={name}"), str)
