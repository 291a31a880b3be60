"""The tables, one file for each kind of thing they keep."""

from worker.store.models.base import Base, Moment, storable
from worker.store.models.entries import EntryRow
from worker.store.models.sources import FeedRow, OutletRow, PollRow
from worker.store.models.texts import ArticleTable, ArticleVersionRow, BodyRow, PageRow, StatementTable

__all__ = [
    "ArticleTable",
    "ArticleVersionRow",
    "Base",
    "BodyRow",
    "EntryRow",
    "FeedRow",
    "Moment",
    "OutletRow",
    "PageRow",
    "PollRow",
    "StatementTable",
    "storable",
]
