"""Subscriptions at hubs: one for each feed that names one, and when it has to be asked for again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, or_, select, update

from worker.store.feed_changes import note_changes
from worker.store.models import FeedRow, SubscriptionRow
from worker.store.rows import Subscription

if TYPE_CHECKING:
    from datetime import datetime

    from worker.store.engine import Store

CLAIM = timedelta(minutes=10)  # longer than a hub may take to answer


def want_subscription(store: Store, wanted: Subscription, now: datetime) -> None:
    """Note the hub of a feed, to be asked soon; the same hub and topic again change nothing.

    Another hub or topic starts anew, with the secret and the token of ``wanted``.
    """
    with store.transaction() as session:
        known = session.get(SubscriptionRow, wanted.feed_id)
        if known is not None and (known.hub, known.topic) == (wanted.hub, wanted.topic):
            return
        if known is not None:
            session.delete(known)
            session.flush()
        facts = {name: getattr(wanted, name) for name in ("feed_id", "hub", "topic", "token", "secret")}
        insert = store.insert(SubscriptionRow).values(**facts, state="wanted", next_at=now)
        session.execute(insert.on_conflict_do_nothing())


def drop_subscription(store: Store, feed_id: int, reason: str, now: datetime) -> None:
    """Forget the hub of a feed that names none any more; what it still pushes is answered with 410."""
    with store.transaction() as session:
        gone = delete(SubscriptionRow).where(SubscriptionRow.feed_id == feed_id)
        if session.scalar(gone.returning(SubscriptionRow.feed_id)) is not None:
            note_changes(session, feed_id, now, [("unsubscribed", reason)])


def find_subscription(store: Store, feed_id: int) -> Subscription | None:
    """Return the subscription of a feed, None when there is none."""
    return _found(store, SubscriptionRow.feed_id == feed_id)


def subscription_of(store: Store, token: str) -> Subscription | None:
    """Return the subscription whose callback carries a token, None when there is none."""
    return _found(store, SubscriptionRow.token == token)


def claim_subscription(store: Store, base: str, now: datetime) -> Subscription | None:
    """Take one subscription of an active feed that has to be asked for: new, to be renewed, or moved.

    Args:
        store: the database.
        base: the address under which hubs reach us now; those that know another are told.
        now: aware UTC.
    """
    due = or_(SubscriptionRow.next_at <= now, SubscriptionRow.base.is_distinct_from(base))
    idle = or_(SubscriptionRow.asked_at.is_(None), SubscriptionRow.asked_at <= now - CLAIM)
    mine = (
        select(SubscriptionRow)
        .join(FeedRow, FeedRow.id == SubscriptionRow.feed_id)
        .where(FeedRow.state == "active", due, idle)
        .order_by(SubscriptionRow.next_at)
        .limit(1)
    )
    if store.is_postgres:
        mine = mine.with_for_update(skip_locked=True, of=SubscriptionRow)
    with store.transaction() as session:
        row = session.scalars(mine).first()
        if row is None:
            return None
        row.asked_at, row.next_at, row.base = now, now + CLAIM, base
        if row.state == "wanted":
            # Before the hub is asked: it may ask back before it answers.
            row.state = "asked"
            note_changes(session, row.feed_id, now, [(CHANGES["asked"], row.hub)])
        return _subscription(row)


def set_subscription(
    store: Store, changed: Subscription, now: datetime, before: Subscription | None = None
) -> None:
    """Save where a subscription stands; a new state is a change in the life of the feed.

    With ``before``, nothing is saved when it stands otherwise by now: the hub was faster than its answer.
    """
    with store.transaction() as session:
        row = session.get(SubscriptionRow, changed.feed_id)
        if row is None or row.token != changed.token:
            return
        if before and (row.state, row.lease_until) != (before.state, before.lease_until):
            return
        if row.state != changed.state:
            words = f"{changed.hub}: {changed.reason}" if changed.reason else changed.hub
            note_changes(session, changed.feed_id, now, [(CHANGES.get(changed.state, changed.state), words)])
        for name in ("state", "reason", "lease_until", "next_at"):
            setattr(row, name, getattr(changed, name))


CHANGES = {"asked": "hub-asked", "active": "subscribed", "denied": "hub-denied", "failing": "hub-failing"}


def note_push(store: Store, token: str, now: datetime) -> None:
    """Count a push that was signed."""
    mine = update(SubscriptionRow).where(SubscriptionRow.token == token)
    values = {"pushes": SubscriptionRow.pushes + 1, "last_push_at": now}
    with store.transaction() as session:
        session.execute(mine.values(**values).execution_options(synchronize_session=False))


def hasten_poll(store: Store, feed_id: int, at: datetime) -> None:
    """Let an active feed be polled at a time, unless it is polled before anyway."""
    sooner = (FeedRow.id == feed_id, FeedRow.state == "active", FeedRow.next_poll_at > at)
    with store.transaction() as session:
        session.execute(update(FeedRow).where(*sooner).values(next_poll_at=at))


def _found(store: Store, where: object) -> Subscription | None:
    with store.reading() as session:
        row = session.scalars(select(SubscriptionRow).where(where)).first()  # type: ignore[arg-type]
        return _subscription(row) if row else None


def _subscription(row: SubscriptionRow) -> Subscription:
    return Subscription(**{name: getattr(row, name) for name in Subscription.__dataclass_fields__})
