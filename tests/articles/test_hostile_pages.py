"""Whatever bytes a server sends, the end is a storable article or an outcome word, and soon."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pages import PARAGRAPHS, article_html, page
from worker.articles.extract import extract_article
from worker.errors import GiveUp

OUTCOMES = {
    "article",
    "bot-challenge",
    "consent-page",
    "listing-page",
    "not-an-article",
    "not-html",
    "paywall",
    "soft-404",
    "too-large",
    "too-short",
    "video-only",
}
LINKED = '<script type="application/ld+json">{}</script>'
FRAGMENTS = (
    "<p>",
    "</p>",
    "<div class='date'>",
    "</div>",
    "<h1>",
    "</h1>",
    "<h2><a href='/x'>",
    "</a></h2>",
    "<time datetime='2024-03-05T25:61'>",
    '<time datetime="0000-00-00">',
    "<meta property='article:published_time' content='9999-12-31T23:59:59-23:59'>",
    "<meta name=date content='31.2.2024 5 März 03/04/2024'>",
    "<meta property=og:title content='\"a | b'>",
    "<meta charset=utf-16>",
    "<title>|</title>",
    "<span itemprop=headline>",
    "<span itemprop=datePublished content='١٢٣٤-٥-٦'>",
    "<link rel=canonical href='http://[::1'>",
    "<link rel=canonical href='//\udcff/'>",
    "<table><tr><td colspan=9999999>",
    "<!--",
    "-->",
    "<![CDATA[",
    "<svg><title>",
    "<frameset>",
    "<body lang='xx-ÿ'>",
    "&#x110000;&#xD800;&#0;&nosuch;",
    "\x00\x1b\ufffe",
    "5. März 2024",
    "²³⁴⁵-½-1",
    "“Never,” the minister said.",
    LINKED.format(
        '{"@type": ["NewsArticle", {}], "headline": {"a": []}, "datePublished": 5, "author": [[[]]]}'
    ),
    LINKED.format('{"@graph": {"@graph": [1, null, "x"]}, "hasPart": "x", "isAccessibleForFree": []}'),
    LINKED.format("[" * 2_000),
    LINKED.format('{"@type": "Article", "headline": "\\ud800"}'),
)


def ending(body, **more):
    try:
        article = extract_article(page(body, **more))
    except GiveUp as refused:
        return refused.outcome
    for line in (article.text, article.title, article.author, article.canonical_url):
        (line or "").encode()  # no half characters: no database would take them
        assert "\x00" not in (line or "")
    return "article"


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=12), st.integers(0, 4))
def test_markup_out_of_joint_ends(fragments, place):
    """Fragments anywhere in a page, in the head as well."""
    noise = "".join(fragments)
    body = article_html([*PARAGRAPHS[:place], noise, *PARAGRAPHS[place:]], head=noise if place % 2 else "")
    assert ending(body.encode("utf-8", "surrogatepass")) in OUTCOMES


@settings(max_examples=40, deadline=None)
@given(
    st.binary(max_size=60),
    st.integers(0, 900),
    st.sampled_from(["", "utf-8", "utf-16", "punycode", "x\udcff"]),
)
def test_bytes_out_of_joint_end(noise, place, charset):
    """Any bytes in the middle of a page, under any label."""
    raw = article_html().encode()
    labelled = [("content-type", f"text/html; charset={charset}")]
    assert ending(raw[:place] + noise + raw[place:], headers=labelled) in OUTCOMES


HOSTILE = {
    "dates": article_html(around='<time datetime="2024-03-05">5 March 2024</time>' * 3_000),
    "headings": article_html(around="<h1>Talks on the strait continue next week</h1>" * 3_000),
    "separators": article_html().replace("| The North Courier", "| a " * 200_000),
    "marked headlines": article_html(around='<b itemprop="headline">Talks go on</b>' * 4_000),
    "teasers": article_html(around='<h3><a href="/a">Minister number 5 travels again</a></h3>' * 4_000),
    "nested teasers": article_html(
        around="<div>" * 90 + '<h3><a href="/a">Minister travels</a></h3>' * 3_000
    ),
    "metas": article_html(head='<meta name="date" content="2024-13-45">' * 3_000),
    "figures": article_html(["1 1 1 1 2024 " * 9_000, *PARAGRAPHS]),
    "an attribute": article_html(around=f'<div title="{"x" * 7_000_000}">x</div>'),
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_costly_pages_end_in_time(body):
    """What headline, date and gates look at is bounded."""
    started = time.process_time()
    assert ending(body) in OUTCOMES
    assert time.process_time() - started < 4
