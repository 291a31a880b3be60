"""What a status means, how long to wait, and who asks for a person."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worker.errors import GiveUp, TryAgain
from worker.shapes import Page
from worker.web.answers import check_answer, is_challenge, retry_after_s

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
DAY_S = 86400.0


def page_with(status, *headers, body=b""):
    return Page("http://outlet.example/", "http://outlet.example/", status, headers, body, NOW)


@pytest.mark.parametrize("status", [200, 201, 203, 204, 206, 299, 304])
def test_usable_answers_pass(status):
    check_answer(page_with(status), NOW)


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (404, "not-found"),
        (410, "gone"),
        (451, "gone"),
        (401, "forbidden"),
        (403, "forbidden"),
        (402, "paywall"),
        (302, "http-302"),
        (400, "http-400"),
        (418, "http-418"),
        (600, "http-600"),
        (999, "http-999"),
        (0, "http-0"),
    ],
)
def test_final_answers_have_a_word(status, outcome):
    with pytest.raises(GiveUp) as given_up:
        check_answer(page_with(status), NOW)
    assert given_up.value.outcome == outcome


@pytest.mark.parametrize("status", [408, 425, 429, 500, 501, 502, 503, 504, 507, 520, 526, 530, 599])
def test_busy_and_broken_hosts_are_tried_again(status):
    with pytest.raises(TryAgain) as again:
        check_answer(page_with(status, ("retry-after", "120")), NOW)
    assert (again.value.reason, again.value.wait_s) == (f"status {status}", 120.0)


@pytest.mark.parametrize(
    ("value", "wait_s"),
    [
        ("0", 0.0),
        (" 120 ", 120.0),
        ("0000000000000000120", DAY_S),  # nobody writes that; it must only not break
        ("99999999", DAY_S),
        ("9" * 5000, DAY_S),
        ("Mon, 02 Nov 2026 12:01:00 GMT", 60.0),
        ("Monday, 02-Nov-26 12:01:00 GMT", 60.0),
        ("Mon Nov  2 12:01:00 2026", 60.0),
        ("Mon, 02 Nov 2026 13:01:00 +0100", 60.0),
        ("Mon, 02 Nov 2026 11:00:00 GMT", 0.0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", DAY_S),
        ("Fri, 31 Dec 9999 23:59:59 -2400", None),
        ("Mon, 32 Nov 2026 12:01:00 GMT", None),
        ("-5", None),
        ("1.5", None),
        ("²", None),
        ("soon", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_is_read_as_seconds_and_as_date(value, wait_s):
    assert retry_after_s(value, NOW) == wait_s


@given(st.text(max_size=50))
def test_no_retry_after_breaks_the_reading(value):
    wait_s = retry_after_s(value, NOW)
    assert wait_s is None or 0 <= wait_s <= DAY_S


@pytest.mark.parametrize(
    ("status", "headers", "body"),
    [
        (200, [("cf-mitigated", "challenge")], b""),
        (403, [("cf-mitigated", "block")], b""),
        (202, [("x-amzn-waf-action", "challenge")], b""),
        (202, [("sg-captcha", "challenge")], b""),
        (503, [("retry-after", "5")], b"<html><title>Just a moment...</title>"),
        (403, [], b"<script src='//geo.captcha-delivery.com/c.js'>"),
        (429, [], b"<div id='px-captcha'>"),
    ],
)
def test_a_challenge_is_no_page(status, headers, body):
    with pytest.raises(GiveUp, match="bot-challenge"):
        check_answer(page_with(status, *headers, body=body), NOW)


@pytest.mark.parametrize(
    ("status", "headers", "body"),
    [
        (200, [], b"An article that explains _cf_chl_opt and px-captcha."),
        (404, [], b"<title>Just a moment...</title>"),
        (403, [("x-amzn-waf-action", "block")], b"No."),
        (403, [], b" " * 20_000 + b"px-captcha"),
    ],
)
def test_what_only_mentions_a_challenge_is_none(status, headers, body):
    assert not is_challenge(page_with(status, *headers, body=body))
