"""Pauses per host: the turn is taken once, a rest is never cut short, the broker may be away."""

from __future__ import annotations

import pytest
from redis.exceptions import ConnectionError as BrokerGone
from worker.errors import TryAgain
from worker.web.spacing import HostSpacing, NoSpacing


class FakeBroker:
    """The commands used of a Redis client, over a clock that only the test moves."""

    def __init__(self):
        self.now_ms = 0
        self.ends = {}

    def set(self, name, value, *, px, nx):
        if nx and self.pttl(name) != -2:
            return None
        self.ends[name] = self.now_ms + px
        return True

    def pttl(self, name):
        end = self.ends.get(name, 0)
        if end is None:
            return -1
        return end - self.now_ms if end > self.now_ms else -2

    def pexpire(self, name, time):
        self.ends[name] = self.now_ms + time
        return 1

    def delete(self, name):
        return self.ends.pop(name, None)


@pytest.fixture
def broker():
    return FakeBroker()


def test_the_first_goes_and_the_next_waits(broker):
    here, elsewhere = HostSpacing(broker, 2.0), HostSpacing(broker, 2.0)
    assert here.reserve("outlet.example") == 0.0
    broker.now_ms = 500
    assert elsewhere.reserve("Outlet.example") == 1.5
    assert here.reserve("other.example") == 0.0
    broker.now_ms = 2000
    assert elsewhere.reserve("outlet.example") == 0.0


def test_waiting_does_not_push_the_turn_away(broker):
    spacing = HostSpacing(broker, 2.0)
    spacing.reserve("outlet.example")
    for moment in (100, 700, 1900):
        broker.now_ms = moment
        assert spacing.reserve("outlet.example") == (2000 - moment) / 1000


@pytest.mark.parametrize(("delay_s", "pause_s"), [(None, 2.0), (0.5, 2.0), (10.0, 10.0), (1e12, 86400.0)])
def test_a_crawl_delay_lengthens_the_pause_and_never_shortens_it(broker, delay_s, pause_s):
    spacing = HostSpacing(broker, 2.0)
    assert spacing.reserve("outlet.example", delay_s) == 0.0
    assert spacing.reserve("outlet.example", delay_s) == pause_s


def test_a_failing_host_is_left_alone(broker):
    spacing = HostSpacing(broker, 2.0)
    spacing.reserve("outlet.example")
    spacing.rest("outlet.example", 600)
    broker.now_ms = 3000
    assert spacing.reserve("outlet.example") == 597.0


def test_the_longer_rest_stays(broker):
    spacing = HostSpacing(broker, 2.0)
    for seconds in (600, 60, 0, -5):
        spacing.rest("outlet.example", seconds)
    assert spacing.reserve("outlet.example") == 600.0


def test_without_a_pause_a_rest_still_counts(broker):
    spacing = HostSpacing(broker, 0.0)
    assert spacing.reserve("outlet.example") == 0.0
    broker.now_ms = 2
    spacing.rest("outlet.example", 60)
    assert spacing.reserve("outlet.example") == 60.0


def test_a_key_without_end_does_not_close_a_host_for_ever(broker):
    spacing = HostSpacing(broker, 2.0)
    spacing.reserve("outlet.example")
    broker.ends = dict.fromkeys(broker.ends)
    assert spacing.reserve("outlet.example") == 2.0
    broker.now_ms = 2000
    assert spacing.reserve("outlet.example") == 0.0


def test_a_pause_that_ends_while_asking_is_nearly_over(broker, monkeypatch):
    spacing = HostSpacing(broker, 2.0)
    spacing.reserve("outlet.example")
    monkeypatch.setattr(broker, "pttl", lambda name: -2)
    broker.set = lambda *args, **options: None
    assert spacing.reserve("outlet.example") == 0.001


def test_so_many_may_ask_a_host_at_once_and_no_more(broker):
    """Over all workers; who never comes back holds its place no longer than a request may take."""
    here, elsewhere = HostSpacing(broker, 2.0), HostSpacing(broker, 2.0)
    assert [spacing.enter("outlet.example", 2, 30.0) for spacing in (here, elsewhere)] == [0, 1]
    assert here.enter("Outlet.example", 2, 30.0) is None
    assert here.enter("other.example", 2, 30.0) == 0
    elsewhere.leave("outlet.example", 1)
    assert here.enter("outlet.example", 2, 30.0) == 1
    broker.now_ms = 30_000
    assert here.enter("outlet.example", 2, 30.0) == 0


@pytest.mark.parametrize(
    "ask", [lambda s: s.reserve("h"), lambda s: s.rest("h", 5), lambda s: s.enter("h", 1, 5)]
)
def test_a_broker_that_is_away_is_asked_again(broker, ask):
    def gone(*args, **options):
        raise BrokerGone

    broker.set = gone
    with pytest.raises(TryAgain, match="broker"):
        ask(HostSpacing(broker, 2.0))


def test_a_place_is_given_back_to_a_broker_that_is_away(broker):
    """It ends by itself; the page that was fetched is not lost for it."""

    def gone(*args):
        raise BrokerGone

    broker.delete = gone
    HostSpacing(broker, 2.0).leave("outlet.example", 0)


def test_without_a_broker_everybody_goes():
    spacing = NoSpacing()
    spacing.rest("outlet.example", 600)
    assert [spacing.enter("outlet.example", 1, 9.0) for _ in range(2)] == [0, 0]
    spacing.leave("outlet.example", 0)
    assert [spacing.reserve("outlet.example", 5), spacing.reserve("outlet.example")] == [0.0, 0.0]
