"""Entries: registering them, each once, and the stages and the outcome word they come to."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, case, func, or_, select, update

from worker.store.entry_keys import told_apart
from worker.store.models import EntryRow, storable, table_of
from worker.text.urls import canonical_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from worker.shapes import Entry
    from worker.store.engine import Store

BATCH = 500  # rows of one insert: both databases count parameters
MAX_INDEXED = 1000  # bytes; PostgreSQL indexes no more than 2,700
# An entry that its feed lists with a new title or a later date is fetched again, so often and no faster:
# some feeds stamp every entry anew on every poll.
MAX_REVISIONS = 3
REVISION_GAP = timedelta(hours=1)
FINAL = ("dropped", "duplicate", "quarantined", "robots", "too-old")
# Another entry of the same page is no substitute after these.
NO_SUBSTITUTE = ("dropped", "duplicate", "quarantined", "unreachable")
MAX_DETAIL = 8000  # characters; room for a traceback
RESTART: dict[str, Any] = {"stage": "fetch", "outcome": None, "attempts": 0, "next_attempt_at": None}


def add_entries(
    store: Store, session: Session, feed_id: int, entries: Sequence[Entry], now: datetime
) -> tuple[tuple[int, ...], int]:
    """Register a feed's entries: unknown ones, and once more those that say they have changed.

    Returns:
        The ids to fetch in the order given, and how many of them are new.
    """
    unique = {known_form(entry.key): entry for entry in entries}
    addresses = {key: known_form(canonical_url(entry.url)) for key, entry in unique.items() if entry.url}
    unique = told_apart(session, feed_id, unique, addresses)
    # The same order in every poll, so that two of them wait for each other instead of dead-locking.
    rows = [entry_values(unique[key], feed_id, now) | {"key": key} for key in sorted(unique)]
    found: dict[str, tuple[int, int]] = {}
    for start in range(0, len(rows), BATCH):
        insert = _upsert(store, rows[start : start + BATCH], now)
        returned = session.execute(insert.returning(EntryRow.key, EntryRow.id, EntryRow.revisions))
        found |= {key: (entry_id, revisions) for key, entry_id, revisions in returned}
    ids = tuple(found[key][0] for key in unique if key in found)
    return ids, sum(revisions == 0 for _, revisions in found.values())


def _upsert(store: Store, rows: list[dict[str, Any]], now: datetime) -> Any:
    insert = store.insert(EntryRow).values(rows)
    said = insert.excluded
    changed = or_(said.updated_at > EntryRow.updated_at, said.title != EntryRow.title)
    renewed = ("url", "address", "title", "summary", "content_html", "author", "updated_at", "touched_at")
    values = {name: said[name] for name in renewed} | RESTART | {"revisions": EntryRow.revisions + 1}
    return insert.on_conflict_do_update(
        index_elements=["feed_id", "key"],
        set_=values,
        where=and_(
            changed,
            EntryRow.outcome.not_in(FINAL),
            EntryRow.revisions < MAX_REVISIONS,
            EntryRow.touched_at <= now - REVISION_GAP,
        ),
    )


def add_entry(store: Store, entry: Entry, now: datetime) -> int:
    """Register a single article without a feed; an address known already starts anew under its own id."""
    values = entry_values(entry, None, now)
    known_as = EntryRow.feed_id.is_(None) & (EntryRow.key == values["key"])
    if values["address"]:
        shared = EntryRow.address == values["address"]
        known_as |= shared & EntryRow.outcome.is_distinct_from("duplicate")
    with store.transaction() as session:
        known = session.scalar(select(EntryRow.id).where(known_as).order_by(EntryRow.id).limit(1))
        if known is not None:
            session.execute(update(EntryRow).where(EntryRow.id == known).values(**RESTART, touched_at=now))
            return known
        insert = store.insert(EntryRow).values(values)
        insert = insert.on_conflict_do_update(  # another process was faster
            index_elements=["key"], index_where=EntryRow.feed_id.is_(None), set_={"touched_at": now}
        )
        return int(session.scalar(insert.returning(EntryRow.id)))


def entry_values(entry: Entry, feed_id: int | None, now: datetime) -> dict[str, Any]:
    """Return the columns of a new entry."""
    return {
        "feed_id": feed_id,
        "key": known_form(entry.key),
        "url": entry.url,
        "address": known_form(canonical_url(entry.url)) if entry.url else None,
        "title": entry.title,
        "summary": entry.summary,
        "content_html": entry.content_html,
        "author": entry.author,
        "lang": entry.lang,
        "published_at": entry.published_at,
        # Feeds without a word for it tell an edit by a later date of publication.
        "updated_at": entry.updated_at or entry.published_at,
        "seen_at": now,
        "touched_at": now,
        "stage": "fetch",
        "attempts": 0,
        "revisions": 0,
    }


def known_form(value: str) -> str:
    """Return a value as it stands in an index: itself, or its hash when it is too long for one."""
    value = storable(value)
    raw = value.encode()
    return value if len(raw) <= MAX_INDEXED else "sha256:" + hashlib.sha256(raw).hexdigest()


def count_fetching(store: Store, feed_id: int | None) -> int:
    """Return how many entries of a feed wait for their page."""
    waiting = (EntryRow.feed_id == feed_id, EntryRow.stage == "fetch", EntryRow.outcome.is_(None))
    with store.reading() as session:
        return session.scalar(select(func.count()).select_from(EntryRow).where(*waiting)) or 0


def move_on(session: Session, entry_id: int, stage: str, now: datetime, detail: str | None = None) -> None:
    """Let an entry enter its next stage with a fresh count of attempts; None keeps the detail as it is."""
    move_all_on(session, [(entry_id, detail)], stage, now)


def move_all_on(session: Session, moves: Iterable[tuple[int, str | None]], stage: str, now: datetime) -> None:
    """Let entries enter their next stage as ``move_on`` does; each comes with its detail."""
    told = [
        (detail, {"entry": entry_id, "to_stage": stage, "now": now} | detail_values(detail))
        for entry_id, detail in moves
    ]
    _change_all(session, "move", told)


def end_entry(
    session: Session, entry_id: int, outcome: str, now: datetime, detail: str | None = None
) -> None:
    """Save an ending; ``outcome`` is the word that log, row and metric share."""
    end_entries(session, [(entry_id, outcome, detail)], now)


def end_entries(session: Session, endings: Iterable[tuple[int, str, str | None]], now: datetime) -> None:
    """Save the endings of entries, each with its outcome and its detail, as ``end_entry`` does."""
    told = [
        (detail, {"entry": entry_id, "word": outcome, "now": now} | detail_values(detail))
        for entry_id, outcome, detail in endings
    ]
    _change_all(session, "end", told)


def _change_all(session: Session, what: str, told: list[tuple[str | None, dict[str, Any]]]) -> None:
    for detailed in (False, True):
        rows = [values for detail, values in told if (detail is not None) == detailed]
        if rows:
            session.execute(_change(what, detailed=detailed), rows if len(rows) > 1 else rows[0])


@cache
def _change(what: str, *, detailed: bool) -> Any:
    """Build an update once: building it costs as much as running it."""
    entry = table_of(EntryRow)
    values: dict[str, Any] = {"touched_at": bindparam("now"), "next_attempt_at": None}
    if what == "move":
        values |= RESTART | {"stage": bindparam("to_stage")}
    else:
        last = case((entry.c.stage == "done", entry.c.last_stage), else_=entry.c.stage)
        values |= {"stage": "done", "outcome": bindparam("word"), "last_stage": last}
    if detailed:
        values["outcome_detail"] = bindparam("outcome_detail")
    return update(entry).where(entry.c.id == bindparam("entry")).values(**values)


def detail_values(detail: str | None) -> dict[str, Any]:
    """Return the column of what a person may read; None leaves it as it is, an empty text clears it."""
    return {} if detail is None else {"outcome_detail": detail[-MAX_DETAIL:] or None}
