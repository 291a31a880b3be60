"""The clock of an outlet comes from the country its address ends in, where that country has one."""

import pytest
from worker.text.zones import zone_of_host


@pytest.mark.parametrize(
    ("host", "zone"),
    [
        ("news.sample.de", "Europe/Berlin"),
        ("sample.co.uk", "Europe/London"),
        ("sample.in", "Asia/Kolkata"),
        ("sample.jp", "Asia/Tokyo"),
        ("sample.com", None),
        ("sample.us", None),  # several zones
        ("sample.ru", None),
        ("localhost", None),
        ("", None),
    ],
)
def test_one_clock_or_none(host, zone):
    found = zone_of_host(host)
    assert (found.key if found else None) in (zone, {"Asia/Kolkata": "Asia/Calcutta"}.get(zone, zone))
