"""What the broker knows: messages, the age of the next one, and the sums that workers keep there."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from worker.app import QUEUES
from worker.app.meter import KEY
from worker.app.processes import SENT_AT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from worker.monitor.samples import Sample


def broker_samples(client: Any, now_s: float) -> Iterator[Sample]:
    """Ask for lengths, the oldest messages and the sums in one round trip; yield what they say."""
    pipe = client.pipeline(transaction=False)
    for queue in QUEUES:
        pipe.llen(queue)
        pipe.lindex(queue, -1)
    pipe.hlen("unacked")
    pipe.hgetall(KEY)
    *queues, in_hand, sums = pipe.execute()
    for place, queue in enumerate(QUEUES):
        length, oldest = queues[2 * place : 2 * place + 2]
        yield "queue_messages", (queue,), length
        yield "queue_oldest_seconds", (queue,), age_of(oldest, now_s)
    yield "unacknowledged", (), in_hand
    yield from _sums({name.decode(): int(value) for name, value in sums.items()})


def age_of(message: bytes | None, now_s: float) -> float:
    """Return how long ago a message was sent, 0 when there is none or it does not say."""
    try:
        sent_at = float(json.loads(message or "{}")["headers"][SENT_AT])
    except (KeyError, TypeError, ValueError):
        return 0.0
    return max(0.0, now_s - sent_at)


def _sums(sums: dict[str, int]) -> Iterator[Sample]:
    buckets: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for name, value in sums.items():
        match name.split("|"):
            case ["seconds", task, result, end]:
                buckets[task, result][end] = value
            case ["retries", stage]:
                yield "retries", (stage,), value
    for (task, result), counts in buckets.items():
        total_s = sums.get(f"microseconds|{task}|{result}", 0) / 1e6
        yield "task_seconds", (task, result), (counts, total_s)
