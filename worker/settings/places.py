"""Find the data folders that travel with the code, in a checkout and in an installed wheel alike."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def data_dir() -> Path:
    """Return the folder above ``config`` and ``seeds``: a checkout's top level, or the wheel's copy."""
    package = Path(__file__).resolve().parents[1]
    shipped = package / "_data"
    return shipped if (shipped / "config").is_dir() else package.parent


def config_dir() -> Path:
    """Return the folder ``config/``, wherever this installation keeps it."""
    return data_dir() / "config"


def seeds_dir() -> Path:
    """Return the folder ``seeds/``, wherever this installation keeps it."""
    return data_dir() / "seeds"
