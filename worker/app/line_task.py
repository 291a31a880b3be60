"""What all tasks have in common: they are measured, their log lines name them, they wait for the database.

One that meets a database in trouble is sent again by itself, soon; without it the row would wait for the
sweep, minutes instead of seconds. Nothing else is tried again here: what a page or a host is at fault for is
counted in its row.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar

from celery import Task
from celery.exceptions import Retry

from worker.app.configuration import STEPS
from worker.app.tracing import tell_span
from worker.errors import DatabaseAway
from worker.log import about

if TYPE_CHECKING:
    from collections.abc import Iterator

    from worker.app.meter import Meter


class LineTask(Task):  # type: ignore[misc]
    """A task that waits for the database: up to 1, 2, 4 … 30 seconds, as often as it takes."""

    meter: ClassVar[Meter | None] = None  # of this process; none where nobody runs tasks

    autoretry_for = (DatabaseAway,)
    max_retries = None
    retry_backoff = 1
    retry_backoff_max = 30  # a worker holds what waits; a night without a database holds one turn each

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Run the task; a worker's run is measured, and its log lines tell whose they are."""
        if self.request.called_directly:
            return super().__call__(*args, **kwargs)
        about_it: dict[str, object] = {"task": self.name, "task_id": self.request.id}
        if self.name in STEPS and args:  # of several, each step tells which one a line is about
            about_it[STEPS[self.name][1]] = args[0] if len(args) == 1 else " ".join(map(str, args))
        tell_span(about_it)
        with about(**about_it), measured(self.meter, self.name):
            return self.run(*args, **kwargs)


@contextmanager
def measured(meter: Meter | None, name: str) -> Iterator[None]:
    """Note how long the block took and how it ended."""
    began, result = time.perf_counter(), "failure"
    try:
        yield
        result = "success"
    except Retry:
        result = "retry"
        raise
    finally:
        if meter is not None:
            meter.observe(name, result, time.perf_counter() - began)
