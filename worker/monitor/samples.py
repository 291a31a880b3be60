"""From samples to Prometheus' families; the collector that a scrape asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily

from worker.app.meter import BUCKETS
from worker.errors import WorkerError
from worker.log import Log
from worker.monitor.metrics import COUNTER, HISTOGRAM, METRICS
from worker.store.tallies import CONFIDENCES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from worker.monitor.metrics import Metric

# The key into METRICS, its labels, and a number; of a histogram, counts by upper end and the sum.
Sample = tuple[str, tuple[str, ...], Any]
ENDS: dict[str, Sequence[float]] = {"confidence": CONFIDENCES, "task_seconds": BUCKETS}
log = Log("monitor")


class Collector:
    """Asks each part once a scrape; one that is away is told by ``communique_up``, and the others go on.

    Args:
        parts: by name, what returns the samples of a part or raises what ``faults`` names.
        faults: errors that mean a part is away.
    """

    def __init__(
        self, parts: Mapping[str, Callable[[], Iterable[Sample]]], faults: tuple[type[Exception], ...]
    ) -> None:
        self._parts = parts
        self._faults: tuple[type[Exception], ...] = (WorkerError, *faults)

    def collect(self) -> Iterator[Any]:
        """Yield every family, those without a sample, too."""
        families = {key: _family(metric) for key, metric in METRICS.items()}
        for part, ask in self._parts.items():
            try:
                samples = list(ask())
            except self._faults as error:
                log.warning("part.away", part=part, reason=_first_line(error))
                families["up"].add_metric((part,), 0)
                continue
            families["up"].add_metric((part,), 1)
            for key, labels, value in samples:
                _add(families[key], key, labels, value)
        yield from families.values()


def _family(metric: Metric) -> Any:
    if metric.kind == HISTOGRAM:
        return HistogramMetricFamily(metric.name, metric.about, labels=metric.labels)
    if metric.kind == COUNTER:
        return CounterMetricFamily(metric.name, metric.about, labels=metric.labels)
    return GaugeMetricFamily(metric.name, metric.about, labels=metric.labels)


def _add(family: Any, key: str, labels: tuple[str, ...], value: Any) -> None:
    if key not in ENDS:
        family.add_metric(labels, value)
        return
    counts, total = value
    buckets, sofar = [], 0
    for end in ENDS[key]:
        sofar += counts.get(f"{end:g}", 0)
        buckets.append((f"{end:g}", sofar))
    buckets.append(("+Inf", sofar + counts.get("inf", 0)))
    family.add_metric(labels, buckets, total)


def _first_line(error: Exception) -> str:
    lines = str(error).splitlines()
    return f"{type(error).__name__}: {lines[0] if lines else ''}"
