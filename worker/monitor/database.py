"""What the database knows: the kept counts, and what its indexes tell at once."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from worker.monitor.metrics import METRICS
from worker.store.routes import list_routes
from worker.store.standing import standing
from worker.store.tallies import tallies

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from worker.monitor.samples import Sample
    from worker.store.engine import Store
    from worker.store.tallies import Tally

STAGES = ("fetch", "extract", "detect")
STATES = ("active", "paused", "ended")
PLAIN = ("polls", "entries", "pages", "articles", "statements", "changes", "outcomes")


def database_samples(store: Store, now: datetime) -> Iterator[Sample]:
    """Yield what the database says, without counting the rows of a large table."""
    kept = tallies(store)
    for tally in kept:
        if tally.name in PLAIN:
            yield tally.name, tuple(tally.labels[name] for name in METRICS[tally.name].labels), tally.value
        elif tally.name == "outcomes_at":
            yield "counted_seconds", (), max(0.0, now.timestamp() - tally.value)
    yield from _confidence(kept)
    yield from _outside(kept)
    yield from _standing(store, now)
    for route in list_routes(store):
        yield "events_waiting", (route.name,), route.waiting
        yield "events_failing_seconds", (route.name,), _seconds_since(route.failing_since, now)


def _confidence(kept: list[Tally]) -> Iterator[Sample]:
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    sums: Counter[str] = Counter()
    for tally in kept:
        if tally.name == "confidence":
            counts[tally.labels["lang"]][tally.labels["le"]] = tally.value
        elif tally.name == "confidence_sum":
            sums[tally.labels["lang"]] = tally.value
    for lang, by_end in counts.items():
        yield "confidence", (lang,), (by_end, sums[lang] / 1000)


def _outside(kept: list[Tally]) -> Iterator[Sample]:
    found = [tally.labels for tally in kept if tally.name == "outside"]
    by_side = Counter((labels["kind"], labels["side"]) for labels in found)
    for kind in ("outlet", "lang"):
        for side in ("dry", "flooded"):
            yield "sources_outside", (kind, side), by_side[kind, side]
    for labels in found:
        yield "source_outside", (labels["kind"], labels["side"], labels["name"]), 1


def _standing(store: Store, now: datetime) -> Iterator[Sample]:
    found = standing(store, now)
    for stage in STAGES:
        yield "waiting", (stage,), found.waiting.get(stage, 0)
    for state in STATES:
        yield "feeds", (state,), found.feeds.get(state, 0)
    yield "retrying", (), found.retrying
    yield "waiting_seconds", (), _seconds_since(found.oldest_waiting_at, now)
    yield "quarantine", (), found.quarantined
    yield "feeds_in_trouble", (), found.feeds_in_trouble
    yield "feed_lag_seconds", (), _seconds_since(found.most_overdue_at, now)


def _seconds_since(moment: datetime | None, now: datetime) -> float:
    return max(0.0, (now - moment).total_seconds()) if moment else 0.0
