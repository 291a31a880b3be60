"""Let one stack at a time own a data folder; refuse the second in one clear line."""

from __future__ import annotations

import fcntl
import os
import time
from typing import TYPE_CHECKING, Self

from worker.errors import WrongUse

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

# The leash of a killed supervisor ends its children within this time, then lets go of the lock.
LEASH_S = 8.0


def make_home(home: Path) -> None:
    """Make the data folder, unless it is there.

    Raises:
        WrongUse: it can't be made.
    """
    try:
        if not home.exists():
            home.mkdir(
                mode=0o700, parents=True, exist_ok=True
            )  # database, logs and schedule are nobody else's
        (home / "stack").mkdir(exist_ok=True)
    except OSError as error:
        raise WrongUse(f"{home}: cannot be used as data folder: {error.strerror}") from error


class FolderLock:
    """The lock of one data folder; the kernel frees it however its holders end."""

    def __init__(self, home: Path, command: str) -> None:
        self._file = home / "stack" / "lock"
        self._command = command
        self.fd = -1

    def take(self) -> bool:
        """Take the lock; False when a living stack holds it.

        Raises:
            WrongUse: the folder can't be written to.
        """
        make_home(self._file.parents[1])
        try:
            self.fd = os.open(self._file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise WrongUse(
                f"{self._file.parents[1]}: cannot be used as data folder: {error.strerror}"
            ) from error
        deadline = time.monotonic() + LEASH_S
        while not self._locked():
            if self._holder_lives() or time.monotonic() > deadline:
                self.release()
                return False
            time.sleep(0.1)
        os.ftruncate(self.fd, 0)
        os.pwrite(self.fd, f"{os.getpid()} {self._command}".encode(), 0)
        return True

    def holder(self) -> str:
        """Name who holds the lock, for a message: ``communique up (process 123)``."""
        pid, _, command = self._text().partition(" ")
        return f"{command} (process {pid})" if pid else "another stack"

    def release(self) -> None:
        """Let go; safe to repeat."""
        if self.fd >= 0:
            os.close(self.fd)
            self.fd = -1

    def __enter__(self) -> Self:
        if not self.take():
            raise WrongUse(f"{self._file.parents[1]}: {self.holder()} already runs here")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()

    def _locked(self) -> bool:
        try:
            fcntl.flock(self.fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _text(self) -> str:
        return self._file.read_text(encoding="utf-8") if self._file.exists() else ""

    def _holder_lives(self) -> bool:
        pid = self._text().partition(" ")[0]
        try:
            os.kill(int(pid), 0)
        except (ValueError, ProcessLookupError):
            return False
        except PermissionError:
            return True
        return True
