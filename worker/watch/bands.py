"""Tell whether a source gives as many statements an article as it usually does: pure, on daily counts.

When an outlet changes its pages, or writes its quotations in a new way, articles go on coming and statements
quietly stop. The world makes more and less news, too, so the measure is statements per article.

The rule is Laney's u′ chart (D. B. Laney, "Improved Control Charts for Attributes", Quality Engineering 14,
2002): a chart of counts per unit whose limits, three sigmas about the usual rate, are widened by how much
more the source varies than chance alone would make it. One period outside is chance now and then – with
three hundred sources one a day – so two in a row, on the same side, are wanted.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

MIN_ARTICLES = 20  # of a period: a small outlet's days are joined until they have so many
USUAL = 28  # periods that make what is usual: four weeks of a daily
LEAST = 10  # periods before anything is usual
LEAST_STATEMENTS = 20  # in them; below, limits say nothing
NEW_LEVEL = 14  # periods outside in a row are what is usual from now on
IN_A_ROW = 2
SIGMAS = 3.0
D2 = 1.128  # mean range of two values of a normal distribution, in sigmas
FORGOTTEN_DAYS = 14  # a source silent for so long is the feeds' business
DRY, FLOODED = "dry", "flooded"


@dataclass(frozen=True, slots=True)
class Day:
    """What one source brought on one day, or over several that were joined; ``day`` is the last of them."""

    day: date
    articles: int
    statements: int

    @property
    def rate(self) -> float:
        """Statements an article."""
        return self.statements / self.articles


@dataclass(frozen=True, slots=True)
class Band:
    """What is usual, in statements an article."""

    usual: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Outside:
    """A source that left its band: which side, since when, its rate since then, and the band."""

    side: str
    since: date
    rate: float
    band: Band


def judge(days: Iterable[Day], today: date) -> Outside | None:
    """Return how a source stands outside its band, None when it does not or when nobody can tell.

    Args:
        days: complete days in their order; days without articles may be left out.
        today: nothing that ended long before it is told.
    """
    usual: list[Day] = []
    strangers: list[tuple[str, Day, Band]] = []
    for period in periods(days):
        band = band_for(usual, period.articles)
        side = _side(period, band)
        if band is None or side is None or (strangers and strangers[-1][0] != side):
            strangers = []
        if band is None or side is None:
            usual = [*usual, period][-USUAL:]
            continue
        strangers.append((side, period, band))
        if len(strangers) >= NEW_LEVEL:
            usual, strangers = [stranger for _, stranger, _ in strangers], []
    if len(strangers) < IN_A_ROW or (today - strangers[-1][1].day).days > FORGOTTEN_DAYS:
        return None
    side, _, band = strangers[-1]
    rate = sum(p.statements for _, p, _ in strangers) / sum(p.articles for _, p, _ in strangers)
    return Outside(side, strangers[0][1].day, rate, band)


def periods(days: Iterable[Day]) -> list[Day]:
    """Join days until each period has enough articles; an unfinished last one is left out."""
    joined: list[Day] = []
    articles = statements = 0
    for day in days:
        articles += day.articles
        statements += day.statements
        if articles >= MIN_ARTICLES:
            joined.append(Day(day.day, articles, statements))
            articles = statements = 0
    return joined


def band_for(usual: Sequence[Day], articles: int) -> Band | None:
    """Return the limits for a period of so many articles, None when too little is known."""
    total = sum(period.statements for period in usual)
    if len(usual) < LEAST or total < LEAST_STATEMENTS:
        return None
    rate = total / sum(period.articles for period in usual)
    scores = [(period.rate - rate) / sqrt(rate / period.articles) for period in usual]
    moves = [abs(after - before) for before, after in pairwise(scores)]
    spread = max(1.0, sum(moves) / len(moves) / D2)  # never narrower than chance
    reach = SIGMAS * spread * sqrt(rate / articles)
    return Band(rate, max(0.0, rate - reach), rate + reach)


def _side(period: Day, band: Band | None) -> str | None:
    if band is None or band.low <= period.rate <= band.high:
        return None
    return DRY if period.rate < band.low else FLOODED
