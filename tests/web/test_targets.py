"""Addresses taken apart: what is vetted is what libcurl is handed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worker.errors import GiveUp
from worker.web.targets import is_same_site, next_target, parse_target, without_userinfo


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        ("http://outlet.example", "http://outlet.example/"),
        ("HTTP://Outlet.Example:80/A#part", "http://outlet.example/A"),
        ("https://bücher.example/ä b?q=ö", "https://xn--bcher-kva.example/%C3%A4%20b?q=%C3%B6"),
        ("http://user:pass@outlet.example:8080/", "http://outlet.example:8080/"),
        ("http://10.0.0.1:80\\@outlet.example/", "http://outlet.example/"),
        ("http://①②⑦.0.0.1/", "http://127.0.0.1/"),
        ("http://[0:0::1]:81/x", "http://[::1]:81/x"),
    ],
)
def test_an_address_is_rebuilt_from_what_was_read(url, clean):
    assert parse_target(url).url == clean


@pytest.mark.parametrize(
    "url",
    [
        "",
        "outlet.example",
        "ftp://outlet.example/",
        "http://",
        "http:///a",
        "http://a:0/",
        "http://a:b/",
        "http://[::1",
        "http://a..b/",
        "http://-a.example/",
        "http://a b/",
        "http://a/" + "x" * 9000,
    ],
)
def test_what_is_no_web_address_has_a_word(url):
    with pytest.raises(GiveUp) as given_up:
        parse_target(url)
    assert given_up.value.outcome == "bad-url"


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_text_breaks_the_reading(rest, location):
    here = parse_target("http://outlet.example/a")
    for read in (lambda: parse_target("http://" + rest), lambda: next_target(here, location)):
        try:
            target = read()
        except GiveUp as error:
            assert error.outcome == "bad-url"  # noqa: PT017 - either is fine, nothing else is
        else:
            assert target.url.isascii()
            assert "@" not in target.url.split("/")[2]


@pytest.mark.parametrize(
    ("there", "same"),
    [
        ("http://a.example/other", True),
        ("https://a.example/", True),
        ("http://a.example:8080/", False),
        ("https://a.example:8443/", False),
        ("http://b.example/", False),
        ("http://www.a.example/", False),
    ],
)
def test_secrets_may_be_shown_to_the_same_site_only(there, same):
    here = parse_target("http://u:p@a.example/")
    assert is_same_site(here, parse_target(there)) is same
    assert bool(next_target(here, there).userinfo) is same


def test_secrets_do_not_go_down_to_plain_http():
    assert not is_same_site(parse_target("https://a.example/"), parse_target("http://a.example/"))


@pytest.mark.parametrize(
    ("url", "masked"),
    [
        ("http://u:p@a.example/x@y", "http://a.example/x@y"),
        ("u:p@a.example", "a.example"),
        ("http://u:p@[broken", "http://[broken"),
        ("//u:p@a.example/x", "a.example/x"),
    ],
)
def test_messages_show_no_userinfo(url, masked):
    assert without_userinfo(url) == masked
