"""Receivers of events: how far each has come, and the hold of the one process that delivers to it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, or_, select, update

from worker.store.events import last_position
from worker.store.models import EventRow, RouteRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, timedelta

    from sqlalchemy.orm import Session

    from worker.store.engine import Store

COUNTED = 100_000
PLAIN = {"synchronize_session": False}


@dataclass(frozen=True, slots=True)
class Hold:
    """The right to deliver to a receiver, for a while: from ``position`` on, by whoever knows ``token``."""

    name: str
    token: str
    position: int
    failures: int


@dataclass(frozen=True, slots=True)
class Route:
    """A receiver as people see it; ``waiting`` counts ordered events that it has not got."""

    name: str
    position: int
    waiting: int
    failures: int
    failing_since: datetime | None
    next_attempt_at: datetime | None
    reason: str | None


def keep_routes(store: Store, names: Sequence[str], whole: Sequence[str] = ()) -> None:
    """Make the receivers exactly these: nothing is kept for one that is gone from the settings.

    A new one begins with what comes from now on; one of ``whole`` with everything that is kept.
    """
    with store.reading() as session:
        known = set(session.scalars(select(RouteRow.name)))
    if known == set(names):
        return
    with store.transaction() as session:
        session.execute(delete(RouteRow).where(RouteRow.name.not_in(names)), execution_options=PLAIN)
        newest = last_position(session)
        for name in names:
            row = store.insert(RouteRow).values(
                name=name, position=0 if name in whole else newest, failures=0
            )
            session.execute(row.on_conflict_do_nothing(index_elements=["name"]))


def hold_route(store: Store, name: str, now: datetime, length: timedelta) -> Hold | None:
    """Take a receiver that has events waiting, whose time has come, and that nobody holds; else None."""
    free = or_(RouteRow.held_until.is_(None), RouteRow.held_until <= now)
    due = or_(RouteRow.next_attempt_at.is_(None), RouteRow.next_attempt_at <= now)
    behind = RouteRow.position < select(func.max(EventRow.position)).scalar_subquery()
    mine = (RouteRow.name == name, free, due, behind)
    with store.reading() as session:  # most often there is nothing, and no writer has to wait for that
        if session.scalar(select(RouteRow.name).where(*mine)) is None:
            return None
    token = secrets.token_hex(8)
    taken = update(RouteRow).where(*mine).values(holder=token, held_until=now + length)
    taken = taken.returning(RouteRow.position, RouteRow.failures)
    with store.transaction() as session:
        row = session.execute(taken, execution_options=PLAIN).first()
    return Hold(name, token, row.position, row.failures) if row else None


def note_delivered(store: Store, hold: Hold, position: int, until: datetime) -> bool:
    """Write down how far a receiver has come, and hold it on; False when another has taken it."""
    values = {"position": position, "held_until": until, "failures": 0}
    values |= {"failing_since": None, "next_attempt_at": None, "reason": None}
    return _change(store, hold, values)


def note_failed(store: Store, hold: Hold, reason: str, now: datetime, next_attempt_at: datetime) -> None:
    """Write down why a receiver got nothing, and when it is tried again."""
    since = func.coalesce(RouteRow.failing_since, now, type_=RouteRow.failing_since.type)
    values = {"failures": hold.failures + 1, "failing_since": since, "reason": reason}
    _change(store, hold, values | {"next_attempt_at": next_attempt_at, "holder": None, "held_until": None})


def let_go(store: Store, hold: Hold) -> None:
    """End a hold; nothing when it has ended."""
    _change(store, hold, {"holder": None, "held_until": None})


def _change(store: Store, hold: Hold, values: dict[str, Any]) -> bool:
    mine = (RouteRow.name == hold.name, RouteRow.holder == hold.token)
    change = update(RouteRow).where(*mine).values(**values).returning(RouteRow.name)
    with store.transaction() as session:
        return session.execute(change, execution_options=PLAIN).first() is not None


def rewind_route(store: Store, name: str, position: int) -> bool:
    """Send a receiver back to a cursor, at once, whoever holds it; False when there is no such receiver."""
    values: dict[str, Any] = {"position": position, "holder": None, "held_until": None}
    values |= {"failures": 0, "failing_since": None, "next_attempt_at": None, "reason": None}
    back = update(RouteRow).where(RouteRow.name == name).values(**values).returning(RouteRow.name)
    with store.transaction() as session:
        return session.execute(back, execution_options=PLAIN).first() is not None


def list_routes(store: Store) -> list[Route]:
    """Return all receivers by name; more than ``COUNTED`` events that wait are not counted."""
    with store.reading() as session:
        rows = session.scalars(select(RouteRow).order_by(RouteRow.name)).all()
        return [_route(row, _waiting(session, row.position)) for row in rows]


def _waiting(session: Session, position: int) -> int:
    some = select(EventRow.id).where(EventRow.position > position).limit(COUNTED).subquery()
    return session.scalar(select(func.count()).select_from(some)) or 0


def _route(row: RouteRow, waiting: int) -> Route:
    return Route(
        name=row.name,
        position=row.position,
        waiting=waiting,
        failures=row.failures,
        failing_since=row.failing_since,
        next_attempt_at=row.next_attempt_at,
        reason=row.reason,
    )
