"""Every kind of feed gives the same plain entries: titles as text, links absolute, stable keys."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from documents import NOW, URL, atom, item, page, rss
from worker.errors import GiveUp
from worker.feeds.hints import fresh_s
from worker.feeds.parse import parse_feed

if TYPE_CHECKING:
    from worker.shapes import Entry, FeedDocument

RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
ATOM = ' xmlns:atom="http://www.w3.org/2005/Atom"'
TWO_FEEDS = "".join(
    f'<link rel="alternate" type="application/{kind}+xml" href="/{kind}">' for kind in ("rss", "atom")
)
MEDIA = ' xmlns:media="http://search.yahoo.com/mrss/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
CONTENT = ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
SY = ' xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'


def parsed(body: bytes | str, **headers: str) -> FeedDocument:
    return parse_feed(page(body, **headers))


def only(body: bytes | str, **headers: str) -> Entry:
    (entry,) = parsed(body, **headers).entries
    return entry


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


RSS_ITEM = """
  <title>Minister Varga: &#8222;Kein Abkommen&#8220; &amp;amp; kein Treffen</title>
  <link>https://morgenbote.example/a/1?utm_source=rss</link>
  <guid isPermaLink="false">mb-1</guid>
  <description>&lt;p&gt;Die &lt;b&gt;Verhandlungen&lt;/b&gt; ruhen.&lt;/p&gt;</description>
  <content:encoded><![CDATA[<p>Die <b>Verhandlungen</b> ruhen seit Montag.</p>]]></content:encoded>
  <author>redaktion@morgenbote.example (Ilse Brandt)</author>
  <pubDate>Tue, 24 Nov 2026 09:30:00 +0100</pubDate>
"""


def test_rss_item_gives_every_field():
    document = parsed(rss(f"<item>{RSS_ITEM}</item>", "<language>de-DE</language>", CONTENT))
    (entry,) = document.entries
    assert (document.kind, document.title, document.lang) == ("rss", "Morgenbote", "de-DE")
    assert entry.key == "mb-1"
    assert entry.url == "https://morgenbote.example/a/1?utm_source=rss"
    assert entry.title == "Minister Varga: „Kein Abkommen“ & kein Treffen"
    assert entry.summary == "Die Verhandlungen ruhen."
    assert entry.content_html == "<p>Die <b>Verhandlungen</b> ruhen seit Montag.</p>"
    assert "Ilse Brandt" in entry.author
    assert entry.published_at == utc(2026, 11, 24, 8, 30)


def test_atom_entry_gives_every_field():
    document = parsed(
        atom(
            """<entry xml:lang="fr"><id>tag:abendpost.example,2026:7</id>
            <title type="html">Le ministre &amp;laquo;&amp;nbsp;regrette&amp;nbsp;&amp;raquo;</title>
            <link rel="self" href="https://abendpost.example/self"/><link rel="alternate" href="/a/7"/>
            <author><name>Jeanne Morel</name></author><published>2026-11-24T08:00:00Z</published>
            <updated>2026-11-24T09:00:00+01:00</updated>
            <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Il <em>regrette</em>.</p></div>
            </content></entry>""",
            attributes=' xml:base="https://abendpost.example/world/"',
        )
    )
    (entry,) = document.entries
    assert (document.kind, document.title) == ("atom", "Abendpost")
    assert entry.key == "tag:abendpost.example,2026:7"
    assert entry.url == "https://abendpost.example/a/7"
    assert entry.title == "Le ministre « regrette »"
    assert entry.content_html == "<p>Il <em>regrette</em>.</p>"
    assert (entry.author, entry.lang) == ("Jeanne Morel", "fr")
    assert entry.published_at == entry.updated_at == utc(2026, 11, 24, 8)


def test_rdf_gives_dublin_core():
    entry = only(
        """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
        xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>Agentur</title></channel>
        <item rdf:about="https://agentur.example/3"><title>Note</title><link>https://agentur.example/3</link>
        <dc:creator>Olga Lind</dc:creator><dc:date>2026-11-23T10:00:00+02:00</dc:date></item></rdf:RDF>"""
    )
    assert (entry.author, entry.published_at) == ("Olga Lind", utc(2026, 11, 23, 8))


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ('<rss version="0.91"><channel><title>x</title></channel></rss>', "rss"),
        ("<rss><channel><item><title>x</title></item></channel></rss>", "rss"),
        (f"<rdf:RDF {RDF}/>", "rdf"),
        ('<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>x</title></feed>', "atom"),
        ('{"version": "https://jsonfeed.org/version/1", "items": []}', "json"),
        ('<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"/>', "sitemap"),
        ('<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"/>', "sitemapindex"),
        ("<!-- " + "long " * 2000 + "-->" + rss(), "rss"),
        ("<br />\n<b>Warning</b>: something in line 3<br />\n" + rss(), "rss"),
        ("\ufeff\n  " + rss(), "rss"),
    ],
)  # fmt: skip
def test_kind_is_read_from_the_first_element(body, kind):
    assert parsed(body).kind == kind


@pytest.mark.parametrize(
    ("body", "outcome", "detail"),
    [
        (b"", "empty", "no bytes"),
        (b" \r\n\t ", "empty", "white space"),
        ("\ufeff", "empty", ""),
        ("<!DOCTYPE html><html><body>404</body></html>", "not-a-feed", "an HTML page"),
        ("<div>hello</div>", "not-a-feed", "an HTML page"),
        (f"<html>{TWO_FEEDS}", "not-a-feed",
         "an HTML page; it declares: https://morgenbote.example/rss, https://morgenbote.example/atom"),
        ("<note><to>you</to></note>", "not-a-feed", "XML, but no feed"),
        ('{"error": "gone"}', "not-a-feed", "JSON, but no JSON Feed"),
        ("[1, 2]", "not-a-feed", "JSON, but no JSON Feed"),
        ('{"items": ', "not-a-feed", "broken JSON"),
        ("[" * 100_000, "not-a-feed", "broken JSON"),
        ("Service temporarily unavailable", "not-a-feed", "neither XML nor JSON"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3 stream", "not-a-feed", "neither XML nor JSON"),
        (b"\x1f\x8b\x08" + bytes(range(256)) * 40, "not-a-feed", "neither XML nor JSON"),
    ],
)  # fmt: skip
def test_what_is_no_feed_is_named(body, outcome, detail):
    with pytest.raises(GiveUp) as caught:
        parsed(body)
    assert caught.value.outcome == outcome
    assert detail in caught.value.detail


@pytest.mark.parametrize(
    ("inner", "url"),
    [
        ("<link>/a/1</link>", "https://morgenbote.example/a/1"),
        ("<link> https://morgenbote.example/a/1\n</link>", "https://morgenbote.example/a/1"),
        ('<guid isPermaLink="true">https://morgenbote.example/a/1</guid>', "https://morgenbote.example/a/1"),
        ("<guid>https://morgenbote.example/a/1</guid>", "https://morgenbote.example/a/1"),
        ('<guid isPermaLink="false">mb-1</guid>', None),
        ("<link>javascript:alert(1)</link>", None),
        ("<link>mailto:desk@morgenbote.example</link><guid>https://morgenbote.example/a/1</guid>",
         "https://morgenbote.example/a/1"),
        ("<link>http://[broken</link>", None),
        ("<link>https://morgenbote.example/a?x=1&amp;y=2</link>", "https://morgenbote.example/a?x=1&y=2"),
        ("<link>https://morgenbote.example/a?x=1&y=2</link>", "https://morgenbote.example/a?x=1&y=2"),
        ("<link><![CDATA[https://morgenbote.example/a/1]]></link>", "https://morgenbote.example/a/1"),
    ],
)  # fmt: skip
def test_link_of_an_item(inner, url):
    assert only(item(f"<title>x</title>{inner}")).url == url


@pytest.mark.parametrize(
    ("inner", "key"),
    [
        ('<guid isPermaLink="false">mb-1</guid><link>https://morgenbote.example/a</link>', "mb-1"),
        ("<guid>mb-1</guid>", "mb-1"),
        ("<guid> mb\u00ad-1 </guid>", "mb-1"),
        ("<link>https://Morgenbote.example/a?utm_source=rss#top</link>", "https://morgenbote.example/a"),
    ],
)
def test_key_of_an_item(inner, key):
    """The guid as it is written, else the canonical address."""
    assert only(item(f"<title>x</title>{inner}")).key == key


def test_item_without_guid_and_link_is_known_by_what_it_says():
    first, again, other = (only(item(f"<title>{title}</title>")).key for title in ("One", "One", "Two"))
    assert first == again
    assert first != other
    assert first.startswith("sha256:")


def test_huge_guid_becomes_a_short_key():
    assert len(only(item(f'<guid isPermaLink="false">{"g" * 5000}</guid>')).key) < 100


def test_shared_guid_does_not_collapse_entries():
    """A publisher that writes one guid on every item means none of them."""
    items = "".join(
        f'<item><title>{n}</title><link>/a/{n}</link><guid isPermaLink="false">x</guid></item>'
        for n in range(3)
    )
    assert len({entry.key for entry in parsed(rss(items)).entries}) == 3


@pytest.mark.parametrize(
    ("inner", "moment"),
    [
        ("<pubDate>Tue, 24 Nov 2026 09:30:00 GMT</pubDate>", utc(2026, 11, 24, 9, 30)),
        ("<pubDate>2026-11-24T09:30:00+05:30</pubDate>", utc(2026, 11, 24, 4)),
        ("<pubDate>2026-11-24 09:30:00</pubDate>", utc(2026, 11, 24, 9, 30)),
        ("<pubDate>1795512600</pubDate>", utc(2026, 11, 24, 9, 30)),
        ("<pubDate>1795512600000</pubDate>", utc(2026, 11, 24, 9, 30)),
        ("<pubDate>Wed, 25 Nov 2026 09:30:00 GMT</pubDate>", utc(2026, 11, 25, 9, 30)),
        ("<dc:date>2026-11-24</dc:date>", utc(2026, 11, 24)),
        ("<pubDate>Mon, 06 Sep 2999 16:20:00 GMT</pubDate>", None),
        ("<pubDate>Thu, 01 Jan 1970 00:00:00 GMT</pubDate>", None),
        ("<pubDate>0000-00-00T00:00:00Z</pubDate>", None),
        ("<pubDate>Mon, 06 Sep 0001 16:20:00 GMT</pubDate>", None),
        ("<pubDate>99999-01-01</pubDate>", None),
        ("<pubDate>yesterday</pubDate>", None),
        ("<pubDate>0001-01-01T00:00:00+05:00</pubDate>", None),
        (f"<pubDate>{'1' * 5000}</pubDate>", None),
        ("", None),
    ],
)
def test_date_of_an_item(inner, moment):
    body = rss(f"<item><title>x</title>{inner}</item>", attributes=MEDIA)
    assert only(body).published_at == moment


def test_no_date_is_later_than_two_days_ahead():
    late = (NOW + timedelta(days=3)).isoformat()
    assert only(atom(f"<entry><id>x</id><updated>{late}</updated></entry>")).updated_at is None


def test_media_fields_stand_in():
    body = rss(
        "<item><media:title>Bild</media:title><media:description>Text</media:description></item>", "", MEDIA
    )
    assert (only(body).title, only(body).summary) == ("Bild", "Text")


@pytest.mark.parametrize(
    ("channel", "ttl_s"),
    [
        ("<ttl>60</ttl>", 3600),
        ("<ttl>soon</ttl>", None),
        ("<ttl>²</ttl>", None),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>", 1800),
        ("<sy:updatePeriod>daily</sy:updatePeriod>", 86400),
        ("<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>", 86400),
        ("<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>²</sy:updateFrequency>", 86400),
        ("<ttl>5</ttl><sy:updatePeriod>hourly</sy:updatePeriod>", 3600),
    ],
)
def test_longest_wish_of_the_document(channel, ttl_s):
    assert parsed(rss("", channel, SY)).ttl_s == ttl_s


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, None),
        ({"cache_control": "public, max-age=900"}, 900),
        ({"cache_control": "max-age=900", "age": "600"}, 300),
        ({"cache_control": "max-age=900", "age": "901"}, None),
        ({"cache_control": "max-age=900", "age": "old"}, 900),
        ({"cache_control": "no-cache"}, None),
        ({"expires": "Tue, 24 Nov 2026 12:10:00 GMT"}, 600),
        ({"expires": "Tue, 24 Nov 2020 12:10:00 GMT"}, None),
        ({"expires": "Tue, 24 Nov 2026 12:10:00 GMT", "cache_control": "max-age=60"}, 60),
        ({"expires": "0"}, None),
        ({"expires": "-1"}, None),
    ],
)
def test_how_long_an_answer_stays_fresh_by_its_headers(headers, expected):
    assert fresh_s(page("", **headers)) == expected


def test_skipped_hours_and_days_are_read():
    channel = (
        "<skipHours><hour>0</hour><hour> 23 </hour><hour>24</hour><hour>noon</hour></skipHours>"
        "<skipDays><day>Saturday</day><day>sunday</day><day>Someday</day></skipDays>"
    )
    document = parsed(rss("<item><title>x</title></item>", channel))
    assert document.skip_hours == {0, 23}
    assert document.skip_days == {5, 6}


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (rss("", '<atom:link rel="hub" href="https://hub.example/" />', ATOM), {}),
        (atom("", '<link rel="hub" href="https://hub.example/"/>'), {}),
        (rss(), {"link": '<https://morgenbote.example/f>; rel="self", <https://hub.example/>; rel="hub"'}),
        ('{"items": [], "hubs": [{"type": "WebSub", "url": "https://hub.example/"}]}', {}),
    ],
)  # fmt: skip
def test_hub_is_found(body, headers):
    assert parsed(body, **headers).hub_url == "https://hub.example/"


def json_feed(**item: object) -> str:
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Kurier", "items": [item]})


def test_json_feed_gives_every_field():
    entry = only(
        json_feed(
            id=7,
            url="/a/7",
            title="Ministry &amp; embassy",
            content_html="<p>Text</p>",
            summary="Short",
            language="en",
            authors=[{"name": "Ada Quill"}],
            date_published="2026-11-24T09:30:00+01:00",
        )
    )
    assert (entry.key, entry.url) == ("7", "https://morgenbote.example/a/7")
    assert (entry.title, entry.summary, entry.content_html) == ("Ministry & embassy", "Short", "<p>Text</p>")
    assert (entry.author, entry.lang, entry.published_at) == ("Ada Quill", "en", utc(2026, 11, 24, 8, 30))


def test_json_feed_dates_out_of_range_are_dropped():
    assert only(json_feed(id="a", date_published="0001-01-01T00:00:00+05:00")).published_at is None


@pytest.mark.parametrize(
    "odd",
    [
        {"id": None, "url": 7, "title": [], "authors": "x", "date_published": 5},
        {"id": {}, "authors": [None, {}, {"name": 3}], "author": [], "tags": 1},
        {"id": "9" * 5000, "title": "\ud800\x00"},
        {"id": True},
    ],
)
def test_json_feed_of_odd_types_gives_an_entry(odd):
    entry = only(json_feed(**odd))
    assert entry.key
    assert "\0" not in (entry.title or "")


@pytest.mark.parametrize("hubs", [5, "x", [5, {"url": 5}], {"url": "x"}])
def test_json_feed_with_odd_hubs_is_read(hubs):
    assert parsed(json.dumps({"items": [5, {"id": "a"}], "hubs": hubs, "title": 5})).hub_url is None


def test_json_feed_version_1_author():
    assert only(json_feed(id="a", author={"name": "Ada Quill"})).author == "Ada Quill"


NEWS_SITEMAP = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"><url>
 <image:image><image:loc>https://morgenbote.example/p.jpg</image:loc><image:title>Photo</image:title></image:image>
 <loc>https://morgenbote.example/a/1</loc><news:news><news:publication><news:name>Morgenbote</news:name>
 <news:language>de</news:language></news:publication><news:publication_date>2026-11-24T09:30+01:00
 </news:publication_date><news:title>Kein Treffen</news:title></news:news></url>
 <url><loc>mailto:x</loc></url></urlset>"""


def test_news_sitemap_gives_entries():
    first, _ = parsed(NEWS_SITEMAP).entries
    assert (first.url, first.title) == ("https://morgenbote.example/a/1", "Kein Treffen")
    assert (first.lang, first.published_at) == ("de", utc(2026, 11, 24, 8, 30))


def test_plain_sitemap_keeps_what_changed_last():
    """Its order says nothing, and the newest pages are what a poll is for."""
    days = (3, 20, 7, 21)
    urls = "".join(
        f"<url><loc>https://a.example/{day}</loc><lastmod>2026-11-{day:02}</lastmod></url>" for day in days
    )
    document = parse_feed(page(f"<urlset>{urls}</urlset>"), max_entries=2)
    assert [entry.url for entry in document.entries] == ["https://a.example/20", "https://a.example/21"]
    assert document.dropped == 2


def test_sitemap_index_gives_its_children_as_links():
    inner = "".join(f"<sitemap><loc>/s{n}.xml</loc></sitemap>" for n in (1, 2, 1))
    document = parsed(f"<sitemapindex>{inner}</sitemapindex>")
    assert document.links == ("https://morgenbote.example/s1.xml", "https://morgenbote.example/s2.xml")
    assert document.entries == ()


def test_broken_sitemap_is_no_feed():
    with pytest.raises(GiveUp, match="not-a-feed"):
        parsed("<urlset")


def test_links_count_from_where_the_answer_came():
    moved = page(item("<title>x</title><link>a</link>"))
    assert URL.rpartition("/")[0] + "/a" == parse_feed(moved).entries[0].url


def test_language_of_the_answer_is_a_last_resort():
    assert parsed(rss(), content_language="hu").lang == "hu"
    assert parsed(rss("", "<language>de</language>"), content_language="hu").lang == "de"


def test_faults_of_the_libraries_become_outcomes(monkeypatch):
    """The feed library has no error of its own, so any class may come out of it."""

    def fail(*_args, **_kwargs):
        raise ValueError("chr() arg not in range(0x110000)")

    monkeypatch.setattr("feedparser.parse", fail)
    monkeypatch.setattr("lxml.etree.fromstring", fail)
    for body, detail in (
        (rss(), "unreadable: ValueError"),
        ("<urlset></urlset>", "broken sitemap: ValueError"),
    ):
        with pytest.raises(GiveUp) as caught:
            parsed(body)
        assert (caught.value.outcome, caught.value.detail) == ("not-a-feed", detail)


def test_sitemap_with_impossible_names_does_not_raise():
    assert parsed("<urlset><url><http://[x><loc>/a</loc></url></urlset>").kind == "sitemap"
