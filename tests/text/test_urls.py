"""Addresses: what can be fetched, which two are one page, and what must not be shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worker.errors import WrongUse
from worker.text.trackers import is_tracker
from worker.text.urls import absolute_url, canonical_url, check_url, host_of, masked_url

CANONICAL = [
    # scheme, host, port
    ("HTTP://News.Example/a", "http://news.example/a"),
    ("https://news.example:443/a", "https://news.example/a"),
    ("http://news.example:80/a", "http://news.example/a"),
    ("http://news.example:8080/a", "http://news.example:8080/a"),
    ("https://news.example:80/a", "https://news.example:80/a"),
    ("https://news.example./a", "https://news.example/a"),
    ("https://user:secret@news.example/a", "https://news.example/a"),
    ("https://www.news.example/a", "https://www.news.example/a"),
    ("https://bücher.example/a", "https://xn--bcher-kva.example/a"),
    ("https://BÜCHER.example/a", "https://xn--bcher-kva.example/a"),
    ("https://straße.example/", "https://xn--strae-oqa.example/"),
    ("https://новости.example/", "https://xn--b1amnebsh.example/"),
    ("https://news。example/a", "https://news.example/a"),
    ("https://[2001:DB8:0::1]/a", "https://[2001:db8::1]/a"),
    # path
    ("https://news.example", "https://news.example/"),
    ("https://news.example/a/", "https://news.example/a/"),
    ("https://news.example//a", "https://news.example//a"),
    ("https://news.example/a/./b/../c", "https://news.example/a/c"),
    ("https://news.example/../../a", "https://news.example/a"),
    ("https://news.example/a/..", "https://news.example/"),
    ("https://news.example/a;jsessionid=0F3A?x=1", "https://news.example/a?x=1"),
    ("https://news.example/a;v=2", "https://news.example/a;v=2"),
    ("https://news.example/%7Euser/%61", "https://news.example/~user/a"),
    ("https://news.example/caf%c3%a9", "https://news.example/caf%C3%A9"),
    ("https://news.example/café", "https://news.example/caf%C3%A9"),
    ("https://news.example/a b", "https://news.example/a%20b"),
    ("https://news.example/a%2Fb", "https://news.example/a%2Fb"),
    ("https://news.example/100%", "https://news.example/100%25"),
    ("https://news.example/amp/a.html", "https://news.example/amp/a.html"),
    ("https://news.example/a?output=print", "https://news.example/a?output=print"),
    # query
    ("https://news.example/a?", "https://news.example/a"),
    ("https://news.example/a?utm_source=x&utm_medium=rss", "https://news.example/a"),
    ("https://news.example/a?UTM_Source=x", "https://news.example/a"),
    ("https://news.example/a?id=7&utm_campaign=x&page=2", "https://news.example/a?id=7&page=2"),
    ("https://news.example/a?page=2&id=7", "https://news.example/a?page=2&id=7"),
    ("https://news.example/a?fbclid=1&gclid=2&msclkid=3&mc_cid=4&igshid=5", "https://news.example/a"),
    ("https://news.example/a?at_medium=RSS&at_campaign=KARANGA", "https://news.example/a"),
    ("https://news.example/a?wt_mc=rss.x&id=1", "https://news.example/a?id=1"),
    ("https://news.example/a?CMP=share", "https://news.example/a"),
    ("https://news.example/a?cmp=7", "https://news.example/a?cmp=7"),
    ("https://news.example/a?ref=7&source=b", "https://news.example/a?ref=7&source=b"),
    ("https://news.example/a?q=a%20b+c", "https://news.example/a?q=a%20b+c"),
    ("https://news.example/a?x=&y", "https://news.example/a?x=&y"),
    ("https://news.example/a?&&x=1", "https://news.example/a?x=1"),
    ("https://news.example/a?u=https%3A%2F%2Fb.example%2F%3Futm_source%3Dx",
     "https://news.example/a?u=https%3A%2F%2Fb.example%2F%3Futm_source%3Dx"),
    # fragment
    ("https://news.example/a#comments", "https://news.example/a"),
    ("https://news.example/a?#", "https://news.example/a"),
    ("https://news.example/#!/a/7", "https://news.example/#!/a/7"),
    ("  https://news.example/a\n", "https://news.example/a"),
    # what is no web address comes back as it is
    ("mailto:desk@news.example", "mailto:desk@news.example"),
    ("tag:news.example,2026:7", "tag:news.example,2026:7"),
    ("http://[broken/a", "http://[broken/a"),
    ("http://news.example:99999/", "http://news.example:99999/"),
    ("", ""),
]  # fmt: skip


@pytest.mark.parametrize(("url", "canonical"), CANONICAL)
def test_canonical_form(url, canonical):
    assert canonical_url(url) == canonical


@given(
    st.one_of(
        st.text(max_size=60),
        st.text(max_size=60).map("https://news.example/".__add__),
        st.text(alphabet="aA%.:/?#&=@[]!;~ü7", max_size=40).map("http://".__add__),
        st.sampled_from([url for url, _ in CANONICAL]),
    )
)
def test_canonical_form_stays_as_it_is(url):
    """A second run changes nothing, whatever the input; nothing raises."""
    once = canonical_url(url)
    assert canonical_url(once) == once


@pytest.mark.parametrize(
    ("raw", "checked"),
    [
        (" https://News.Example/feed ", "https://news.example/feed"),
        ("https://news.example", "https://news.example/"),
        ("https://news.example/a?utm_source=x#top", "https://news.example/a?utm_source=x"),
        ("https://user:pw@news.example:444/a", "https://user:pw@news.example:444/a"),
        ("https://bücher.example/ü", "https://xn--bcher-kva.example/%C3%BC"),
        ("http://127.0.0.1:8000/feed", "http://127.0.0.1:8000/feed"),
        ("http://[::1]:8000/feed", "http://[::1]:8000/feed"),
        ("http://my_host/feed", "http://my_host/feed"),
    ],
)
def test_web_address_is_made_fetchable(raw, checked):
    assert check_url(raw) == checked


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("news.example/feed", "did you mean https://news.example/feed?"),
        ("ftp://news.example/feed", "ftp addresses can't be fetched"),
        ("file:///etc/passwd", "file addresses can't be fetched"),
        ("javascript:alert(1)", "no scheme"),
        ("http://", "malformed"),
        ("http://[broken/feed", "malformed"),
        ("http://[v1.a:b]/feed", "malformed"),
        ("http://news.example:99999/", "malformed"),
        ("http://news.example:0/", "malformed"),
        ("http://news.example:port/", "malformed"),
        ("http://news example/feed", "space"),
        ("http://news.example/a\nb", "space"),
        ("http://news.example/\ud800", "control character"),
        ("http://-news.example/", "malformed"),
        ("http://news..example/", "malformed"),
        ("http://" + "a" * 64 + ".example/", "malformed"),
        ("http://" + "ü" * 200 + ".example/", "malformed"),
        ("http://news.example/" + "a" * 9000, "longer than"),
    ],
)
def test_what_is_no_web_address_is_refused_in_one_clear_line(raw, fault):
    with pytest.raises(WrongUse) as caught:
        check_url(raw)
    assert fault in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize("raw", ["ftp://desk:secret@news.example/feed", "desk:secret@news.example/feed"])
def test_refusal_hides_the_password(raw):
    with pytest.raises(WrongUse) as caught:
        check_url(raw)
    assert "secret" not in str(caught.value)


@given(st.text(max_size=80))
def test_check_returns_an_address_or_refuses(raw):
    """Nothing but WrongUse is raised, and what passed once passes again unchanged."""
    try:
        checked = check_url(raw)
    except WrongUse:
        return
    assert check_url(checked) == checked


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://WWW.News.Example:8443/a", "www.news.example"),
        ("https://user@news.example/", "news.example"),
        ("https://bücher.example/", "xn--bcher-kva.example"),
        ("http://[2001:db8::1]:80/", "2001:db8::1"),
        ("mailto:desk@news.example", ""),
        ("http://[broken", ""),
        ("", ""),
    ],
)
def test_host(url, host):
    assert host_of(url) == host


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("b.html", "https://news.example/dir/b.html"),
        ("/b.html", "https://news.example/b.html"),
        ("//cdn.example/b", "https://cdn.example/b"),
        ("?page=2", "https://news.example/dir/a.html?page=2"),
        ("../up", "https://news.example/up"),
        ("https://other.example/x y", "https://other.example/x%20y"),
        (" https://other.example/\u00adx\n", "https://other.example/x"),
        ("https://other.example/a#part", "https://other.example/a#part"),
        ("javascript:void(0)", None),
        ("mailto:desk@news.example", None),
        ("data:text/html,x", None),
        ("at://did:plc:x/app", None),
        ("http://[broken", None),
        ("http://news.example:port/", None),
        ("http://bad host/", None),
        ("", None),
        ("x" * 9000, None),
    ],
)
def test_link_leads_to(link, address):
    assert absolute_url("https://news.example/dir/a.html", link) == address


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_link_is_an_address_or_none(base, link):
    address = absolute_url(base, link)
    assert address is None or check_url(address)


@pytest.mark.parametrize(
    ("url", "masked"),
    [
        ("https://user:secret@news.example/a", "https://user:***@news.example/a"),
        ("https://user:s@cret@news.example/a", "https://user:***@news.example/a"),
        ("https://:secret@news.example/", "https://:***@news.example/"),
        ("redis://:secret@localhost:6379/0", "redis://:***@localhost:6379/0"),
        ("https://news.example:8080/a@b", "https://news.example:8080/a@b"),
        ("https://news.example/a", "https://news.example/a"),
        ("", ""),
    ],
)
def test_passwords_are_masked(url, masked):
    assert masked_url(url) == masked


@pytest.mark.parametrize(
    "name", ["utm_source", "UTM_X", "fbclid", "Gclid", "wt_mc", "at_medium", "CMP", "_ga"]
)
def test_trackers_are_known(name):
    assert is_tracker(name)


@pytest.mark.parametrize(
    "name", ["id", "ref", "source", "cmp", "utm", "page", "q", "at", "lang", "campaign", ""]
)
def test_parameters_that_may_be_real_stay(name):
    assert not is_tracker(name)
