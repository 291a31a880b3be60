"""Events of tasks that reach Flower whole, also from a pool of threads.

Celery 5.6 gathers events and clears its list after it has published it; an event that another thread adds in
between is lost, and Flower shows its task as running for ever. Here only what was published goes.
"""

from __future__ import annotations

from typing import Any

from celery.app.events import Events
from celery.events import EventDispatcher


class WholeDispatcher(EventDispatcher):  # type: ignore[misc]
    """Celery's dispatcher, safe for threads."""

    def flush(self, errors: bool = True, groups: bool = True) -> None:  # noqa: FBT001, FBT002 - Celery's own
        """Publish what has been gathered; what is added meanwhile waits for the next flush."""
        super().flush(errors=errors, groups=False)
        if groups:
            with self.mutex:
                for group, events in list(self._group_buffer.items()):
                    self._publish_first(group, events, len(events))

    def _publish_first(self, group: str, events: list[Any], count: int) -> None:
        if count:
            self._publish(events[:count], self.producer, f"{group}.multi")
            del events[:count]


class WholeEvents(Events):  # type: ignore[misc]
    """Celery's events with that dispatcher."""

    dispatcher_cls = "worker.app.events:WholeDispatcher"
