"""A line that shows work going on, on a terminal only; a pipe or a log never sees it."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

COUNT_EVERY_S = 0.5


class Progress:
    """A bar that grows with the work done; silent when standard error is no terminal.

    Args:
        what: the words before the bar.
        totals: called twice a second for the words behind it; without it, what is left.
    """

    def __init__(self, what: str, totals: Callable[[], str] | None = None) -> None:
        self._what = what
        self._totals = totals
        self._most = 0
        self._counted_at = 0.0
        self._words = "starting"
        self._bar: Any = None
        self._task: Any = None

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            self._bar = _bar(self._what)
            self._task = self._bar.add_task(self._words, total=None)
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar:
            self._bar.stop()

    def left(self, count: int) -> None:
        """Show how much is left; what was most so far counts as all of it."""
        if not self._bar:
            return
        self._most = max(self._most, count)
        now = time.monotonic()
        if now - self._counted_at > COUNT_EVERY_S:
            self._counted_at = now
            self._words = self._totals() if self._totals else f"{count} left"
        done = self._most - count
        self._bar.update(self._task, total=self._most or None, completed=done, description=self._words)


def _bar(what: str) -> Any:
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415
    from rich.progress import Progress as Bar  # noqa: PLC0415

    columns = (TextColumn(what), BarColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    return Bar(*columns, console=Console(stderr=True), transient=True)
