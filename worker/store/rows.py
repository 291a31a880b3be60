"""The shapes this room hands out: loaded work, list rows, export rows; frozen, no session attached."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date, datetime

    from worker.shapes import Entry


@dataclass(frozen=True, slots=True)
class FeedLine:
    """A feed as people register and list it."""

    id: int
    url: str
    outlet: str | None
    lang: str | None
    country: str | None
    state: str
    state_reason: str | None
    failures: float
    next_poll_at: datetime
    last_poll_at: datetime | None
    last_entry_at: datetime | None
    etag: str | None = None
    last_modified: str | None = None
    moved_to: str | None = None
    moved_hits: int = 0
    former_url: str | None = None  # from which it moved here
    trouble: str | None = None  # the last failure's words, while it fails
    ttl_s: float | None = None
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class FeedChange:
    """One change in the life of a feed, and why."""

    at: datetime
    change: str
    reason: str


@dataclass(frozen=True, slots=True)
class Subscription:
    """Where a feed's subscription at its hub stands."""

    feed_id: int
    hub: str
    topic: str
    token: str
    secret: str = field(repr=False)
    next_at: datetime
    state: str = "wanted"
    reason: str | None = None
    lease_until: datetime | None = None
    last_push_at: datetime | None = None
    pushes: int = 0


@dataclass(frozen=True, slots=True)
class PollLine:
    """One line of the log of polls."""

    at: datetime
    outcome: str
    status: int | None
    entries: int
    new_entries: int
    elapsed_ms: int
    detail: str | None


@dataclass(frozen=True, slots=True)
class EntryWork:
    """An entry on its way, with what its feed says about the outlet."""

    id: int
    feed_id: int | None
    entry: Entry
    outlet: str | None
    outlet_lang: str | None
    attempts: int
    stage: str
    outcome: str | None
    twin_id: int | None = None  # the first entry that leads to the same page; known at a fetch only


@dataclass(frozen=True, slots=True)
class PollResult:
    """What one poll brought, for the log and the timetable."""

    outcome: str
    at: datetime
    next_poll_at: datetime
    status: int | None = None
    entries: int = 0
    elapsed_ms: int = 0
    detail: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    failures: float = 0.0
    ended: str | None = None  # the reason, when the feed is over
    moved_to: str | None = None
    moved_hits: int = 0
    adopted_url: str | None = None
    returned_because: str | None = None  # the reason, when it goes back to its former address
    trouble: str | None = None
    ttl_s: float | None = None
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[int] = frozenset()
    title: str | None = None
    changes: tuple[tuple[str, str], ...] = ()  # of the feed's state, each with its reason


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One line of ``statements export``; the fields are a contract."""

    id: str
    article_url: str | None
    article_title: str | None
    outlet: str | None
    lang: str
    published_at: datetime | None
    kind: str
    text: str
    quoted: list[str]
    spans: list[list[int]]
    cue: list[list[int]]
    speaker_mention: str | None
    actor: str | None
    actor_kind: str | None
    role: str | None
    country: str | None
    channel: str | None
    addressee: str | None
    targets: list[str]
    said_on: date | None
    said_on_basis: str | None
    act: str
    polarity: str
    confidence: float
    detector_version: str


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """One line of ``articles export``; the fields are a contract. ``text`` is None when there is none."""

    id: int
    url: str | None
    canonical_url: str | None
    outlet: str | None
    title: str | None
    author: str | None
    published_at: datetime | None
    lang: str | None
    version: int
    outcome: str | None
    text: str | None


@dataclass(frozen=True, slots=True)
class EarlierVersion:
    """What an article said before its outlet changed it."""

    version: int
    title: str | None
    text: str
    extracted_at: datetime


@dataclass(frozen=True, slots=True)
class StatementFilter:
    """What ``statements list`` may be narrowed to; None means everything.

    ``text`` is read by ``worker.text.queries``: words, "phrases", word*, -word.
    """

    country: str | None = None
    actor: str | None = None
    role: str | None = None
    act: str | None = None
    target: str | None = None
    kind: str | None = None
    lang: str | None = None
    outlet: str | None = None
    since: date | None = None
    until: date | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """Totals for the summary and the status."""

    feeds: int
    feeds_in_trouble: int
    entries: int
    waiting: int
    retrying: int
    articles: int
    statements: int
    outcomes: dict[str, int]
    last_statement_at: datetime | None
    oldest_waiting_at: datetime | None  # since when the message longest in a queue stands there
    oldest_stage: str | None


@dataclass(frozen=True, slots=True)
class Pace:
    """What the line did in a span of time."""

    polls: int
    failed_polls: int
    articles: int
    statements: int


def as_record(row: Any) -> dict[str, Any]:
    """Return a row's fields in order, for the writers of files."""
    return {name: getattr(row, name) for name in row.__dataclass_fields__}
