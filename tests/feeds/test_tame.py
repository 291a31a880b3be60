"""One pass makes any XML harmless: bounded, references valid, whole entries only, and good XML as it was."""

from __future__ import annotations

import time
from xml.parsers import expat

import pytest
from documents import atom, item, page, rss
from hypothesis import given
from hypothesis import strategies as st
from worker.errors import GiveUp
from worker.feeds.parse import parse_feed
from worker.feeds.references import harmless_references
from worker.feeds.tame import Bounds, tame

WIDE = Bounds(2000)


def well_formed(text: str) -> bool:
    try:
        expat.ParserCreate("utf-8").Parse(text.encode(), True)  # noqa: FBT003
    except expat.ExpatError:
        return False
    return True


@pytest.mark.parametrize(
    "text",
    [
        "<rss><channel><item><title>A &amp; B</title></item></channel></rss>",
        "<feed xmlns='x' xml:lang=\"de\"><entry/></feed>",
        "<a><![CDATA[ 1 < 2 & 3 ]]]></a>",
        "<a b='1 > 0'>x</a>",
        "<ä:ö>x</ä:ö>",
        "<a>&#8222;&#x201C;</a>",
    ],
)
def test_good_xml_stays_as_it_is(text):
    assert tame(text, WIDE).text == text


@pytest.mark.parametrize(
    ("text", "tamed"),
    [
        ("<a>x<!-- y --></a>", "<a>x</a>"),
        ("<?xml version='1.0'?><a><?php x ?>y</a>", "<a>y</a>"),
        ("<!DOCTYPE rss><a>x</a>", "<a>x</a>"),
        ('<!DOCTYPE a [<!ENTITY q "&#171;">]><a>&q;x&r;</a>', "<a>&#171;x&amp;r;</a>"),
        ('<!DOCTYPE a [<!ENTITY q SYSTEM "file:///etc/passwd">]><a>&q;</a>', "<a>&amp;q;</a>"),
        ('<!DOCTYPE a [<!ENTITY x "xx"><!ENTITY y "&x;&x;">]><a>&y;</a>', "<a>&amp;y;</a>"),
        ("<a>R&D 5 < 6 &eacute;&nbsp;&unknown;</a>", "<a>R&amp;D 5 &lt; 6 é\u00a0&amp;unknown;</a>"),
        ("<a b='x?y=1&z=2'/>", "<a b='x?y=1&amp;z=2'/>"),
        ("<a>x&#0;&#xD800;&#x110000;&#xFFFE;y</a>", "<a>xy</a>"),
        ("<a>x\x00\x0b\ud800y</a>", "<a>xy</a>"),
        ("<a><b>x", "<a><b>x</b></a>"),
        ("<a><![CDATA[x", "<a><![CDATA[x]]></a>"),
        ("<a>x<!-- y", "<a>x</a>"),
        ("<a>x<b", "<a>x&lt;b</a>"),
        (
            "<item><category>x</category><title>y</title></item>",
            "<item><category></category><title>y</title></item>",
        ),
    ],
)
def test_what_is_nearly_xml_becomes_xml(text, tamed):
    assert tame(text, WIDE).text == tamed
    assert well_formed(tamed)


@pytest.mark.parametrize(
    ("run", "harmless"),
    [
        ("&amp;&lt;&gt;&quot;&apos;", "&amp;&lt;&gt;&quot;&apos;"),
        ("&#65;&#x41;&#X41;", "&#65;&#x41;&#X41;"),
        ("&#9999999999;", "&amp;#9999999999;"),
        ("&LT;&AMP;", "&lt;&amp;"),
        ("&", "&amp;"),
        ("&;&#;&#x;", "&amp;;&amp;#;&amp;#x;"),
        ("&hellip;&Auml;", "…Ä"),
    ],
)
def test_references_are_made_harmless(run, harmless):
    assert harmless_references(run, {}) == harmless


def test_entries_past_the_cap_are_cut_out_whole():
    """What follows the last entry stays, so the document is still well-formed."""
    items = "".join(f"<item><title>{n}</title></item>" for n in range(10))
    tamed = tame(f"<rss><channel>{items}<ttl>5</ttl></channel></rss>", Bounds(3))
    assert tamed.text.count("<item>") == 3
    assert tamed.dropped == 7
    assert "<ttl>5</ttl></channel></rss>" in tamed.text


def test_no_half_entry_at_the_character_bound():
    """Half an entry would come back under another key."""
    items = "".join(f"<item><title>{n}</title><guid>g{n}</guid></item>" for n in range(100))
    tamed = tame(f"<rss><channel>{items}</channel></rss>", Bounds(2000, chars=1000))
    assert well_formed(tamed.text)
    assert tamed.text.count("<item>") == tamed.text.count("</guid></item>") == 100 - tamed.dropped


def test_an_entry_larger_than_the_bound_keeps_its_start():
    tamed = tame("<feed><entry><id>x</id><content><p>" + "<b>y</b>" * 5000, Bounds(2000, tags=1000))
    assert well_formed(tamed.text)
    assert "<id>x</id>" in tamed.text


def test_unclosed_name_does_not_swallow_the_next_entry():
    body = rss("<item><author>A<title>One</title></item><item><title>" + "Two " * 200 + "</title></item>")
    assert parse_feed(page(body)).entries[1].title.startswith("Two Two")


def test_empty_elements_share_the_room_of_a_name():
    body = f"<item><author>{'a<br/>' * 500}</author><title>{'t' * 400}</title></item>"
    tamed = tame(body, WIDE).text
    assert tamed.count("a<") <= 300
    assert "t" * 400 in tamed


def test_large_broken_feed_is_cut_to_what_the_slow_parser_can_bear():
    """And its first entries, the newest, are still read."""
    items = "".join(
        f"<item><title>{n}</title><description>{'word ' * 200}</description></item>" for n in range(1200)
    )
    document = parse_feed(page(rss(items + "</nonsense>")))
    assert 500 < len(document.entries) < 1200
    assert len(document.entries) + document.dropped == 1200
    assert document.entries[0].title == "0"


def test_large_sound_feed_is_read_whole():
    items = f"<item><description>{'word ' * 100_000}</description></item>" * 3
    assert len(parse_feed(page(rss(items))).entries) == 3


@given(st.text(alphabet="<>/ab&;#x!-[]?'\"= \n", max_size=80))
def test_any_text_is_tamed_and_stays_tame(text):
    """No reference outside XML is left, and a second pass leaves what the first made."""
    once = tame(text, WIDE).text
    assert "&#0;" not in once
    assert len(once) <= 8 * len(text) + 20


TRAPS = {
    "attributes": ("<item><b", ' a{}="1"', "/></item>"),
    "one attribute": ('<item><title a="', "x", '">t</title></item>'),
    "categories": ("<item>", "<category>{}</category>", "</item>"),
    "names": ("<item><author>", "a", "</author></item>"),
    "dates": ("<item><pubDate>", "1", "</pubDate></item>"),
    "namespaces": ("<item>", '<n{0}:a xmlns:n{0}="urn:{0}"/>', "</item>"),
    "deep": ("<item>", "<b>", ""),
    "stray brackets": ("<item>", "<", ""),
    "stray tags": ("<item>", "<a ", ""),
    "stray quotes": ("<item>", "<a \"'", ""),
    "sections": ("<item>", "<![CDATA[", ""),
    "comments": ("<item>", "<!--", ""),
    "declarations": ("<item>", "<!a[", ""),
    "references": ("<item><title>", "&#", "</title></item>"),
    "marks": ("<item><title>", "\u0301\u0327", "</title></item>"),
    "titles": ("<item><title>", "&lt;script ", "</title></item>"),
}


@pytest.mark.parametrize("trap", TRAPS)
def test_no_trap_costs_more_than_its_length(trap):
    """A quarter of a megabyte each; several of them cost feedparser alone half a minute."""
    start, unit, end = TRAPS[trap]
    body = rss(start + "".join(unit.format(n) for n in range(250_000 // len(unit))) + end)
    started = time.process_time()
    parse_feed(page(body))
    assert time.process_time() - started < 5


def test_many_entries_are_cut():
    body = rss("<item><title>T</title><link>http://a.example/1</link></item>" * 20_000)
    document = parse_feed(page(body), max_entries=100)
    assert (len(document.entries), document.dropped) == (100, 19_900)


SAMPLES = [
    item("<title>T</title><link>/a</link><guid>g</guid><pubDate>Tue, 24 Nov 2026 09:30:00 GMT</pubDate>"),
    atom('<entry><id>x</id><link href="/a"/><content type="xhtml"><div>x</div></content></entry>'),
    atom('<entry><title type="html">&lt;b&gt;</title><author><name>A</name></author></entry>'),
    item("<description><![CDATA[<p>x</p>]]></description>"),
    '{"items": [{"id": 1, "title": "x", "authors": [{"name": "y"}]}], "hubs": [{"url": "/"}]}',
    "<urlset><url><loc>/a</loc><lastmod>2026-11-24</lastmod></url></urlset>",
    "<sitemapindex><sitemap><loc>/a</loc></sitemap></sitemapindex>",
]  # fmt: skip
BITS = [
    *(
        "<",
        ">",
        "&",
        "\0",
        "&#0;",
        "&#xD800;",
        "]]>",
        "<!--",
        "<![CDATA[",
        '"',
        "'",
        "{",
        "[",
        "\ud800",
        "\u0301",
    ),
    *(
        "<item>",
        "</entry>",
        "99999999999999999999",
        "-",
        "http://[",
        "xmlns:",
        "é" * 40,
        "<!DOCTYPE x [",
        "null",
    ),
]


@st.composite
def damaged(draw) -> bytes:
    """A feed with pieces cut out, repeated or replaced, in some encoding."""
    text = draw(st.sampled_from(SAMPLES))
    for _ in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(len(text), start + 20)))
        text = text[:start] + draw(st.sampled_from([*BITS, text[start:end] * 2])) + text[end:]
    return text.encode(draw(st.sampled_from(["utf-8", "utf-16", "cp1252", "utf-7"])), "replace")


@given(st.one_of(damaged(), st.binary(max_size=300), st.binary(max_size=100).map(b"<rss>".__add__)))
def test_whatever_the_bytes_only_giving_up_is_raised(body):
    """And what comes back can be stored: no NUL, no surrogate, every key filled, dates aware."""
    try:
        document = parse_feed(page(body))
    except GiveUp:
        return
    for entry in document.entries:
        words = (entry.url, entry.title, entry.summary, entry.content_html, entry.author, entry.lang)
        for word in (entry.key, *filter(None, words)):
            assert word
            assert "\0" not in word
            word.encode()
        assert entry.published_at is None or entry.published_at.tzinfo is not None
