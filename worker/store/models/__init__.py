"""The tables, one file for each kind of thing they keep."""

from worker.store.models.base import Base, Moment
from worker.store.models.sources import EntryRow, FeedRow, OutletRow, PollRow
from worker.store.models.texts import ArticleTable, BodyRow, PageRow, StatementTable

__all__ = [
    "ArticleTable",
    "Base",
    "BodyRow",
    "EntryRow",
    "FeedRow",
    "Moment",
    "OutletRow",
    "PageRow",
    "PollRow",
    "StatementTable",
]
