"""What a report is made of; rows and detections are both brought into these shapes before they are drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date, datetime

    from worker.shapes import DateBasis, Kind, Polarity, Spans


@dataclass(frozen=True, slots=True)
class ReportStatement:
    """One statement, its spans counting into the text of the article that holds it."""

    kind: Kind
    spans: Spans
    act: str  # as recorded, e.g. ACCUSE/disapprove
    speaker: str | None = None
    role: str | None = None
    country: str | None = None  # code, used for counting
    country_name: str | None = None  # shown instead of the code where there is one
    cue: Spans = ()
    channel: str | None = None
    addressee: str | None = None
    targets: tuple[str, ...] = ()
    target_names: tuple[str, ...] = ()  # shown instead of their codes, one each; empty when there are none
    said_on: date | None = None
    said_on_basis: DateBasis | None = None
    polarity: Polarity = "asserted"
    diplomatic: bool = True
    confidence: float = 0.5
    utterance: str | None = None  # what it renders; counted once however many articles tell it


@dataclass(frozen=True, slots=True)
class ReportRendering:
    """One article's rendering of an utterance, beside the best wording."""

    text: str
    lang: str
    origin: Literal["source", "relay", "translation"]
    told: str  # "whole", "cut", "retold" …
    outlet: str | None = None
    url: str | None = None
    at: datetime | None = None  # published
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportUtterance:
    """One thing said once, its renderings in the order in which they were published."""

    text: str
    renderings: tuple[ReportRendering, ...]
    speaker: str | None = None
    country_name: str | None = None


@dataclass(frozen=True, slots=True)
class ReportArticle:
    """One article with the statements found in it, in text order."""

    text: str
    statements: tuple[ReportStatement, ...] = ()
    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    lang: str | None = None
    published_at: datetime | None = None
