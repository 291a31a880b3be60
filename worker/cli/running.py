"""``communique up`` and ``run-once``: the embedded stack, for good or until nothing is left to do."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from typing import Annotated

import typer

from worker.cli.process import settings_here
from worker.cli.progress import Progress
from worker.cli.terminal import complain, say


def up(port: Annotated[int | None, typer.Option(help="Flower's port.", min=1, max=65535)] = None) -> None:
    """Run the whole stack here until Ctrl-C."""
    settings = settings_here()
    from worker.settings import settings_environ  # noqa: PLC0415

    settings = replace(settings, flower_port=port or settings.flower_port)
    program = [sys.executable, "-m", "worker.stack"]
    os.execve(program[0], program, os.environ | settings_environ(settings))  # noqa: S606 - no shell is meant


def run_once(
    timeout: Annotated[float, typer.Option(help="Seconds to work at most.", min=0.1)] = 3600.0,
) -> None:
    """Poll what is due, work until idle, end.

    Exit code 3: the time ran out with work left.
    """
    settings = settings_here()
    from worker.stack.once import run_once as run  # noqa: PLC0415

    with Progress("working") as progress:
        summary = run(settings, timeout, complain, progress.left)
    say(
        f"{summary.feeds} feeds polled, {summary.entries} new entries, {summary.articles} articles, "
        f"{summary.statements} statements in {summary.elapsed_s:.1f} s"
    )
    if summary.retrying:
        say(f"{summary.retrying} entries will be tried again later")
    if summary.left:
        complain(f"time ran out with {summary.left} left to do")
    raise typer.Exit(summary.exit_code)
