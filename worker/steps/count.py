"""Bring the kept counts up to date: what metrics and the status show without counting rows."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from worker.log import Log
from worker.store.counts import count_outcomes
from worker.store.days import each_source, forget_days
from worker.store.tallies import count_on, set_tallies, tallies
from worker.watch.bands import judge

if TYPE_CHECKING:
    from datetime import datetime

    from worker.steps.context import Context
    from worker.store.engine import Store
    from worker.watch.bands import Outside

PIECES = 20  # of one run: the rest comes with the next one
OUTCOMES_EVERY_S = 300  # the index is read from end to end: a tenth of a second for a million entries
BANDS_EVERY_S = 3600  # only complete days count
LOOK_BACK = timedelta(days=120)  # a small outlet needs weeks for one period
log = Log("count")


def keep_counts(context: Context) -> int:
    """Count what is new, and now and then what only a look at everything can tell; return how many rows."""
    rows = 0
    for _ in range(PIECES):
        counted = count_on(context.store, context.now())
        rows += counted
        if not counted:
            break
    known = {tally.name: tally.value for tally in tallies(context.store) if tally.name.endswith("_at")}
    now_s = int(context.now().timestamp())
    if now_s - known.get("outcomes_at", 0) >= OUTCOMES_EVERY_S:
        outcomes = count_outcomes(context.store)
        set_tallies(context.store, "outcomes", (({"outcome": word}, n) for word, n in outcomes.items()))
        set_tallies(context.store, "outcomes_at", [({}, now_s)])
    if now_s - known.get("bands_at", 0) >= BANDS_EVERY_S:
        _look_at_sources(context, now_s)
    return rows


def sources_outside(store: Store, now: datetime) -> list[tuple[str, str, Outside]]:
    """Return kind, name and verdict of each outlet and language outside its usual band."""
    today = now.date()
    found = (
        (kind, name, judge(days, today)) for kind, name, days in each_source(store, today - LOOK_BACK, today)
    )
    return [(kind, name, verdict) for kind, name, verdict in found if verdict is not None]


def _look_at_sources(context: Context, now_s: int) -> None:
    outside = sources_outside(context.store, context.now())
    for kind, name, verdict in outside:
        log.warning(
            "source.outside",
            kind=kind,
            name=name,
            side=verdict.side,
            since=verdict.since,
            rate=round(verdict.rate, 3),
            usual=round(verdict.band.usual, 3),
        )
    labels = ({"kind": kind, "name": name, "side": verdict.side} for kind, name, verdict in outside)
    set_tallies(context.store, "outside", ((place, 1) for place in labels))
    set_tallies(context.store, "bands_at", [({}, now_s)])
    forget_days(context.store, (context.now() - LOOK_BACK).date())
