"""What the steps' tests stand on: a clock that is set, a web of prepared answers, a line without dice."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from worker.errors import GiveUp, TryAgain
from worker.settings import load_settings
from worker.shapes import Page
from worker.steps.context import Context
from worker.steps.turns import Turns
from worker.store.engine import open_store
from worker.store.models import EntryRow
from worker.store.upgrade import upgrade
from worker.web.robots import RobotsCache

if TYPE_CHECKING:
    from worker.web.client import WebRequest

START = datetime(2026, 11, 20, 9, tzinfo=UTC)
HOST = "https://outlet.example"
PARAGRAPH = (
    "<p>The foreign minister of Norway spoke in Oslo on Friday about talks over fishing rights that had"
    " lasted for most of the week, and about the answer that her government expects within days.</p>"
)


def article_html(
    quotation="“We condemn the attack on our vessel,” Norwegian Foreign Minister Ada Lind said.",
):
    """Return a page that is an article."""
    body = PARAGRAPH + f"<p>{quotation}</p>" + PARAGRAPH.replace("Friday", "Thursday")
    head = "<head><title>Norway speaks</title></head>"
    return f'<html lang="en">{head}<body><article>{body}</article></body></html>'


def feed_xml(*items, title="The Outlet"):
    """Return an RSS document; an item is (guid, link) or (guid, link, further elements)."""
    text = "".join(
        f"<item><guid>{guid}</guid><title>Item {guid}</title>"
        + (f"<link>{link}</link>" if link else "")
        + "".join(more)
        + "</item>"
        for guid, link, *more in items
    )
    return f'<rss version="2.0"><channel><title>{title}</title>{text}</channel></rss>'


@dataclass
class FakeWeb:
    """Answers from a table: a text is a page, a number its status, an error is raised."""

    answers: dict[str, object] = field(default_factory=dict)
    own_hosts: tuple[str, ...] = ()
    asked: list[WebRequest] = field(default_factory=list)
    now: datetime = START
    posted: list[tuple[str, bytes]] = field(default_factory=list)
    moved: dict[str, str] = field(default_factory=dict)  # permanent redirects

    def fetch(self, request: WebRequest) -> Page:
        self.asked.append(request)
        answer = self.answers.get(request.url, 404)
        if isinstance(answer, Exception):
            raise answer
        status, headers, text = 200, (), ""
        if isinstance(answer, tuple):
            status, headers, text = answer
        elif isinstance(answer, int):
            status = answer
        else:
            text = str(answer)
        kind = "application/xml" if text.startswith("<rss") else "text/html; charset=utf-8"
        headers = (("content-type", kind), *headers)
        final = self.moved.get(request.url, request.url)
        return Page(request.url, final, status, headers, text.encode(), self.now, self.moved.get(request.url))

    def post(self, request: WebRequest, body: bytes) -> int:
        self.posted.append((request.url, body))
        return self.fetch(request).status

    def is_allowed(self, url: str) -> bool:
        return any(host in url for host in self.own_hosts)

    @property
    def paths(self) -> list[str]:
        """The paths asked for so far, robots.txt left out."""
        urls = [request.url.removeprefix(HOST) for request in self.asked]
        return [url for url in urls if url != "/robots.txt"]


@dataclass
class FakeSpacing:
    """Waits from a list, then none; remembers who asked and who rests."""

    waits: list[float] = field(default_factory=list)
    asked: list[tuple[str, float | None]] = field(default_factory=list)
    resting: dict[str, float] = field(default_factory=dict)
    full: list[bool] = field(default_factory=list)  # whether all places are taken, then never
    visits: list[tuple[str, int, float]] = field(default_factory=list)
    left: list[tuple[str, int]] = field(default_factory=list)

    def reserve(self, host: str, gap_s: float | None = None) -> float:
        self.asked.append((host, gap_s))
        return self.waits.pop(0) if self.waits else 0.0

    def rest(self, host: str, seconds: float) -> None:
        self.resting[host] = seconds

    def enter(self, host: str, places: int, for_s: float) -> int | None:
        self.visits.append((host, places, for_s))
        return None if self.full and self.full.pop(0) else 0

    def leave(self, host: str, place: int) -> None:
        self.left.append((host, place))


@dataclass
class Stage:
    """A context whose clock, web, spacing and dice are the test's."""

    context: Context
    web: FakeWeb
    spacing: FakeSpacing
    naps: list[float]
    clock: list[datetime]

    def pass_time(self, **delta: float) -> datetime:
        self.clock[0] += timedelta(**delta)
        self.web.now = self.clock[0]
        return self.clock[0]

    def entry(self, entry_id: int) -> EntryRow:
        with self.context.store.reading() as session:
            row = session.get(EntryRow, entry_id)
        assert row is not None
        return row

    def with_settings(self, **values: object) -> Context:
        self.context = replace(self.context, settings=replace(self.context.settings, **values))
        return self.context


def make_stage(home, url: str) -> Stage:
    """Return a stage on an empty database."""
    settings = replace(load_settings({"COMMUNIQUE_HOME": str(home)}), database_url=url, max_entry_age_days=0)
    if url.startswith("sqlite:///") and not (file := Path(url.removeprefix("sqlite:///"))).exists():
        file.write_bytes(migrated_file())
    store = open_store(url)
    upgrade(store)
    clock, naps = [START], []
    web, spacing = FakeWeb(), FakeSpacing()
    now = lambda: clock[0]  # noqa: E731 - one clock for all
    turns = Turns(spacing, naps.append, lambda: 0.0)
    context = Context(settings, store, web, RobotsCache(web, now), now, turns, lambda: 0.5)
    return Stage(context, web, spacing, naps, clock)


@cache
def migrated_file() -> bytes:
    """Return a SQLite file at today's schema; to migrate takes twenty times as long as to copy."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "communique.db"
        store = open_store(f"sqlite:///{file}")
        upgrade(store)
        store.close()
        return file.read_bytes()


BROKEN = TryAgain("timed out")
BLOCKED = GiveUp("blocked-address", "10.0.0.1")
