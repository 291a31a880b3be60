"""Plan a job that reads stored articles again by today's rules, start it, and wake it when it fell silent.

Nothing here reads an article or asks another machine for anything.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date
from typing import TYPE_CHECKING, Any

from worker.errors import WrongUse
from worker.log import Log
from worker.steps.versions import older_than, readable_languages
from worker.store.feeds import find_feed
from worker.store.jobs import (
    NewJob,
    create_job,
    find_job_of_key,
    has_unfinished,
    renew_lanes,
    seconds_per_entry,
)
from worker.store.rows import StatementFilter
from worker.store.selection import Selection, count_unreadable, selected_entries, versions_in_use

if TYPE_CHECKING:
    from collections.abc import Mapping

    from worker.steps.context import Context

WHAT = ("extract", "detect")
# Seconds of one process for one entry before any job was measured here: docs/decisions/006.
GUESS_S = {"detect": 0.004, "extract": 0.035}
DAYS = ("since", "until")
log = Log("reprocess")


@dataclass(frozen=True, slots=True)
class ReprocessRequest:
    """What to read again, and from where: stored articles (``detect``) or stored pages (``extract``).

    ``feed`` is an address or a number, ``older_than`` a version as in ``steps.versions``; ``every`` takes
    everything and excludes the others.
    """

    what: str = "detect"
    wanted: StatementFilter = field(default_factory=StatementFilter)
    feed: str | None = None
    older_than: str | None = None
    every: bool = False

    def as_filters(self) -> dict[str, Any]:
        """Return what narrows the request, as JSON keeps it."""
        given = {one.name: getattr(self.wanted, one.name) for one in fields(self.wanted)}
        given |= {"feed": self.feed, "older_than": self.older_than, "all": self.every or None}
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in given.items()
            if value is not None
        }


def read_request(what: str, filters: Mapping[str, Any]) -> ReprocessRequest:
    """Return the request that a message brings: the names of the options, ``all`` included.

    Raises:
        WrongUse: an unknown name, or a value of the wrong kind.
    """
    given = dict(filters)
    beside = {name: given.pop(name, None) for name in ("feed", "older_than", "all")}
    unknown = given.keys() - StatementFilter.__dataclass_fields__.keys()
    if unknown:
        raise WrongUse(f"no such filter: {', '.join(sorted(unknown))}")
    try:
        given |= {name: date.fromisoformat(given[name]) for name in DAYS if given.get(name)}
    except (TypeError, ValueError) as error:
        raise WrongUse(f"no day: {error}") from None
    feed = None if beside["feed"] is None else str(beside["feed"])
    version = None if beside["older_than"] is None else str(beside["older_than"])
    return ReprocessRequest(what, StatementFilter(**given), feed, version, every=bool(beside["all"]))


@dataclass(frozen=True, slots=True)
class Plan:
    """What a job would do: its entries by phase, and what it costs in seconds of one process."""

    request: ReprocessRequest
    phases: tuple[list[int], ...]
    left_out: int  # articles without a pack
    cost_s: float
    is_measured: bool  # the cost was measured by an earlier job here

    @property
    def count(self) -> int:
        """How many entries are read again."""
        return sum(map(len, self.phases))


def plan_job(context: Context, request: ReprocessRequest) -> Plan:
    """Find out what a request means in this database; nothing is changed.

    Raises:
        WrongUse: the request names nothing, contradicts itself, or names what does not exist.
    """
    selection = _selection(context, request)
    phases = selected_entries(context.store, selection)
    measured_s = seconds_per_entry(context.store, request.what)
    cost_s = (measured_s or GUESS_S[request.what]) * sum(map(len, phases))
    left_out = count_unreadable(context.store, selection)
    return Plan(request, phases, left_out, cost_s, measured_s is not None)


def _selection(context: Context, request: ReprocessRequest) -> Selection:
    if request.what not in WHAT:
        raise WrongUse(f"work starts from {' or '.join(WHAT)}, not from {request.what!r}")
    narrows = (
        request.wanted != StatementFilter() or request.feed is not None or request.older_than is not None
    )
    if narrows == request.every:
        raise WrongUse("say which articles by options, or --all for every one, not both")
    feed = find_feed(context.store, request.feed) if request.feed is not None else None
    if request.feed is not None and feed is None:
        raise WrongUse(f"no feed {request.feed!r}; `communique feeds list` shows them")
    read_by = None
    if request.older_than is not None:
        read_by = older_than(versions_in_use(context.store), request.older_than, request.what)
    feed_id = feed.id if feed else None
    return Selection(request.what, request.wanted, feed_id, read_by, readable_languages())


def create_planned(context: Context, plan: Plan, key: str) -> int:
    """Write a job down and return its id; the same key again is the same job."""
    filters = plan.request.as_filters()
    job_id, is_new = create_job(
        context.store, NewJob(key, plan.request.what, filters, plan.phases), context.now()
    )
    if is_new:
        log.info("job.created", job=job_id, what=plan.request.what, planned=plan.count)
    return job_id


def start_job(
    context: Context, request: ReprocessRequest, key: str, *, if_needed: bool = False
) -> tuple[int, ...]:
    """Plan and create the job of a key, unless there is one, and return the lanes to be sent.

    Started twice, or once more while it runs, it is one job, and goes on. With ``if_needed``, as a
    timetable wants it, a new job is created only if it has something to do and no unfinished job has the
    same request.

    Raises:
        WrongUse: as ``plan_job``.
    """
    job_id = find_job_of_key(context.store, key)
    if job_id is None:
        if if_needed and has_unfinished(context.store, request.what, request.as_filters()):
            return ()
        plan = plan_job(context, request)
        if if_needed and not plan.count:
            return ()
        job_id = create_planned(context, plan, key)
    return wake_job(context, job_id)


def wake_job(context: Context, job_id: int) -> tuple[int, ...]:
    """Give a running job new lanes and return them, to be sent; what older ones had in hand is free again."""
    return renew_lanes(context.store, job_id, context.settings.reprocess_lanes, context.now())
