"""``communique db``: the database's schema."""

from __future__ import annotations

import typer

from worker.cli.process import settings_here
from worker.cli.terminal import say
from worker.errors import WrongUse

app = typer.Typer(help="The database's schema.", no_args_is_help=True)


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
