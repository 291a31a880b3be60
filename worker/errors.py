"""Errors named for what the caller does about them; each of them pickles."""

from __future__ import annotations


class WorkerError(Exception):
    """Anything communiqué raises on purpose."""


class TryAgain(WorkerError):  # noqa: N818 - named for what the caller does
    """The other side is at fault for now; the same call may work later.

    Args:
        reason: one short phrase for the log and the row.
        wait_s: seconds to wait at least, None when the other side gave no hint.
    """

    def __init__(self, reason: str, wait_s: float | None = None) -> None:
        super().__init__(reason, wait_s)
        self.reason = reason
        self.wait_s = wait_s

    def __str__(self) -> str:
        return self.reason


class GiveUp(WorkerError):  # noqa: N818 - named for what the caller does
    """The same call will never work; save the outcome word and go on.

    Args:
        outcome: the outcome word that log, row and metric share, e.g. ``gone``.
        detail: what a person may want to read beside it.
    """

    def __init__(self, outcome: str, detail: str = "") -> None:
        super().__init__(outcome, detail)
        self.outcome = outcome
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.outcome}: {self.detail}" if self.detail else self.outcome


class BadPack(WorkerError):  # noqa: N818 - what is bad is the pack
    """A data file breaks its format; every fault is listed at once.

    Args:
        name: the file, as a contributor would name it.
        faults: one line each, in words a contributor can act on.
    """

    def __init__(self, name: str, faults: list[str]) -> None:
        super().__init__(name, faults)
        self.name = name
        self.faults = faults

    def __str__(self) -> str:
        return "\n".join(f"{self.name}: {fault}" for fault in self.faults)


class WrongUse(WorkerError):  # noqa: N818 - named for whose fault it is
    """The user asked for something that can't be done; one clear line, exit code 2."""


class DatabaseAway(WorkerError):  # noqa: N818 - named for what the caller waits for
    """The database can't work for now, and no row is at fault; the same step may work later."""
