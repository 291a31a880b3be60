"""A job's bar on a terminal, with rate and time left; a pipe or a log never sees it."""

from __future__ import annotations

import sys
import time
from collections import deque
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from types import TracebackType

    from worker.store.jobs import Job

WINDOW_S = (
    15.0  # over which the rate is taken: long enough to be calm, short enough to follow the line's load
)


class Pace:
    """The rate of the last seconds, from counts that are told now and then."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, int]] = deque()

    def note(self, now: float, done: int) -> None:
        """Take down how much is done at a moment."""
        self._seen.append((now, done))
        while self._seen[-1][0] - self._seen[0][0] > WINDOW_S:
            self._seen.popleft()

    def per_second(self) -> float:
        """Return the rate; 0 until something was done."""
        (first, before), (last, after) = self._seen[0], self._seen[-1]
        return (after - before) / (last - first) if last > first else 0.0


def span(seconds: float) -> str:
    """Return a length of time in its two largest units."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes:02d} min"
    return f"{minutes} min {rest:02d} s" if minutes else f"{rest} s"


class JobProgress:
    """The bar; silent when standard error is no terminal."""

    def __init__(self) -> None:
        self._pace = Pace()
        self._bar: Any = None
        self._task: Any = None

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            self._bar = _bar()
            self._task = self._bar.add_task("starting", total=None)
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar:
            self._bar.stop()

    def show(self, job: Job) -> None:
        """Show how far a job has come."""
        self._pace.note(time.monotonic(), job.done)
        if self._bar:
            words = progress_words(job, self._pace.per_second())
            self._bar.update(self._task, total=job.planned or 1, completed=job.done, description=words)


def progress_words(job: Job, rate: float) -> str:
    """Return what stands behind the bar."""
    words = f"{job.done:,}/{job.planned:,}"
    if not rate:
        return words
    return f"{words} · {rate:.0f}/s · {span(job.left / rate)} left"


def _bar() -> Any:
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415
    from rich.progress import Progress as Bar  # noqa: PLC0415

    columns = (
        TextColumn("reading again"),
        BarColumn(),
        TextColumn("{task.description}"),
        TimeElapsedColumn(),
    )
    return Bar(*columns, console=Console(stderr=True), transient=True)
