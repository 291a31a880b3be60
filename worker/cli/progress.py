"""A line that shows work going on, on a terminal only; a pipe or a log never sees it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from types import TracebackType


class Progress:
    """A bar that grows with the work done; silent when standard error is no terminal.

    Args:
        what: the words before the bar.
    """

    def __init__(self, what: str) -> None:
        self._what = what
        self._most = 0
        self._bar: Any = None
        self._task: Any = None

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            from rich.console import Console  # noqa: PLC0415
            from rich.progress import BarColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415
            from rich.progress import Progress as Bar  # noqa: PLC0415

            columns = (
                TextColumn(self._what),
                BarColumn(),
                TextColumn("{task.description}"),
                TimeElapsedColumn(),
            )
            self._bar = Bar(*columns, console=Console(stderr=True), transient=True)
            self._task = self._bar.add_task("starting", total=None)
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar:
            self._bar.stop()

    def left(self, count: int) -> None:
        """Show how much is left; what was most so far counts as all of it."""
        self._most = max(self._most, count)
        if self._bar:
            done = self._most - count
            self._bar.update(
                self._task, total=self._most or None, completed=done, description=f"{count} left"
            )
