"""Start, watch and end child processes, each in a session of its own: Ctrl-C reaches only the supervisor."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

LEASH = Path(__file__).with_name("leash.py")


@dataclass(frozen=True, slots=True)
class Part:
    """What one child is: its command, and how it is asked to end."""

    name: str
    command: tuple[str, ...]
    environ: Mapping[str, str] = field(default_factory=dict)
    log_file: Path | None = None  # None: the supervisor's own stderr
    # Signals in order, each with the seconds the child has before the next one; SIGKILL ends the list.
    stop: tuple[tuple[signal.Signals, float], ...] = ((signal.SIGTERM, 5.0),)
    orphan_signal: signal.Signals = signal.SIGKILL  # sent by the leash when the supervisor is gone


class Leash:
    """The supervisor's end of the pipe to ``leash.py``."""

    def __init__(self, lock_fd: int) -> None:
        command = [sys.executable, "-I", "-S", str(LEASH)]
        self._process = subprocess.Popen(  # noqa: S603 - our own script
            command, stdin=subprocess.PIPE, text=True, pass_fds=(lock_fd,), start_new_session=True
        )

    def add(self, group: int, orphan_signal: signal.Signals) -> None:
        """Put a process group on the leash."""
        self._tell(f"+{group} {orphan_signal.value}")

    def drop(self, group: int) -> None:
        """Take a process group that has ended off the leash."""
        self._tell(f"-{group}")

    def ended(self) -> bool:
        """Tell whether somebody has killed the leash itself."""
        return self._process.poll() is not None

    def close(self) -> None:
        """End what is still on the leash and the leash itself."""
        assert self._process.stdin  # noqa: S101 - it was opened with a pipe
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.close()
        self._process.wait()

    def _tell(self, line: str) -> None:
        assert self._process.stdin  # noqa: S101 - it was opened with a pipe
        with contextlib.suppress(BrokenPipeError):  # the supervisor looks at ended() and starts a new one
            self._process.stdin.write(line + "\n")
            self._process.stdin.flush()


class Child:
    """One running child of a part."""

    def __init__(self, part: Part, leash: Leash) -> None:
        self.part = part
        self.started = time.monotonic()
        self._leash = leash
        output = _output(part)
        try:
            self._process = subprocess.Popen(  # noqa: S603 - commands are built from settings, no shell
                part.command,
                env=os.environ | dict(part.environ),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        finally:
            if not isinstance(output, int):
                output.close()
        leash.add(self.pid, part.orphan_signal)

    def move(self, leash: Leash) -> None:
        """Put the child on another leash."""
        self._leash = leash
        leash.add(self.pid, self.part.orphan_signal)

    @property
    def pid(self) -> int:
        """The child's process id, also the id of its group."""
        return self._process.pid

    def ended(self) -> int | None:
        """Return the exit status, None while the child runs."""
        return self._process.poll()

    def signal(self, wanted: signal.Signals) -> None:
        """Send a signal to the child alone, not to its group."""
        if self.ended() is None:
            self._process.send_signal(wanted)

    def wait(self, timeout_s: float) -> bool:
        """Wait for the end; False when it did not come in time."""
        try:
            self._process.wait(timeout_s)
        except subprocess.TimeoutExpired:
            return False
        return True

    def clear(self) -> None:
        """Kill whatever is left of the group, such as pool processes that lost their parent."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
        self._process.wait()
        self._leash.drop(self.pid)

    def last_words(self) -> str:
        """Return the last line the child wrote to its log file, empty when it has none."""
        file = self.part.log_file
        lines = (
            file.read_text(encoding="utf-8", errors="replace").splitlines() if file and file.exists() else []
        )
        return next((line.strip() for line in reversed(lines) if line.strip()), "")


def never() -> bool:
    """Nobody is in a hurry."""
    return False


def stop_children(children: Sequence[Child], hurry: Callable[[], bool] = never) -> None:
    """End all at once, each by its part's signals in order; ``hurry`` cuts the first, patient wait short."""
    for turn in range(max((len(child.part.stop) for child in children), default=0)):
        asked = [(child, *child.part.stop[turn]) for child in children if turn < len(child.part.stop)]
        for child, wanted, _ in asked:
            child.signal(wanted)
        deadline = time.monotonic() + max((grace_s for _, _, grace_s in asked), default=0.0)
        _await_all(children, deadline, hurry if turn == 0 else never)
    for child in children:
        child.clear()


def _await_all(children: Sequence[Child], deadline: float, hurry: Callable[[], bool]) -> None:
    for child in children:
        while not child.wait(0.1):
            if time.monotonic() > deadline or hurry():
                return


def _output(part: Part) -> IO[bytes] | int:
    if part.log_file is None:
        return sys.stderr.fileno() if hasattr(sys.stderr, "fileno") else subprocess.DEVNULL
    part.log_file.parent.mkdir(parents=True, exist_ok=True)
    return part.log_file.open("wb")
