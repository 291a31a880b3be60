"""The shapes that cross the rooms' doors: frozen, slotted, defined once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from datetime import date, datetime

Kind = Literal["direct", "mixed", "indirect", "reported"]
DateBasis = Literal["explicit", "relative", "inherited", "published"]
Polarity = Literal["asserted", "denied"]


class Span(NamedTuple):
    """Character offsets into one article's text, end exclusive."""

    start: int
    end: int


Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Feed:
    """An address that lists entries, as registered."""

    id: int
    url: str
    outlet: str | None = None
    lang: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a feed, cleaned; times are aware UTC."""

    key: str  # guid, else canonical URL, else hash: unique within its feed
    url: str | None
    title: str | None = None
    summary: str | None = None
    content_html: str | None = None
    author: str | None = None
    lang: str | None = None
    published_at: datetime | None = None
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class FeedDocument:
    """What one poll's body says: its entries in document order, and the publisher's pacing hints."""

    kind: str  # rss, atom, rdf, json, sitemap, sitemapindex
    title: str | None = None
    lang: str | None = None
    entries: tuple[Entry, ...] = ()
    ttl_s: float | None = None
    hub_url: str | None = None
    topic_url: str | None = None  # the feed's own address, by which its hub knows it
    links: tuple[str, ...] = ()  # further feeds: children of a sitemap index
    dropped: int = 0  # entries past the cap
    skip_hours: frozenset[int] = frozenset()  # UTC hours without polls
    skip_days: frozenset[int] = frozenset()  # weekdays without polls, Monday is 0


@dataclass(frozen=True, slots=True)
class Page:
    """The bytes one fetch brought, with status and headers; nothing interpreted yet."""

    url: str
    final_url: str
    status: int
    headers: tuple[tuple[str, str], ...]  # lower-case names, in order received, of the last hop
    body: bytes
    fetched_at: datetime
    permanent_url: str | None = None  # where 301/308 hops alone lead to

    def header(self, name: str) -> str | None:
        """Return the last value of a header, None when it was not sent."""
        wanted = name.lower()
        return next((value for key, value in reversed(self.headers) if key == wanted), None)


@dataclass(frozen=True, slots=True)
class Article:
    """Clean text of one page: paragraphs joined by a line feed; every span counts into ``text``."""

    text: str
    lang: str | None = None
    title: str | None = None
    url: str | None = None
    canonical_url: str | None = None
    outlet: str | None = None
    author: str | None = None
    published_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Quotation:
    """Spans inside one article: what was said, the words that report it, and who is named beside it.

    ``spans`` are in text order; a framed quotation ("A," X said, "B.") has several.
    ``quoted`` are the parts inside marks, marks included; empty for indirect and reported speech.
    ``speaker`` is the local mention, possibly a pronoun; empty when the text names nobody.
    ``frame`` is the sentence that reports it, where date, channel and occasion are looked for.
    ``act`` is the cue's act as the pack has it, e.g. ``ACCUSE/disapprove``.
    ``chained`` says that ``channel`` reports and cites ``speaker``, but may be no outlet.
    ``follows`` is the index of the earlier quotation whose attribution this one shares.
    """

    kind: Kind
    spans: Spans
    frame: Span
    quoted: Spans = ()
    cue: Spans = ()
    speaker: Spans = ()
    addressee: Spans = ()
    channel: Spans = ()
    act: str = "STATE"
    negated: bool = False
    chained: bool = False
    follows: int | None = None
    score: float = 0.5


@dataclass(frozen=True, slots=True)
class Actor:
    """Who can speak, the same key in every article and language."""

    key: str  # e.g. person:antony-blinken, office:KP:ministry_foreign_affairs, country:KP
    name: str
    kind: str  # person office ministry government spokesperson organisation party company other
    role: str | None = None
    country: str | None = None  # ISO 3166-1 alpha-2, or EU, UN, NATO …


@dataclass(frozen=True, slots=True)
class Statement:
    """The normalised record made of one quotation."""

    id: str
    quotation: Quotation
    text: str  # the spans, joined by " … "
    lang: str
    act: str
    actor: Actor | None = None
    speaker_mention: str | None = None
    channel: str | None = None
    addressee: str | None = None
    targets: tuple[str, ...] = ()
    said_on: date | None = None
    said_on_basis: DateBasis | None = None
    cameo: str | None = None
    polarity: Polarity = "asserted"
    diplomatic: bool = False
    reason: str = ""
    confidence: float = 0.5
    quoted_text: tuple[str, ...] = ()
    versions: tuple[tuple[str, str], ...] = field(default=())  # ("detector", …), ("pack", …)


@dataclass(frozen=True, slots=True)
class Event:
    """One change of one statement, as it goes out; docs/events.md explains the body."""

    cursor: int  # grows from event to event; readers remember the last one
    type: str  # statement.recorded, statement.changed, statement.removed
    statement_id: str
    body: str  # JSON


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """Lines that are no article text, as one language writes them; compared without case."""

    credits: tuple[str, ...] = ()  # words that start a picture's credit: "Quelle", "Photo"
    lines: tuple[str, ...] = ()  # whole lines
    starts: tuple[str, ...] = ()  # beginnings of lines
