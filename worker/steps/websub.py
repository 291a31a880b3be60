"""Subscriptions at hubs: ask for them, answer a hub's questions, poll a feed when its hub has news of it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import timedelta
from time import monotonic
from typing import TYPE_CHECKING

from worker.errors import GiveUp, TryAgain
from worker.feeds.websub import RENEW_AFTER, Proof, read_intent, subscription_form
from worker.log import Log
from worker.steps.manners import post_in_turn
from worker.steps.turns import NotYetError
from worker.store.feeds import MAX_URL_BYTES, find_feed
from worker.store.rows import Subscription
from worker.store.websub import (
    claim_subscription,
    drop_subscription,
    hasten_poll,
    note_push,
    set_subscription,
    subscription_of,
    want_subscription,
)
from worker.text.urls import masked_url
from worker.web.answers import PASSING
from worker.web.client import WebRequest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from worker.shapes import FeedDocument
    from worker.steps.context import Context
    from worker.store.rows import FeedLine

DEADLINE_S = 15.0
ANSWER_BYTES = 16_384
LONGEST_S = 60.0  # of one call, plus one hub: well below visibility_timeout_s
VERIFY_WITHIN = timedelta(hours=1)  # a hub that accepted and never verified is asked again
RETRY = timedelta(hours=6)  # after a hub that could not be reached, or answered nonsense
REFUSED = timedelta(days=7)  # after a hub that said no
log = Log("websub")


def note_hub(context: Context, feed: FeedLine, document: FeedDocument) -> None:
    """Note the hub that a feed names, or that it names none any more; nothing is sent here."""
    if not context.settings.websub_address:
        return
    hub, topic = document.hub_url, document.topic_url or feed.url
    if hub is None or max(len(hub.encode()), len(topic.encode())) > MAX_URL_BYTES:
        drop_subscription(context.store, feed.id, "the feed names no hub any more", context.now())
        return
    token, secret = secrets.token_urlsafe(24), secrets.token_urlsafe(32)
    wanted = Subscription(feed.id, hub, topic, token, secret, next_at=context.now())
    want_subscription(context.store, wanted, context.now())


def renew_subscriptions(context: Context) -> int:
    """Ask the hubs of subscriptions that are new or soon over; return how many were asked."""
    base = context.settings.websub_address
    asked, until = 0, monotonic() + LONGEST_S
    while base and monotonic() < until and (found := claim_subscription(context.store, base, context.now())):
        changed = _ask(context, found, base)
        set_subscription(context.store, changed, context.now(), before=found)
        log.info("hub.asked", feed=found.feed_id, hub=masked_url(found.hub), state=changed.state)
        asked += 1
    return asked


def _ask(context: Context, found: Subscription, base: str) -> Subscription:
    """Send one request of subscription; return where it stands now."""
    now = context.now()
    if not found.hub.startswith("https://") and not context.web.is_allowed(found.hub):
        return replace(
            found, state="denied", reason="it has no https: the secret could be read", next_at=now + REFUSED
        )
    callback = f"{base.rstrip('/')}/{found.token}"
    request = WebRequest(
        found.hub,
        max_bytes=ANSWER_BYTES,
        deadline_s=DEADLINE_S,
    )
    try:
        status = post_in_turn(context, request, subscription_form(found.topic, callback, found.secret))
    except NotYetError as error:
        wait = timedelta(seconds=error.wait_s * (1 + 10 * context.chance()))
        return replace(found, next_at=now + wait)
    except TryAgain as error:
        return replace(found, state=_kept(found, "failing"), reason=error.reason, next_at=now + RETRY)
    except GiveUp as error:
        return replace(found, state="denied", reason=str(error), next_at=now + REFUSED)
    if 200 <= status < 300:
        return replace(found, state=_kept(found, "asked"), reason=None, next_at=now + VERIFY_WITHIN)
    reason = f"status {status}"
    if status in PASSING or status >= 500:
        return replace(found, state=_kept(found, "failing"), reason=reason, next_at=now + RETRY)
    return replace(found, state="denied", reason=reason, next_at=now + REFUSED)


def _kept(found: Subscription, state: str) -> str:
    """Return the new state, but let a lease that still runs be active."""
    return "active" if found.state == "active" else state


def answer_hub(context: Context, token: str, query: Mapping[str, str]) -> str | None:
    """Return the challenge to echo to a hub that asks whether we meant it, None when we did not.

    A refusal by the hub is noted, and answered with an empty text.
    """
    found, intent = subscription_of(context.store, token), read_intent(query)
    if found is None or intent is None or intent.topic != found.topic:
        return None
    now = context.now()
    if intent.mode == "denied":
        reason = f"the hub says no: {intent.reason[:300]}"
        set_subscription(
            context.store, replace(found, state="denied", reason=reason, next_at=now + REFUSED), now
        )
        return ""
    if intent.mode == "unsubscribe" or found.state == "wanted":
        return None  # we never asked for that
    lease = timedelta(seconds=intent.lease_s)
    active = replace(
        found, state="active", reason=None, lease_until=now + lease, next_at=now + RENEW_AFTER * lease
    )
    set_subscription(context.store, active, now)
    log.info("hub.subscribed", feed=found.feed_id, lease_s=int(intent.lease_s))
    return intent.challenge


@dataclass(frozen=True, slots=True)
class Push:
    """A push that is coming in, and the proof that grows with it."""

    found: Subscription
    proof: Proof


def open_push(context: Context, token: str, signature: str | None) -> Push | None:
    """Begin to take a push; None when the token is nobody's, before any of its body is read."""
    found = subscription_of(context.store, token)
    return Push(found, Proof(signature, found.secret)) if found else None


def take_push(context: Context, push: Push) -> None:
    """Let a feed be polled soon because its hub says so.

    Nothing of the body counts but its signature. A push without a right one is ignored, and the hub is not
    told (WebSub §7.1): it could try secrets otherwise.
    """
    found = push.found
    if not push.proof.holds():
        log.warning("push.unsigned", feed=found.feed_id, hub=masked_url(found.hub))
        return
    now = context.now()
    feed = find_feed(context.store, found.feed_id)
    shortest = timedelta(seconds=context.settings.poll_interval_min_s)
    at = max(now, feed.last_poll_at + shortest) if feed and feed.last_poll_at else now
    hasten_poll(context.store, found.feed_id, at)
    note_push(context.store, found.token, now)
    log.info("push.taken", feed=found.feed_id)
