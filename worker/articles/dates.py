"""When a page says it was published, on the outlet's clock; refuses the impossible and never asks the clock.

A date without a time becomes midnight UTC: the day is what the page stated, the hour is unknown.
A time keeps the zone it is stated in; one stated in UTC, or without a zone, is read on the clock of the
outlet's country where its address tells that, because the day a reader saw is the local one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from htmldate import find_date
from htmldate.extractors import get_external_parser

from worker.articles.written_days import read_days

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import tzinfo

    from worker.articles.markings import Markings
    from worker.articles.shown_dates import ShownDay
    from worker.shapes import Page

# As dateparser names them; Norwegian is "nb" there.
LANGUAGES = (
    *("ar", "cs", "da", "de", "el", "en", "es", "fa", "fi", "fr", "he", "hu", "id", "it"),
    *("ja", "ko", "nb", "nl", "pl", "pt", "ro", "ru", "sv", "tr", "uk", "vi", "zh"),
)
_EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)  # no news page is older than the news web
_LONGEST = 60  # characters of a date
_SLACK = timedelta(days=1)  # clocks go wrong, and a local day may be ahead of UTC
_URL_DAY = re.compile(r"/((?:19|20)\d\d)[/-]?(\d\d)[/-]?(\d\d)(?=[/_.-]|$)")
# Names of meta elements, the most trustworthy first; several of one name state the same.
_STATED = (
    ("parsely-pub-date", "sailthru.date"),
    ("publish-date", "pubdate"),
    ("DC.date.issued", "dcterms.created"),
)
# What many systems fill with the day of the last edit or of the import.
_LOOSELY_STATED = (
    ("og:article:published_time",),
    ("DC.date", "dc.date", "dcterms.date", "DCTERMS.date"),
    ("date", "Date"),
)
_MAX_SAME = 2  # values of one kind that are read
_ZONE = re.compile(r"([+-])(\d{2}):?(\d{2})?$")
_ZULU = re.compile(r"\s?(?:UTC|GMT)$")


@dataclass(frozen=True, slots=True)
class DateHints:
    """What helps to read dates: what JSON-LD states, the day shown, a page's clock, language and country."""

    linked: str | None = None
    shown: ShownDay | None = None
    zone: tzinfo | None = None
    lang: str | None = None
    search: bool = True  # whether address and text may be asked; who knows the time has no use for that


NO_HINTS = DateHints()


def find_published(tree: Any, page: Page, marked: Markings, hints: DateHints = NO_HINTS) -> datetime | None:
    """Return when the page was published, None when it doesn't say or says what cannot be.

    What is stated (JSON-LD, then meta and time elements) gives the time; the day shown beside the headline
    decides where that is another. Only with neither is htmldate asked, which reads the day off address and
    text: 5 ms a page, and the first unusual date of a process 200 ms. Nothing a day later than the fetch is
    believed.
    """
    read = _Reader(page, hints)
    stated = read.all_of([hints.linked or "", *_stated(tree, marked)])
    loose = read.all_of(_contents(marked, _LOOSELY_STATED))
    shown = read.shown()
    if shown:
        return _by_shown(shown, stated, loose)
    if stated:
        return _on_day_of_address(stated[0], page.final_url)
    if not loose and hints.search:
        loose = read.all_of([_read_day(tree, page) or ""])
    return next(iter(loose), None)


@dataclass(frozen=True, slots=True)
class _Shown:
    days: tuple[date, ...]  # the likely reading first
    moment: datetime


class _Reader:
    """Reads what one page writes of dates, and drops what cannot be."""

    def __init__(self, page: Page, hints: DateHints) -> None:
        self._before = page.fetched_at + _SLACK
        self._hints = hints

    def all_of(self, values: Iterable[str]) -> list[datetime]:
        moments = (self._moment(value) for value in values if value)
        return [moment for moment in moments if moment and _EARLIEST <= moment <= self._before]

    def shown(self) -> _Shown | None:
        shown = self._hints.shown
        days = [day for day in (shown.day, shown.other) if day] if shown else []
        possible = tuple(day for day in days if _EARLIEST <= _midnight(day) <= self._before)
        if shown is None or not possible:
            return None
        written = self.all_of([shown.written])
        exact = next((moment for moment in written if moment.date() in possible), None)
        return _Shown(possible, exact or _midnight(possible[0]))

    def _moment(self, value: str) -> datetime | None:
        moment = parse_moment(value, self._hints.zone)
        written = read_days(value[:_LONGEST], self._hints.lang) if moment is None else []
        return _midnight(written[0].day) if written else moment


def _by_shown(shown: _Shown, stated: list[datetime], loose: list[datetime]) -> datetime:
    """Return the time that fits the day shown.

    A stated time of another day is either on another clock, or of an edit or import where it is later than
    the day shown; a day shown later than what is stated is the next day's paper, or an update unmarked.
    """
    agreeing = next((moment for moment in (*stated, *loose) if moment.date() in shown.days), None)
    if agreeing or not stated:
        return agreeing or shown.moment
    on_clock = _on_day(stated[0], shown.days[0])
    if on_clock:
        return on_clock
    return shown.moment if shown.days[0] <= stated[0].date() + _SLACK else stated[0]


def _on_day(moment: datetime, day: date) -> datetime | None:
    """Return a time that is told in UTC on the nearest clock on which it is that day, None without one."""
    if moment.utcoffset() or moment.time() == time.min:
        return None
    for hours in range(1, 13):
        for offset in (timedelta(hours=hours), timedelta(hours=-hours)):
            local = moment.astimezone(timezone(offset))
            if local.date() == day:
                return local
    return None


def _on_day_of_address(moment: datetime, url: str) -> datetime:
    """Return a time told in UTC on the clock of the day that the page's address names."""
    match = _URL_DAY.search(url)
    days = read_days("-".join(match.groups()), None) if match else []
    return (_on_day(moment, days[0].day) if days and days[0].day != moment.date() else None) or moment


def _stated(tree: Any, marked: Markings) -> Iterator[str]:
    """Yield what meta, microdata and time elements state, the most trustworthy first."""
    published = marked.elements("datePublished")
    yield from _contents(marked, [("article:published_time",)])
    yield from marked.contents("datePublished", by=("itemprop",))[:_MAX_SAME]
    yield from _attributes(published, "datetime")
    yield from _attributes(published, "content")
    yield from _contents(marked, _STATED)
    yield from _attributes((each for each in tree.iter("time") if "pubdate" in each.attrib), "datetime")


def _contents(marked: Markings, kinds: Iterable[tuple[str, ...]]) -> Iterator[str]:
    return (value for names in kinds for value in marked.contents(*names)[:_MAX_SAME])


def _attributes(elements: Iterable[Any], name: str) -> Iterator[str]:
    return islice((each.get(name) for each in elements if name in each.attrib), _MAX_SAME)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)


def _read_day(tree: Any, page: Page) -> str | None:
    """Return the day htmldate finds; a first of January is its way to tell a year without a day."""
    _narrow_last_resort()
    try:
        found: str | None = find_date(
            tree,
            url=page.final_url,
            original_date=True,
            extensive_search=True,
            max_date=page.fetched_at.strftime("%Y-%m-%d"),
        )
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError, RecursionError):
        return None
    return None if found is None or found.endswith("-01-01") else found


@cache
def _narrow_last_resort() -> None:
    """Let htmldate's last resort read the languages of our packs, not 205: that is a second, and 35 MB."""
    get_external_parser().languages = list(LANGUAGES)


def parse_moment(value: str, zone: tzinfo | None = None) -> datetime | None:
    """Read an ISO 8601 date or time as an aware time on the clock of ``zone``, None when it is none."""
    text = _ZULU.sub("+00:00", value.strip()[:_LONGEST].replace("/", "-"))
    text = _ZONE.sub(lambda zone: f"{zone[1]}{zone[2]}:{zone[3] or '00'}", text)
    try:
        moment = datetime.fromisoformat(text)
        return on_local_clock(moment, zone)
    except (ValueError, OverflowError):
        return None


def on_local_clock(moment: datetime, zone: tzinfo | None) -> datetime:
    """Return a time on the outlet's clock; midnight is a day without a time and stays what it is.

    Raises:
        OverflowError: the year is out of range.
    """
    whole_day = moment.time() == time.min
    if moment.tzinfo is None:
        return moment.replace(tzinfo=UTC if whole_day or zone is None else zone)
    if zone is not None and not whole_day and not moment.utcoffset():
        return moment.astimezone(zone)
    moment.astimezone(UTC)  # an offset beyond the calendar's ends is no time
    return moment
