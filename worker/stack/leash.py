"""Outlive the supervisor by a moment: when its pipe closes, end every process group it had started.

Run as a script, without site packages, so that it starts in milliseconds. It reads lines ``+GROUP SIGNAL``
and ``-GROUP`` from stdin. It also holds the data folder's lock, so nobody starts a second stack before the
last process of the first is gone, even when the supervisor was killed with ``kill -9``.
"""

from __future__ import annotations

import os
import signal
import sys
import time

GRACE_S = 5.0


def main() -> None:
    """Follow the supervisor until its end of the pipe closes, then end what is left of its children."""
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    left: dict[int, int] = {}
    for line in sys.stdin:
        group, _, wanted = line[1:].partition(" ")
        if line.startswith("+"):
            left[int(group)] = int(wanted)
        else:
            left.pop(int(group), None)
    end_groups(left)


def end_groups(groups: dict[int, int]) -> None:
    """Send each group its signal, and SIGKILL to those still there after the grace time."""
    alive = {group for group, wanted in groups.items() if _signalled(group, wanted)}
    deadline = time.monotonic() + GRACE_S
    while alive and time.monotonic() < deadline:
        time.sleep(0.05)
        alive = {group for group in alive if _signalled(group, 0)}
    for group in alive:
        _signalled(group, signal.SIGKILL)


def _signalled(group: int, wanted: int) -> bool:
    try:
        os.killpg(group, wanted)
    except (ProcessLookupError, PermissionError):  # macOS answers EPERM for a group of zombies
        return False
    return True


if __name__ == "__main__":
    main()
