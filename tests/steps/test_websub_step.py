"""A subscription from the feed that names a hub to the push that hastens a poll."""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta
from urllib.parse import parse_qs

import pytest
from worker.steps.poll import poll_feed
from worker.steps.websub import answer_hub, open_push, renew_subscriptions, take_push
from worker.store.feed_changes import feed_changes
from worker.store.feeds import find_feed, register_feed, remove_feed, set_feed_state
from worker.store.websub import find_subscription

from stage import BLOCKED, BROKEN, HOST

FEED = f"{HOST}/feed.xml"
HUB = "https://hub.example/"
US = "https://us.example/hooks/"


def with_hub(hub=HUB, topic=FEED):
    links = f'<atom:link rel="hub" href="{hub}"/><atom:link rel="self" href="{topic}"/>' if hub else ""
    item = "<item><guid>a</guid></item>"
    space = 'xmlns:atom="http://www.w3.org/2005/Atom"'
    return f'<rss version="2.0" {space}><channel><title>x</title>{links}{item}</channel></rss>'


@pytest.fixture
def feed_id(stage):
    """Register a feed that names a hub, and poll it once."""
    stage.with_settings(websub_address=US)
    stage.web.answers |= {FEED: with_hub(), HUB: 202}
    number, _ = register_feed(stage.context.store, FEED, stage.context.now())
    poll_feed(stage.context, number)
    return number


def found(stage, feed_id):
    return find_subscription(stage.context.store, feed_id)


def question(stage, feed_id, **said):
    """Let the hub ask whether we meant it."""
    mine = found(stage, feed_id)
    query = {"hub.mode": "subscribe", "hub.topic": mine.topic, "hub.challenge": "xyz"}
    query |= {f"hub.{name}": value for name, value in said.items()}
    return answer_hub(stage.context, mine.token, query)


def subscribed(stage, feed_id):
    renew_subscriptions(stage.context)
    assert question(stage, feed_id, lease_seconds="864000") == "xyz"
    return found(stage, feed_id)


def deliver(stage, token, body, signature):
    coming = open_push(stage.context, token, signature)
    coming.proof.add(body)
    take_push(stage.context, coming)


def push(stage, feed_id, secret=None, body=b"<rss/>"):
    mine = found(stage, feed_id)
    digest = hmac.new((secret or mine.secret).encode(), body, hashlib.sha1).hexdigest()
    deliver(stage, mine.token, body, f"sha1={digest}")


def changes(stage, feed_id):
    return [line.change for line in feed_changes(stage.context.store, feed_id)]


def test_a_hub_is_asked_verified_and_renewed_before_its_lease_ends(stage, feed_id):
    mine = subscribed(stage, feed_id)
    (where, form), facts = stage.web.posted[0], parse_qs(stage.web.posted[0][1].decode())
    assert (where, facts["hub.topic"]) == (HUB, [FEED])
    assert facts["hub.callback"] == [f"{US}{mine.token}"]
    assert mine.secret in form.decode()
    assert mine.secret not in repr(mine)
    assert (mine.state, mine.lease_until) == ("active", stage.context.now() + timedelta(days=10))
    assert changes(stage, feed_id) == ["hub-asked", "subscribed"]
    stage.pass_time(days=6)
    assert renew_subscriptions(stage.context) == 0
    stage.pass_time(days=1, minutes=1)
    assert renew_subscriptions(stage.context) == 1
    assert found(stage, feed_id).state == "active"
    assert question(stage, feed_id, lease_seconds="86400") == "xyz"
    assert found(stage, feed_id).lease_until == stage.context.now() + timedelta(days=1)


def test_nothing_happens_without_an_address(stage, feed_id):
    """Off by default."""
    stage.with_settings(websub_address=None)
    other = f"{FEED}?2"
    stage.web.answers[other] = with_hub(topic=other)
    number, _ = register_feed(stage.context.store, other, stage.context.now())
    poll_feed(stage.context, number)
    assert found(stage, number) is None
    assert renew_subscriptions(stage.context) == 0


def test_a_signed_push_hastens_the_poll_and_no_more(stage, feed_id):
    """Its body is never read; a storm of pushes polls no more often than allowed."""
    subscribed(stage, feed_id)
    feed = find_feed(stage.context.store, feed_id)
    assert feed.next_poll_at > stage.context.now() + timedelta(minutes=30)
    for _ in range(3):
        push(stage, feed_id, body=b"\x00 not XML at all")
    shortest = timedelta(seconds=stage.context.settings.poll_interval_min_s)
    assert find_feed(stage.context.store, feed_id).next_poll_at == feed.last_poll_at + shortest
    assert found(stage, feed_id).pushes == 3
    stage.pass_time(hours=9)
    push(stage, feed_id)  # due long ago: nothing to hasten
    assert find_feed(stage.context.store, feed_id).next_poll_at == feed.last_poll_at + shortest


def test_a_push_with_a_wrong_signature_is_ignored_and_not_told(stage, feed_id):
    subscribed(stage, feed_id)
    before = find_feed(stage.context.store, feed_id).next_poll_at
    mine = found(stage, feed_id)
    push(stage, feed_id, secret="guessed")  # noqa: S106 - not ours
    deliver(stage, mine.token, b"<rss/>", None)
    assert find_feed(stage.context.store, feed_id).next_poll_at == before
    assert found(stage, feed_id).pushes == 0


def test_a_paused_feed_stays_paused(stage, feed_id):
    subscribed(stage, feed_id)
    set_feed_state(stage.context.store, feed_id, "paused", "by hand", stage.context.now())
    push(stage, feed_id)
    assert find_feed(stage.context.store, feed_id).state == "paused"
    stage.pass_time(days=30)
    assert renew_subscriptions(stage.context) == 0


def test_a_removed_feed_has_no_address(stage, feed_id):
    """The hub is told to forget it."""
    token = subscribed(stage, feed_id).token
    remove_feed(stage.context.store, feed_id)
    assert open_push(stage.context, token, None) is None
    assert answer_hub(stage.context, token, {"hub.mode": "subscribe", "hub.topic": FEED}) is None


@pytest.mark.parametrize(
    "said", [{"topic": "https://other.example/"}, {"mode": "unsubscribe"}, {"challenge": ""}]
)
def test_what_we_never_asked_for_is_not_confirmed(stage, feed_id, said):
    renew_subscriptions(stage.context)
    assert question(stage, feed_id, **said) is None
    assert found(stage, feed_id).state == "asked"


def test_a_subscription_that_was_never_asked_for_is_not_confirmed(stage, feed_id):
    assert question(stage, feed_id) is None


@pytest.mark.parametrize(
    ("answer", "state", "again"),
    [
        (202, "asked", timedelta(hours=1)),
        (BROKEN, "failing", timedelta(hours=6)),
        (503, "failing", timedelta(hours=6)),
        (404, "denied", timedelta(days=7)),
        (307, "denied", timedelta(days=7)),  # the secret is for this hub alone
        (BLOCKED, "denied", timedelta(days=7)),
    ],
)
def test_a_hub_that_does_not_do_what_is_asked_is_asked_again_later(stage, feed_id, answer, state, again):
    """A row with a reason, whatever happens."""
    stage.web.answers[HUB] = answer
    assert renew_subscriptions(stage.context) == 1
    mine = found(stage, feed_id)
    assert (mine.state, mine.next_at) == (state, stage.context.now() + again)
    assert (mine.reason is None) == (state == "asked")
    assert renew_subscriptions(stage.context) == 0
    stage.pass_time(days=8)
    assert renew_subscriptions(stage.context) == 1


def test_a_hub_that_is_busy_is_nobodys_failure(stage, feed_id):
    stage.spacing.waits = [600.0]
    renew_subscriptions(stage.context)
    assert (found(stage, feed_id).reason, stage.web.posted) == (None, [])


@pytest.mark.parametrize("renewal", [False, True])
def test_a_hub_that_asks_back_before_it_answers_is_heard(stage, feed_id, renewal):
    """Verification may come at once (WebSub §5.2); the answer that follows must not undo it."""
    if renewal:
        subscribed(stage, feed_id)
        stage.pass_time(days=8)
    post = stage.web.post

    def ask_back(request, body):
        assert question(stage, feed_id, lease_seconds="864000") == "xyz"
        return post(request, body)

    stage.web.post = ask_back
    assert renew_subscriptions(stage.context) == 1
    mine = found(stage, feed_id)
    assert (mine.state, mine.lease_until) == ("active", stage.context.now() + timedelta(days=10))
    assert mine.next_at == stage.context.now() + timedelta(days=7)


def test_a_hub_that_says_no_later_is_heard(stage, feed_id):
    subscribed(stage, feed_id)
    assert question(stage, feed_id, mode="denied", reason="no more") == ""
    assert (found(stage, feed_id).state, found(stage, feed_id).reason) == (
        "denied",
        "the hub says no: no more",
    )
    assert changes(stage, feed_id)[-1] == "hub-denied"


def test_a_hub_without_https_gets_no_secret(stage, feed_id):
    stage.web.answers[FEED] = with_hub("http://hub.example/")
    poll_feed(stage.context, feed_id)
    renew_subscriptions(stage.context)
    assert (found(stage, feed_id).state, stage.web.posted) == ("denied", [])


def test_another_hub_starts_anew_and_none_ends_it(stage, feed_id):
    before = subscribed(stage, feed_id)
    poll_feed(stage.context, feed_id)
    assert found(stage, feed_id) == before
    stage.web.answers[FEED] = with_hub("https://hub2.example/")
    poll_feed(stage.context, feed_id)
    after = found(stage, feed_id)
    assert (after.hub, after.state, after.token != before.token) == ("https://hub2.example/", "wanted", True)
    stage.web.answers[FEED] = with_hub(None)
    poll_feed(stage.context, feed_id)
    assert found(stage, feed_id) is None
    assert changes(stage, feed_id)[-1] == "unsubscribed"


def test_hubs_are_told_when_our_address_changes(stage, feed_id):
    subscribed(stage, feed_id)
    stage.with_settings(websub_address="https://new.example")
    stage.pass_time(minutes=11)
    assert renew_subscriptions(stage.context) == 1
    assert b"https%3A%2F%2Fnew.example%2F" in stage.web.posted[-1][1]
