"""Subscriptions on both databases: claimed once, kept when a hub was faster, gone with their feed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from worker.store.feeds import register_feed, remove_feed
from worker.store.rows import Subscription
from worker.store.websub import (
    CLAIM,
    claim_subscription,
    find_subscription,
    hasten_poll,
    note_push,
    set_subscription,
    subscription_of,
    want_subscription,
)

BASE = "https://us.example"
TOKEN = "t" * 32


@pytest.fixture
def wanted(store, now):
    """Note the hub of a feed."""
    feed_id, _ = register_feed(store, "https://outlet.example/feed", now)
    made = Subscription(feed_id, "https://hub.example/", "https://outlet.example/feed", TOKEN, "s", now)
    want_subscription(store, made, now)
    want_subscription(store, replace(made, token="x" * 32), now)
    return made


def test_a_subscription_is_claimed_once_and_again_when_nobody_came_back(store, now, wanted):
    claimed = claim_subscription(store, BASE, now)
    assert (claimed.token, claimed.state) == (TOKEN, "asked")
    assert claim_subscription(store, BASE, now) is None
    assert claim_subscription(store, BASE, now + CLAIM).feed_id == wanted.feed_id


def test_a_hub_that_was_faster_is_not_overruled(store, now, wanted):
    claimed = claim_subscription(store, BASE, now)
    active = replace(claimed, state="active", lease_until=now + timedelta(days=9))
    set_subscription(store, active, now)
    set_subscription(store, replace(claimed, next_at=now), now, before=claimed)
    assert find_subscription(store, wanted.feed_id) == active


def test_pushes_are_counted_and_hasten_an_active_feed(store, now, wanted):
    for _ in range(2):
        note_push(store, TOKEN, now)
    hasten_poll(store, wanted.feed_id, now - timedelta(hours=1))
    assert subscription_of(store, TOKEN).pushes == 2


def test_a_subscription_goes_with_its_feed(store, now, wanted):
    remove_feed(store, wanted.feed_id)
    assert subscription_of(store, TOKEN) is None
    set_subscription(store, wanted, now)
    assert find_subscription(store, wanted.feed_id) is None
