"""Every metric there is, by name: what it counts, and its labels. docs/monitoring.md has the same table."""

from __future__ import annotations

from dataclasses import dataclass

COUNTER, GAUGE, HISTOGRAM = "counter", "gauge", "histogram"


@dataclass(frozen=True, slots=True)
class Metric:
    """One family of time series; counters are shown with ``_total``, as Prometheus wants it."""

    name: str
    kind: str
    about: str
    labels: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        """The name by which it is asked for."""
        return f"{self.name}_total" if self.kind == COUNTER else self.name


def _named(*metrics: Metric) -> dict[str, Metric]:
    return {metric.name.removeprefix("communique_"): metric for metric in metrics}


METRICS = _named(
    Metric("communique_up", GAUGE, "1 where a part answered this scrape, else 0.", ("part",)),
    # What has happened, from the kept counts.
    Metric("communique_polls", COUNTER, "Polls of feeds by their outcome.", ("outcome",)),
    Metric("communique_entries", COUNTER, "Entries that feeds have brought."),
    Metric("communique_pages", COUNTER, "Pages stored by HTTP status, once an entry.", ("status",)),
    Metric("communique_articles", COUNTER, "Articles extracted by language.", ("lang",)),
    Metric("communique_statements", COUNTER, "Statements recorded.", ("lang", "country")),
    Metric("communique_changes", COUNTER, "Statements recorded, changed and removed.", ("change",)),
    Metric("communique_confidence", HISTOGRAM, "The detector's confidence in what it recorded.", ("lang",)),
    Metric("communique_retries", COUNTER, "Attempts put off until later, by step.", ("stage",)),
    Metric("communique_task_seconds", HISTOGRAM, "Time that tasks took in their worker.", ("task", "result")),
    # What is, from indexes.
    Metric("communique_outcomes", GAUGE, "Entries by the word they ended with.", ("outcome",)),
    Metric("communique_waiting", GAUGE, "Entries on their way, by the step they wait for.", ("stage",)),
    Metric("communique_retrying", GAUGE, "Entries whose next attempt is set for later."),
    Metric("communique_waiting_seconds", GAUGE, "Age of the entry that has waited longest untouched."),
    Metric("communique_quarantine", GAUGE, "Entries that broke their worker every time."),
    Metric("communique_feeds", GAUGE, "Feeds by state.", ("state",)),
    Metric("communique_feeds_in_trouble", GAUGE, "Active feeds with several failures in a row."),
    Metric(
        "communique_feed_lag_seconds", GAUGE, "How long the most overdue feed should have been polled ago."
    ),
    Metric(
        "communique_sources_outside", GAUGE, "Outlets and languages outside their band.", ("kind", "side")
    ),
    Metric("communique_source_outside", GAUGE, "1 for each of them, by name.", ("kind", "side", "name")),
    Metric("communique_events_waiting", GAUGE, "Events that a receiver has not got yet.", ("route",)),
    Metric("communique_events_failing_seconds", GAUGE, "For how long a receiver has failed.", ("route",)),
    Metric("communique_counted_seconds", GAUGE, "Age of the kept counts of outcomes."),
    # The broker.
    Metric("communique_queue_messages", GAUGE, "Messages that wait in a queue.", ("queue",)),
    Metric("communique_queue_oldest_seconds", GAUGE, "Age of the message next in line.", ("queue",)),
    Metric("communique_unacknowledged", GAUGE, "Messages that workers have in hand."),
)
