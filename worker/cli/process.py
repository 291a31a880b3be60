"""The settings and the database of this process, opened once a command needs them."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from worker.errors import WrongUse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from worker.settings import Settings
    from worker.store.engine import Store


def settings_here() -> Settings:
    """Return the settings.

    Raises:
        WrongUse: a variable is unknown or of the wrong type.
    """
    from worker.settings import load_settings  # noqa: PLC0415 - `--help` needs none

    return load_settings(os.environ)


@contextmanager
def store_here(settings: Settings | None = None) -> Iterator[Store]:
    """Open the database for the block.

    One that is empty or old is brought up to date first where nobody else minds: the SQLite file of the data
    folder. A PostgreSQL belongs to its operator, who runs ``communique db upgrade``.

    Raises:
        WrongUse: it can't be opened, or is a PostgreSQL without today's schema.
    """
    from worker.stack.lock import make_home  # noqa: PLC0415
    from worker.store.engine import open_store  # noqa: PLC0415
    from worker.store.upgrade import current, newest, upgrade  # noqa: PLC0415

    settings = settings or settings_here()
    if settings.database_url.startswith("sqlite"):
        make_home(settings.home)
    store = open_store(settings.database_url)
    try:
        if current(store) != newest():
            if store.is_postgres:
                raise WrongUse("the database has not today's schema: `communique db upgrade`")
            upgrade(store)
        yield store
    finally:
        store.close()
