"""Events of tasks that reach Flower whole, also from a pool of threads, and in handfuls.

Celery 5.6 gathers events and clears its list after it has published it; an event that another thread adds in
between is lost, and Flower shows its task as running for ever. Here only what was published goes. And it
publishes them after every turn of its loop, three messages a task: here they wait for two dozen, or for the
next heartbeat, two seconds at most.
"""

from __future__ import annotations

from typing import Any

from celery.app.events import Events
from celery.events import EventDispatcher
from celery.events.event import group_from


class WholeDispatcher(EventDispatcher):  # type: ignore[misc]
    """Celery's dispatcher, safe for threads."""

    def __init__(self, *args: Any, on_send_buffered: Any = None, **options: Any) -> None:  # noqa: ARG002
        """Take what Celery's takes; nobody is asked to publish what has just been gathered."""
        super().__init__(*args, on_send_buffered=None, **options)

    def send(self, type: str, *args: Any, **fields: Any) -> Any:  # noqa: A002 - Celery's own
        """Gather an event, or send it and what has gathered before it."""
        if self.enabled and group_from(type) not in self.buffer_group:
            self.flush(errors=False)
        return super().send(type, *args, **fields)

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
