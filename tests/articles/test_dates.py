"""When a page was published: on the outlet's clock, a day without a time stays that day."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from worker.articles.dates import on_local_clock, parse_moment

BERLIN = ZoneInfo("Europe/Berlin")


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
