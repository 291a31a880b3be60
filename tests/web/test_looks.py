"""What a body looks like: bytes first, the declared type where they say nothing."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worker.web.sniff import looks_like

NOISE = bytes(range(256)) * 4


@pytest.mark.parametrize(
    ("body", "declared", "look"),
    [
        (b"", "text/html", "empty"),
        (b"\xef\xbb\xbf \r\n\0", None, "empty"),
        (b"<!DOCTYPE html><html><p>Hi", None, "html"),
        (b"  \n<!-- note --><HTML lang=en>", "application/rss+xml", "html"),
        (b"<p>No head at all</p>", "text/plain", "html"),
        (b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "x"><html>', None, "html"),
        ("\ufeff<html><p>ü".encode("utf-16-le"), None, "html"),
        ("<html><p>ü".encode("utf-16-be"), None, "html"),
        (b'<?xml version="1.0"?><rss version="2.0">', "text/html", "feed"),
        (b'<feed xmlns="http://www.w3.org/2005/Atom">', None, "feed"),
        (b"<rdf:RDF xmlns='x'>", None, "feed"),
        (b"<atom:feed xmlns:atom='x'>", None, "feed"),
        (b"<!-- <p>licence</p> --><rss>", None, "feed"),
        (b"<!-- <rss> --><html>", None, "html"),
        (b"<!-- never closed <html>", None, "text"),
        (b"<urlset><url>", None, "feed"),
        (b"<rss><item><description>&lt;p&gt;<p>raw</p>", None, "feed"),
        (b"<html><pre><rss></pre>", None, "html"),
        (b' {"version": "https://jsonfeed.org/version/1.1"}', None, "json"),
        (b"[1, 2]", "text/html", "json"),
        (b"%PDF-1.7\n", "text/html", "pdf"),
        (b"\x89PNG\r\n\x1a\n", None, "image"),
        (b"\xff\xd8\xff\xe0", None, "image"),
        (b"RIFF\0\0\0\0WEBPVP8", None, "image"),
        (b"RIFF\0\0\0\0AVI LIST", None, "video"),
        (b"\0\0\0\x20ftypavif", None, "image"),
        (b"\0\0\0\x20ftypisom", None, "video"),
        (b"BM\0\0\0\0\0\0\0\0", None, "image"),
        (b"BMW recalls a thousand cars", None, "text"),
        (gzip.compress(b"<html>"), "text/html", "archive"),
        (b"PK\x03\x04", "text/html", "archive"),
        (NOISE, "text/html", "binary"),
        (NOISE, "video/mp4", "video"),
        (NOISE, None, "binary"),
        (b"Just words.", None, "text"),
        (b"Just words.", "text/html; charset=utf-8", "html"),
        ("Слова без разметки".encode("cp1251"), "text/plain", "text"),
        ("見出しだけ".encode("shift_jis"), None, "text"),
        ("見出しだけ".encode("iso-2022-jp"), None, "text"),
    ],
)
def test_bytes_come_before_the_declared_type(body, declared, look):
    assert looks_like(body, declared) == look


@given(st.binary(max_size=200), st.none() | st.text(max_size=20))
def test_no_body_breaks_the_look(body, declared):
    assert looks_like(body, declared)
