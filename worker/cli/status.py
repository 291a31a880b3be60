"""``communique status``: how things stand, and what needs a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import typer

from worker.cli.process import settings_here, store_here
from worker.cli.terminal import complain, say, show_facts
from worker.feeds.life import TROUBLE

if TYPE_CHECKING:
    from worker.settings import Settings
    from worker.store.routes import Route
    from worker.store.rows import Counts, FeedLine, Pace
    from worker.watch.bands import Outside

LAGGING = timedelta(minutes=30)  # six times the sweep's patience: by then it has sent everything again
LATELY = timedelta(hours=1)
OVERDUE = timedelta(minutes=30)
DEAF = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Queues:
    """How many messages wait in each queue, or why nobody knows."""

    lengths: dict[str, int]
    complaint: str | None = None


def status() -> None:
    """Show how things stand; exit 1 if something needs a person."""
    from worker.steps.count import sources_outside  # noqa: PLC0415
    from worker.steps.pressure import scarcity  # noqa: PLC0415
    from worker.steps.sweep import MAX_MATCHES  # noqa: PLC0415
    from worker.store.counts import count_all, pace_since  # noqa: PLC0415
    from worker.store.feeds import list_feeds  # noqa: PLC0415
    from worker.store.jobs import OVER, list_jobs  # noqa: PLC0415
    from worker.store.routes import list_routes  # noqa: PLC0415
    from worker.store.unmatched import count_given_up  # noqa: PLC0415

    settings, now = settings_here(), datetime.now(UTC)
    with store_here(settings) as store:
        counts, feeds = count_all(store, now), list_feeds(store)
        jobs = [job for job in list_jobs(store) if job.state not in OVER]
        pace = pace_since(store, now - LATELY)
        routes, outside = list_routes(store), sources_outside(store, now)
        unmatched = count_given_up(store, MAX_MATCHES)
    queues = _queues(settings)
    scarce = scarcity(settings)
    _show(counts, feeds, queues, pace, now)
    for job in jobs:
        say(f"{f'job {job.id}':<14}  {job.state}, {job.done:,} of {job.planned:,} read again")
    needs = needs_of(counts, feeds, queues, now) + undelivered(routes, now) + strange(outside)
    if scarce:
        needs.append(f"no further feeds are polled: {scarce}")
    if unmatched:
        needs.append(f"{unmatched} articles could not be matched with others; their statements stand alone")
    for need in needs:
        complain(f"needs a person: {need}")
    raise typer.Exit(1 if needs else 0)


def needs_of(counts: Counts, feeds: list[FeedLine], queues: Queues, now: datetime) -> list[str]:
    """Name everything that does not mend itself, one line each."""
    needs = [f"feed {f.id} {f.url}: {f.failures:g} failures, {f.trouble}" for f in feeds if _in_trouble(f)]
    needs += [f"feed {f.id} {f.url} has ended: {f.state_reason}" for f in feeds if f.state == "ended"]
    if quarantined := counts.outcomes.get("quarantined", 0):
        needs.append(f"{quarantined} entries in quarantine")
    overdue = [f for f in feeds if f.state == "active" and now - f.next_poll_at > OVERDUE]
    if overdue:
        needs.append(f"{len(overdue)} feeds should have been polled long ago: is `communique up` running?")
    lag = _lag(counts, now)
    if lag and lag > LAGGING:
        needs.append(f"entries have waited for {_span(lag)}")
    if queues.complaint:
        needs.append(f"the broker can't be reached: {queues.complaint}")
    return needs


def undelivered(routes: list[Route], now: datetime) -> list[str]:
    """Name the receivers of events that have failed for so long that nobody will mend it by itself."""
    return [
        f"events do not reach {route.name}, {route.waiting:,} wait: {route.reason}"
        for route in routes
        if route.failing_since and now - route.failing_since > DEAF
    ]


def strange(outside: list[tuple[str, str, Outside]]) -> list[str]:
    """Name the sources that give other numbers of statements than they usually do."""
    return [
        f"{kind} {name} is {found.side}: {found.rate:.2f} statements an article since {found.since},"
        f" usually {found.band.usual:.2f} ({found.band.low:.2f} to {found.band.high:.2f})"
        for kind, name, found in outside
    ]


def _in_trouble(feed: FeedLine) -> bool:
    return feed.state == "active" and feed.failures >= TROUBLE


def _lag(counts: Counts, now: datetime) -> timedelta | None:
    return now - counts.oldest_waiting_at if counts.oldest_waiting_at else None


def _queues(settings: Settings) -> Queues:
    """Ask the broker; an embedded one that is down is no fault, a configured one is."""
    from worker.app import QUEUES, make_app  # noqa: PLC0415
    from worker.app.broker_address import socket_path  # noqa: PLC0415
    from worker.stack.broker import BROKER_ERRORS, complaint  # noqa: PLC0415

    if not settings.broker_url and not socket_path(settings.home).exists():
        return Queues({})
    app = make_app(settings)
    try:
        reason = complaint(app)
        if reason is not None:
            return Queues({}, reason if settings.broker_url else None)
        with app.connection_for_read() as connection:
            client = connection.default_channel.client
            return Queues({name: int(client.llen(name)) for name in QUEUES})
    except BROKER_ERRORS as error:
        return Queues({}, str(error))
    finally:
        app.close()


def _show(counts: Counts, feeds: list[FeedLine], queues: Queues, pace: Pace, now: datetime) -> None:
    lag = _lag(counts, now)
    lengths = ", ".join(f"{name} {length}" for name, length in queues.lengths.items())
    outcomes = sorted(counts.outcomes.items(), key=lambda pair: -pair[1])
    show_facts(
        [
            ("queues", lengths or "no broker is running"),
            ("oldest message", f"{_span(lag)} ({counts.oldest_stage})" if lag else "none"),
            ("last hour", _paced(pace)),
            ("feeds", f"{counts.feeds}, {sum(map(_in_trouble, feeds))} in trouble"),
            ("entries", f"{counts.entries}, {counts.waiting} waiting, {counts.retrying} to be tried again"),
            ("outcomes", ", ".join(f"{word} {number}" for word, number in outcomes)),
            ("articles", counts.articles),
            ("statements", counts.statements),
            ("last statement", _moment(counts.last_statement_at, now)),
        ]
    )
    for feed in filter(_in_trouble, feeds):
        say(f"in trouble      {feed.url} ({feed.failures:g} failures, the last: {feed.trouble})")


def _paced(pace: Pace) -> str:
    failed = f" ({pace.failed_polls} failed)" if pace.failed_polls else ""
    return f"{pace.polls} polls{failed}, {pace.articles} articles, {pace.statements} statements"


def _moment(moment: datetime | None, now: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}Z, {_span(now - moment)} ago" if moment else "none yet"


def _span(length: timedelta) -> str:
    seconds = int(max(length, timedelta()).total_seconds())
    for unit, size in (("d", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= 2 * size:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"
