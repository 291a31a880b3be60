"""Feeds declared by a page: real ones, absolute, each once, and nothing that only looks like one."""

from __future__ import annotations

import time

import pytest
from worker.feeds.discover import declared_feeds

URL = "https://news.example/world/index.html"


@pytest.mark.parametrize(
    ("html", "feeds"),
    [
        (b'<link rel="alternate" type="application/rss+xml" href="/rss">', ("https://news.example/rss",)),
        (b"<LINK REL='Alternate' TYPE='application/atom+xml' HREF='atom.xml'/>", ("https://news.example/world/atom.xml",)),
        (b"<link rel=alternate type=application/rss+xml href=/rss>", ("https://news.example/rss",)),
        (b'<link type="application/rss+xml;charset=utf-8" rel="alternate home" href="/a?x=1&amp;y=2">',
         ("https://news.example/a?x=1&y=2",)),
        (b'<link rel="alternate" type="application/feed+json" href="https://feeds.example/f.json">',
         ("https://feeds.example/f.json",)),
        (b'<base href="https://cdn.example/x/"><link rel="alternate" type="text/xml" href="rss">',
         ("https://cdn.example/x/rss",)),
        (b"".join(b'<link rel="alternate" type="application/rss+xml" href="/%c">' % name for name in b"bab"),
         ("https://news.example/b", "https://news.example/a")),
        (b'<link rel="alternate" hreflang="fr" href="/fr">', ()),
        (b'<link rel="stylesheet" type="application/rss+xml" href="/x">', ()),
        (b'<link rel="alternate" type="application/json" href="/wp-json/wp/v2/pages/2">', ()),
        (b'<link rel="alternate" type="text/xml+oembed" href="/oembed">', ()),
        (b'<link rel="alternate" type="application/rss+xml" href="javascript:x">', ()),
        (b'<link rel="alternate" type="application/rss+xml">', ()),
        (b"", ()),
        (b"\xff\xfe\x00<link", ()),
    ],
)  # fmt: skip
def test_declared_feeds(html, feeds):
    assert declared_feeds(html, URL) == feeds


@pytest.mark.parametrize(
    "unit", [b"<link ", b"<link " + b"a" * 1900 + b">", b"<link a='", b"<link " + b"a=" * 900 + b">"]
)
def test_work_grows_with_length_alone(unit):
    started = time.process_time()
    declared_feeds(unit * (256 * 1024 // len(unit)), URL)
    assert time.process_time() - started < 2
