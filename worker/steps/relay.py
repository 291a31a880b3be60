"""Send events to their receivers: at least once each, in one order, as often as it takes.

Whoever delivers holds the receiver for a while; two relays never wait for each other. A relay that dies
between delivering and writing it down leaves events that the next one delivers again.
"""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from worker.errors import WorkerError
from worker.log import Log
from worker.store.events import events_after, order_events, prune_events
from worker.store.routes import hold_route, keep_routes, let_go, note_delivered, note_failed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from worker.shapes import Event
    from worker.steps.context import Context
    from worker.store.routes import Hold

BATCH = 100  # events of one delivery: some 200 KB of JSON
HOLD = timedelta(seconds=60)  # above the longest delivery: docs/events.md
WORK_S = 20.0  # of one receiver in one run, so that a large job's events do not keep a thread for ever
STREAM = "stream"
log = Log("events")


class Carrier(Protocol):
    """A way to one receiver."""

    def deliver(self, events: Sequence[Event]) -> None:
        """Hand over events in their order, or raise a WorkerError."""
        ...


def relay_events(context: Context, carriers: Mapping[str, Carrier]) -> int:
    """Order what was committed, deliver it to every receiver that is due, and forget what all have had.

    Args:
        context: of this process.
        carriers: by the receiver's name.

    Returns:
        How many deliveries of an event there were.
    """
    keep_routes(context.store, list(carriers), [STREAM])
    while order_events(context.store, context.now()):
        pass
    delivered = sum(_serve(context, name, carrier) for name, carrier in carriers.items())
    prune_events(context.store, context.now() - timedelta(days=context.settings.events_kept_days))
    return delivered


def _serve(context: Context, name: str, carrier: Carrier) -> int:
    hold = hold_route(context.store, name, context.now(), HOLD)
    if hold is None:
        return 0
    deadline, position, count = time.monotonic() + WORK_S, hold.position, 0
    while time.monotonic() < deadline:
        events = events_after(context.store, position, BATCH)
        if not events:
            break
        try:
            carrier.deliver(events)
        except WorkerError as error:
            _put_off(context, hold, str(error))
            return count
        position = events[-1].cursor
        count += len(events)
        if not note_delivered(context.store, hold, position, context.now() + HOLD):
            return count  # we were too slow: another goes on, from where we began
    let_go(context.store, hold)
    log.debug("events.delivered", route=name, count=count, cursor=position)
    return count


def _put_off(context: Context, hold: Hold, reason: str) -> None:
    """Set the next attempt: the wait doubles with every failure, and no event is given up."""
    settings = context.settings
    doubled = settings.events_interval_s * 2.0 ** min(hold.failures, 30)
    wait_s = min(settings.events_retry_max_s, doubled) * (1 + 0.1 * context.chance())
    now = context.now()
    note_failed(context.store, hold, reason, now, now + timedelta(seconds=wait_s))
    log.warning(
        "events.undelivered", route=hold.name, attempt=hold.failures + 1, wait_s=int(wait_s), reason=reason
    )
