"""Register a single article without a feed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.shapes import Entry
from worker.store.entries import add_entry
from worker.text.urls import canonical_url, check_url

if TYPE_CHECKING:
    from worker.steps.context import Context


def ingest_url(context: Context, url: str) -> int:
    """Register an address as an entry of its own and return its id; again starts it anew.

    Raises:
        WrongUse: the address is malformed.
    """
    checked = check_url(url)
    return add_entry(context.store, Entry(key=canonical_url(checked), url=checked), context.now())
