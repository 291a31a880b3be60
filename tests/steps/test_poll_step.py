"""One poll: what it asks, what it saves, and when it comes again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from worker.errors import TryAgain
from worker.steps.dispatch import dispatch
from worker.steps.poll import poll_feed
from worker.store.feed_changes import feed_changes
from worker.store.feeds import find_feed, list_feeds, register_feed, set_feed_state
from worker.store.models import EntryRow, PollRow
from worker.tasks import hosts

from stage import BLOCKED, BROKEN, HOST, feed_xml

FEED = f"{HOST}/feed.xml"


@pytest.fixture
def feed_id(stage):
    return register_feed(stage.context.store, FEED, stage.context.now())[0]


def last_poll(stage):
    with stage.context.store.reading() as session:
        row = session.scalars(select(PollRow).order_by(PollRow.id.desc())).first()
        return row.outcome, row.status, row.detail


def test_new_entries_come_back_once(stage, feed_id):
    """In the order of the document; the next poll brings only what is new."""
    stage.web.answers[FEED] = feed_xml(("b", f"{HOST}/b"), ("a", f"{HOST}/a"))
    ids = poll_feed(stage.context, feed_id)
    assert [stage.entry(entry_id).key for entry_id in ids] == ["b", "a"]
    stage.pass_time(minutes=20)
    stage.web.answers[FEED] = feed_xml(("c", f"{HOST}/c"), ("b", f"{HOST}/b"))
    assert [stage.entry(entry_id).key for entry_id in poll_feed(stage.context, feed_id)] == ["c"]
    assert last_poll(stage) == ("ok", 200, None)
    feed = find_feed(stage.context.store, feed_id)
    assert stage.context.now() < feed.next_poll_at <= stage.context.now() + timedelta(hours=12, minutes=1)


def test_an_unchanged_feed_costs_one_line(stage, feed_id):
    """What the server said about its version is said back, byte for byte."""
    validators = (("etag", 'W/"1"'), ("last-modified", "Fri, 20 Nov 2026 08:00:00 GMT"))
    stage.web.answers[FEED] = (200, validators, feed_xml(("a", None)))
    poll_feed(stage.context, feed_id)
    stage.web.answers[FEED] = 304
    assert poll_feed(stage.context, feed_id) == ()
    asked = stage.web.asked[-1]
    assert (asked.etag, asked.last_modified) == ('W/"1"', "Fri, 20 Nov 2026 08:00:00 GMT")
    assert last_poll(stage) == ("not-modified", 304, None)
    assert find_feed(stage.context.store, feed_id).etag == 'W/"1"'


@pytest.mark.parametrize(
    ("answer", "outcome", "status"),
    [
        (BROKEN, "try-again", None),
        (BLOCKED, "blocked-address", None),
        (503, "try-again", 503),
        (404, "not-found", 404),
        ("<html><body>no feed</body></html>", "not-a-feed", 200),
        (RuntimeError("nobody foresaw this"), "crashed", None),
    ],
)
def test_a_failing_feed_is_told_and_comes_again_later(stage, feed_id, answer, outcome, status):
    """Never a silent death."""
    stage.web.answers[FEED] = answer
    poll_feed(stage.context, feed_id)
    assert last_poll(stage)[:2] == (outcome, status)
    feed = find_feed(stage.context.store, feed_id)
    assert (feed.state, feed.failures > 0, feed.next_poll_at > stage.context.now()) == ("active", True, True)


WISHES = (
    '<rss version="2.0"><channel><title>x</title><ttl>240</ttl><skipHours><hour>13</hour></skipHours>'
    "<item><guid>a</guid></item></channel></rss>"
)


@pytest.mark.parametrize("answer", [304, (304, (("cache-control", "max-age=60"),), ""), 503])
def test_what_a_document_asks_for_holds_until_it_changes(stage, feed_id, answer):
    """A 304 and an error bring no document, and the wishes of the last one are not forgotten."""
    stage.web.answers[FEED] = WISHES
    poll_feed(stage.context, feed_id)
    stage.web.answers[FEED] = answer
    poll_feed(stage.context, feed_id)
    again = find_feed(stage.context.store, feed_id).next_poll_at - stage.context.now()
    assert again >= timedelta(hours=5)  # four of them asked for, and the fifth is skipped


def test_headers_of_a_304_are_wishes(stage, feed_id):
    stage.web.answers[FEED] = (304, (("cache-control", "max-age=36000"),), "")
    poll_feed(stage.context, feed_id)
    again = find_feed(stage.context.store, feed_id).next_poll_at - stage.context.now()
    assert timedelta(hours=10) <= again <= timedelta(hours=11)


def fail_for(stage, feed_id, days):
    """Poll whenever it is time, for so many days; return how often."""
    end, polls = stage.context.now() + timedelta(days=days), 0
    while (feed := find_feed(stage.context.store, feed_id)).next_poll_at <= end and feed.state == "active":
        stage.clock[0] = feed.next_poll_at
        poll_feed(stage.context, feed_id)
        polls += 1
    return polls


def changes(stage, feed_id):
    return [(line.change, line.reason) for line in feed_changes(stage.context.store, feed_id)]


def test_a_feed_that_fails_for_months_is_slowed_and_lives_on(stage, feed_id):
    """What users hate most is a feed that died in silence; each change is a row with a reason."""
    stage.web.answers[FEED] = 404
    assert fail_for(stage, feed_id, days=30) > 40
    assert fail_for(stage, feed_id, days=90) < 30
    assert find_feed(stage.context.store, feed_id).trouble == "not-found: status 404"
    assert [change for change, _ in changes(stage, feed_id)] == ["struggling", "dormant"]
    stage.web.answers[FEED] = feed_xml(("a", None))
    fail_for(stage, feed_id, days=7)
    assert changes(stage, feed_id)[-1][0] == "recovered"
    feed = find_feed(stage.context.store, feed_id)
    assert (feed.failures, feed.trouble) == (0, None)
    assert feed.next_poll_at - stage.context.now() < timedelta(days=1)


NEW = f"{HOST}/new.xml"


def moved(stage, feed_id):
    """Let the feed move for good."""
    stage.web.moved = {FEED: NEW}
    stage.web.answers[FEED] = stage.web.answers[NEW] = feed_xml(("a", None))
    for _ in range(3):
        assert find_feed(stage.context.store, feed_id).url == FEED
        poll_feed(stage.context, feed_id)
    assert find_feed(stage.context.store, feed_id).url == NEW


def test_a_permanent_redirect_is_adopted_after_three_polls(stage, feed_id):
    moved(stage, feed_id)
    assert changes(stage, feed_id) == [("moved", f"3 polls were sent on for good: {FEED} → {NEW}")]


@pytest.mark.parametrize(("answer", "polls"), [(410, 1), (BROKEN, 2), (404, 4)])
def test_a_move_is_undone_when_the_new_address_dies(stage, feed_id, answer, polls):
    """Sites send everybody to a page for maintenance, or sell the name; 410 is no end then."""
    moved(stage, feed_id)
    stage.web.answers[NEW] = answer
    for _ in range(polls):
        assert find_feed(stage.context.store, feed_id).url == NEW
        poll_feed(stage.context, feed_id)
    feed = find_feed(stage.context.store, feed_id)
    assert (feed.url, feed.state, feed.failures, feed.etag) == (FEED, "active", 0, None)
    assert changes(stage, feed_id)[-1][0] == "returned"
    assert f"{NEW} → {FEED}" in changes(stage, feed_id)[-1][1]


def test_a_success_forgets_the_failures(stage, feed_id):
    """Counted in a row."""
    stage.web.answers[FEED] = 500
    poll_feed(stage.context, feed_id)
    stage.web.answers[FEED] = feed_xml(("a", None))
    poll_feed(stage.context, feed_id)
    assert find_feed(stage.context.store, feed_id).failures == 0


def test_a_feed_that_is_gone_ends_with_a_reason(stage, feed_id):
    """410 is meant."""
    stage.web.answers[FEED] = 410
    poll_feed(stage.context, feed_id)
    feed = find_feed(stage.context.store, feed_id)
    assert (feed.state, "410" in feed.state_reason) == ("ended", True)
    assert changes(stage, feed_id) == [("ended", feed.state_reason)]
    asked = len(stage.web.asked)
    assert poll_feed(stage.context, feed_id) == ()
    assert len(stage.web.asked) == asked


def test_a_paused_or_removed_feed_is_left_alone(stage, feed_id):
    """A message may come late."""
    set_feed_state(stage.context.store, feed_id, "paused", "asked for", stage.context.now())
    assert poll_feed(stage.context, feed_id) == poll_feed(stage.context, 4711) == ()
    assert stage.web.asked == []


def test_a_wish_to_be_left_alone_is_kept(stage, feed_id):
    """Retry-After counts for the feed, and for its host."""
    stage.web.answers[FEED] = (429, (("retry-after", "7200"),), "")
    poll_feed(stage.context, feed_id)
    feed = find_feed(stage.context.store, feed_id)
    assert feed.next_poll_at >= stage.context.now() + timedelta(hours=2)
    assert stage.spacing.resting == {"outlet.example": 3600.0}


def test_a_host_that_does_not_answer_rests(stage, feed_id):
    """Ten minutes, for all its feeds and pages."""
    stage.web.answers[FEED] = BROKEN
    poll_feed(stage.context, feed_id)
    assert stage.spacing.resting == {"outlet.example": 600.0}


def test_a_poll_whose_turn_is_far_away_is_no_failure(stage, feed_id):
    """It comes back when the host has time."""
    stage.spacing.waits = [300.0]
    assert poll_feed(stage.context, feed_id) == ()
    feed = find_feed(stage.context.store, feed_id)
    assert (last_poll(stage)[0], feed.failures, stage.web.asked) == ("host-busy", 0, [])
    assert feed.next_poll_at == stage.context.now() + timedelta(seconds=450)


def test_a_broker_that_is_away_is_a_reason_to_wait(stage, feed_id):
    """Nobody is asked out of turn."""

    def reserve(*_):
        raise TryAgain("the broker does not answer", 5.0)

    stage.spacing.reserve = reserve
    poll_feed(stage.context, feed_id)
    assert last_poll(stage)[0] == "try-again"
    assert stage.web.asked == []


def test_dispatch_hands_each_due_feed_out_once(stage, feed_id):
    """A batch at a time."""
    other, _ = register_feed(stage.context.store, f"{FEED}?2", stage.context.now())
    assert dispatch(stage.context) == (feed_id, other)
    assert dispatch(stage.context) == ()


def test_a_feed_whose_message_did_not_go_out_is_due_at_once(stage, feed_id, monkeypatch):
    """A broker that dies between claim and message must not cost the minutes that a claim holds."""
    other, _ = register_feed(stage.context.store, f"{FEED}?2", stage.context.now())
    monkeypatch.setattr(hosts, "context", lambda: stage.context)
    monkeypatch.setattr(hosts, "send_named", lambda *_: 1)
    assert hosts.dispatch_feeds() == "1 feeds due"
    assert dispatch(stage.context) == (other,)


def test_more_entries_than_allowed_are_counted(stage, feed_id):
    """Nothing is dropped in silence."""
    stage.web.answers[FEED] = feed_xml(*((str(number), None) for number in range(5)))
    assert len(poll_feed(stage.with_settings(max_entries_per_poll=3), feed_id)) == 3
    assert last_poll(stage) == ("ok", 200, "2 entries past the limit")
    with stage.context.store.reading() as session:
        assert len(session.scalars(select(EntryRow.id)).all()) == 3


def test_an_index_of_sitemaps_registers_its_children(stage, feed_id):
    """Changed last comes first; a second poll adds nothing; the parent has no entries of its own."""
    children = "".join(
        f"<sitemap><loc>/news-{day}.xml</loc><lastmod>2025-01-{day:02}</lastmod></sitemap>"
        for day in range(1, 26)
    )
    stage.web.answers[FEED] = f"<sitemapindex>{children}</sitemapindex>"
    for _ in range(2):
        assert poll_feed(stage.context, feed_id) == ()
    added = [feed.url for feed in list_feeds(stage.context.store)][1:]
    assert len(added) == 20
    assert added[0].endswith("/news-25.xml")
