"""``python -m worker`` is the command line, for where the program itself is not on the path."""

from __future__ import annotations

from worker.cli.main import run

run()
