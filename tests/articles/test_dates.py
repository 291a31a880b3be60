"""When a page was published: on the outlet's clock, a day without a time stays that day."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from lxml import html
from pages import page
from worker.articles.dates import (
    LANGUAGES,
    NO_HINTS,
    DateHints,
    find_published,
    on_local_clock,
    parse_moment,
)
from worker.articles.markings import Markings
from worker.articles.shown_dates import ShownDay
from worker.packs.load import known_codes

BERLIN = ZoneInfo("Europe/Berlin")


def tree_of(head):
    return html.document_fromstring(f"<html><head>{head}</head><body><p>Text.</p></body></html>")


def published_by(head, hints=NO_HINTS, path="/a"):
    tree = tree_of(head)
    return find_published(tree, page(b"", url=f"https://courier.example{path}"), Markings(tree), hints)


@pytest.mark.parametrize(
    ("written", "zone", "day"),
    [
        ("2024-01-31T20:15:00-05:00", None, "2024-01-31"),  # the offset stays: UTC would say 1 February
        ("2024-01-31T20:15:00-05:00", BERLIN, "2024-01-31"),
        ("2024-01-31T23:30:00Z", BERLIN, "2024-02-01"),  # what is told in UTC was read in Berlin
        ("2024-01-31T23:30:00Z", None, "2024-01-31"),
        ("2024-02-01", BERLIN, "2024-02-01"),
        ("2024-02-01T00:00:00Z", BERLIN, "2024-02-01"),  # midnight is a day whose hour nobody told
        ("2024-02-01 00:30", BERLIN, "2024-02-01"),
    ],
)
def test_the_day_is_the_one_readers_saw(written, zone, day):
    assert parse_moment(written, zone).date().isoformat() == day


def test_a_feed_s_utc_time_goes_to_the_page_s_clock():
    moment = datetime(2024, 1, 31, 23, 30, tzinfo=UTC)
    assert on_local_clock(moment, BERLIN).isoformat() == "2024-02-01T00:30:00+01:00"


@pytest.mark.parametrize("written", ["", "soon", "2024-13-01", "9999-12-31T23:59:59-23:59"])
def test_what_is_no_time_is_none(written):
    assert parse_moment(written) is None


def stated(value, name="article:published_time"):
    return f'<meta property="{name}" name="{name}" content="{value}">'


LOOSE = stated("2024-03-01T09:00:00+01:00", "date")


@pytest.mark.parametrize(
    ("head", "shown", "published"),
    [
        (stated("2024-03-05T10:00:00Z"), date(2024, 3, 5), "2024-03-05T10:00:00+00:00"),
        (stated("2024-03-05T02:30:00Z"), date(2024, 3, 4), "2024-03-04T23:30:00-03:00"),
        (stated("2024-03-04T23:10:00Z"), date(2024, 3, 5), "2024-03-05T00:10:00+01:00"),
        (
            stated("2024-03-04T19:00:00+01:00"),
            date(2024, 3, 5),
            "2024-03-05T00:00:00+00:00",
        ),
        (stated("2024-03-01T10:00:00+01:00"), date(2024, 3, 5), "2024-03-01T10:00:00+01:00"),
        (stated("2024-03-05T10:00:00+01:00"), date(2024, 3, 1), "2024-03-01T00:00:00+00:00"),
        (
            '<meta name="date" content="2024-03-05T09:00:00+01:00">',
            date(2024, 3, 1),
            "2024-03-01T00:00:00+00:00",
        ),
        ('<meta name="date" content="2024-03-01T09:00:00+01:00">', None, "2024-03-01T09:00:00+01:00"),
        (stated("2024-03-05T10:00:00+01:00") + LOOSE, date(2024, 3, 1), "2024-03-01T09:00:00+01:00"),
        ("", date(2024, 3, 5), "2024-03-05T00:00:00+00:00"),
        ("", date(2031, 3, 5), None),
        (stated("5 March 2024"), None, "2024-03-05T00:00:00+00:00"),
        (stated("Tue, 05 Mar 2024 09:12:22 GMT"), None, "2024-03-05T00:00:00+00:00"),
        (stated("2024-03-05T03:00:00 UTC"), None, "2024-03-05T03:00:00+00:00"),
        ('<meta itemprop="datePublished" content="2024-03-05">', None, "2024-03-05T00:00:00+00:00"),
        ('<time itemprop="datePublished" datetime="2024-03-05"></time>', None, "2024-03-05T00:00:00+00:00"),
        (
            "<time datetime='2024-03-01'></time><time pubdate datetime='2024-03-05'></time>",
            None,
            "2024-03-05T00:00:00+00:00",
        ),
    ],
)
def test_the_day_shown_decides(head, shown, published):
    """Metadata give the hour; the day is the one readers see, unless that is a later update."""
    hints = DateHints(shown=ShownDay(shown) if shown else None)
    found = published_by(head, hints)
    assert (found and found.isoformat()) == published


def test_two_readings_are_told_apart_by_what_is_stated():
    hints = DateHints(shown=ShownDay(date(2024, 2, 1), date(2024, 1, 2)))
    found = published_by(stated("2024-01-02T10:00:00Z"), hints)
    assert found.isoformat() == "2024-01-02T10:00:00+00:00"


def test_a_time_for_machines_gives_the_hour():
    hints = DateHints(shown=ShownDay(date(2024, 3, 5), written="2024-03-05T18:30:00+02:00"))
    assert published_by("", hints).isoformat() == "2024-03-05T18:30:00+02:00"


@pytest.mark.parametrize(
    ("path", "published"),
    [
        ("/2024/03/04/talks", "2024-03-04T23:30:00-06:00"),
        ("/2024/03/05/talks", "2024-03-05T05:30:00+00:00"),
        ("/2023/01/01/talks", "2024-03-05T05:30:00+00:00"),
        ("/talks", "2024-03-05T05:30:00+00:00"),
    ],
)
def test_the_day_of_the_address_tells_the_clock(path, published):
    """Late in the evening in America it is tomorrow in UTC; the address names the local day."""
    found = published_by(stated("2024-03-05T05:30:00Z"), path=path)
    assert found.isoformat() == published


def test_the_last_resort_knows_the_language_of_every_pack():
    """Htmldate would ask 205 locales."""
    assert {"no" if code == "nb" else code for code in LANGUAGES} == set(known_codes())
