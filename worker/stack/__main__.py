"""Run the whole stack with the settings of this process: ``communique up`` becomes this program.

A supervisor lives for months; the command line's libraries, 9 MB, would live as long.
"""

from __future__ import annotations

import os
import sys

from worker.errors import WorkerError
from worker.settings import load_settings
from worker.stack.run import run_up

WRONG_USE = 2
INTERRUPTED = 130  # 128 + SIGINT, as shells have it


def main() -> int:
    """Run until a signal, and return the exit code; what can't be used is one line on standard error."""
    try:
        return run_up(load_settings(os.environ), None, _say)
    except WorkerError as error:
        sys.stderr.write(f"{error}\n")
        return WRONG_USE
    except KeyboardInterrupt:
        return INTERRUPTED


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
