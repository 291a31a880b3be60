"""``communique db``: the database's schema, copies of all it holds, and letting go of what is old."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads it
from typing import Annotated

import typer

from worker.cli.process import settings_here
from worker.cli.terminal import say
from worker.errors import WrongUse

app = typer.Typer(help="The database: its schema, backup and restore, purge.", no_args_is_help=True)


@app.command("upgrade")
def upgrade_schema() -> None:
    """Bring the database to today's schema; safe to repeat."""
    from worker.stack.lock import make_home  # noqa: PLC0415
    from worker.store.engine import open_store  # noqa: PLC0415
    from worker.store.upgrade import current, upgrade  # noqa: PLC0415

    settings = settings_here()
    make_home(settings.home)
    store = open_store(settings.database_url)
    try:
        before = current(store)
        upgrade(store)
        after = current(store)
    finally:
        store.close()
    say(f"already at {after}" if before == after else f"{before or 'empty'} → {after}")


@app.command("current")
def show_revision() -> None:
    """Show which schema the database has, and which this version needs; exit 2 if they differ."""
    from worker.store.engine import open_store  # noqa: PLC0415
    from worker.store.upgrade import current, newest  # noqa: PLC0415

    store = open_store(settings_here().database_url)
    try:
        found = current(store)
    finally:
        store.close()
    if found != newest():
        raise WrongUse(
            f"the database is at {found or 'nothing'}, this version needs {newest()}: `communique db upgrade`"
        )
    say(str(found))


@app.command("backup")
def backup_database(target: Annotated[Path, typer.Argument(metavar="FILE", help="Written anew.")]) -> None:
    """Copy the whole database into one file while everything runs on."""
    from worker.store.backup import backup  # noqa: PLC0415

    size = backup(settings_here().database_url, target)
    say(f"{size / 1e6:,.1f} MB in {target}")


@app.command("restore")
def restore_database(
    source: Annotated[Path, typer.Argument(metavar="FILE", help="Made by `communique db backup`.")],
    *,
    replace: Annotated[
        bool, typer.Option("--replace", help="Put it in the place of what the database holds now.")
    ] = False,
) -> None:
    """Put a backup in place; the stack must be stopped. The schema is brought to today's afterwards."""
    from worker.stack.lock import FolderLock, make_home  # noqa: PLC0415
    from worker.store.backup import restore  # noqa: PLC0415
    from worker.store.engine import open_store  # noqa: PLC0415
    from worker.store.upgrade import upgrade  # noqa: PLC0415

    settings = settings_here()
    make_home(settings.home)
    lock = FolderLock(settings.home, "communique db restore")
    if not lock.take():
        raise WrongUse(f"stop the stack first: {lock.holder()}")
    try:
        restore(settings.database_url, source, replace=replace)
        store = open_store(settings.database_url)
        try:
            upgrade(store)
        finally:
            store.close()
    finally:
        lock.release()
    say(f"{source} is in place")


@app.command("purge")
def purge_database() -> None:
    """Let go of pages and poll log lines older than ``keep_pages_days`` and ``keep_polls_days``.

    A running stack does this by itself every six hours. Articles and statements stay.
    """
    from worker.steps.context import open_context  # noqa: PLC0415
    from worker.steps.purge import purge  # noqa: PLC0415

    context = open_context(settings_here())
    try:
        purged = purge(context)
    finally:
        context.close()
    say(f"{purged.bodies:,} pages' bytes and {purged.polls:,} lines of the poll log are gone")
