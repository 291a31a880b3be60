"""What all tasks have in common: one that meets a database in trouble is sent again by itself, soon.

Without it the row would wait for the sweep, minutes instead of seconds. Nothing else is tried again here:
what a page or a host is at fault for is counted in its row.
"""

from __future__ import annotations

from celery import Task

from worker.errors import DatabaseAway


class LineTask(Task):  # type: ignore[misc]
    """A task that waits for the database: up to 1, 2, 4 … 30 seconds, as often as it takes."""

    autoretry_for = (DatabaseAway,)
    max_retries = None
    retry_backoff = 1
    retry_backoff_max = 30  # a worker holds what waits; a night without a database holds one turn each
