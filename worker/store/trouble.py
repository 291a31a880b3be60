"""Tell a database that can't work for now from a row that it refuses: only the first is worth waiting for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy.exc import DBAPIError

# PostgreSQL's classes and codes (appendix A of its manual) that have nothing to do with the row in hand.
# 54000, an index row that is too long, is of the same Python class and is the row's own fault.
CLASSES = ("08", "40", "53", "58")  # connection, rolled back (deadlock, serialization), resources, system
CODES = (
    *("57P01", "57P02", "57P03", "57P05"),  # shutdown, crash, starting up, idle too long
    *("25006", "55P03", "55006"),  # read-only, a lock that is held, an object in use
)
# SQLite's primary codes: busy, locked, no memory, read-only, input/output, full, can't open, protocol
SQLITE_CODES = (5, 6, 7, 8, 10, 13, 14, 15)


def is_trouble(error: DBAPIError) -> bool:
    """Tell whether the same transaction may work later: the database is away, full, read-only, in a tie."""
    cause = error.orig
    sqlite_code = getattr(cause, "sqlite_errorcode", None)
    if sqlite_code is not None:
        return int(sqlite_code) & 0xFF in SQLITE_CODES
    state = getattr(cause, "sqlstate", None)
    if state is None:  # psycopg gives none when the connection broke or never came up
        return error.connection_invalidated or type(cause).__name__ in ("OperationalError", "InterfaceError")
    return state[:2] in CLASSES or state in CODES


def reason_of(error: DBAPIError) -> str:
    """Return the first line of what the driver says: no SQL, no values."""
    lines = str(error.orig).strip().splitlines()
    return lines[0] if lines else type(error.orig).__name__
