"""Whether new work may be taken on: a line that lags, a full disk or full memory holds the feeds back.

What is under way goes on; only the claiming of further feeds waits, so every queue is bounded by what one
dispatch adds to ``max_backlog``.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from worker.store.waiting import count_backlog

if TYPE_CHECKING:
    from worker.settings import Settings
    from worker.steps.context import Context

MEMORY = Path("/proc/meminfo")


def pressure(context: Context) -> str | None:
    """Return why no feed should be claimed now, None when all is well."""
    settings = context.settings
    backlog = count_backlog(context.store, settings.max_backlog)
    if backlog >= settings.max_backlog:
        return f"{settings.max_backlog:,} entries or more are on their way"
    return scarcity(settings)


def scarcity(settings: Settings) -> str | None:
    """Return what this machine runs out of, None when it has enough or does not tell."""
    free_mb = _free_disk_mb(settings.home)
    if free_mb is not None and free_mb < settings.min_free_disk_mb:
        return f"only {free_mb:,} MB are free on the disk of {settings.home}"
    free_mb = _free_memory_mb()
    if free_mb is not None and free_mb < settings.min_free_memory_mb:
        return f"only {free_mb:,} MB of memory are free"
    return None


def _free_disk_mb(home: Path) -> int | None:
    try:
        return shutil.disk_usage(home).free // 1_000_000
    except OSError:
        return None


def _free_memory_mb() -> int | None:
    """Return what programs can still have without swapping; only Linux says so."""
    try:
        lines = MEMORY.read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) // 1000 for line in lines if line.startswith("MemAvailable:")), None)
