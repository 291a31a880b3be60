"""Start a worker, beat or Flower, with the options that each has in Celery.

    python -m worker.app.start worker.app worker --queues poll,fetch …

Celery's own command line loads all its commands and Flower's, whichever is wanted: 14 MB in each process.
"""

from __future__ import annotations

import sys
from importlib import import_module

import click
from celery.app.utils import find_app

PROGRAMS = {"worker": "celery.bin.worker", "beat": "celery.bin.beat", "flower": "flower.command"}


class Programs(click.Group):
    """Celery's commands that are programs of a stack, each loaded when it is started."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's own signature
        """Return their names."""
        return list(PROGRAMS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return the command of one program."""
        module = PROGRAMS.get(cmd_name)
        return getattr(import_module(module), cmd_name) if module else None


def main() -> None:
    """Start the program that the words of the command line name, of the app before it."""
    sys.modules["pygments"] = None  # type: ignore[assignment] # colours, 2 MB
    from celery.bin.base import CLIContext  # noqa: PLC0415

    app, *words = sys.argv[1:]
    programs = Programs("start")
    programs(args=words, obj=CLIContext(find_app(app), no_color=True, workdir=None, quiet=True))


if __name__ == "__main__":
    main()
