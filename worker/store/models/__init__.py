"""The tables, one file for each kind of thing they keep."""

from worker.store.models.base import Base, Moment, storable, table_of
from worker.store.models.entries import EntryRow
from worker.store.models.events import EventRow, RouteRow
from worker.store.models.jobs import JobBatchRow, JobFailureRow, JobLaneRow, JobRow, RevisionRow
from worker.store.models.sources import FeedChangeRow, FeedRow, OutletRow, PollRow, SubscriptionRow
from worker.store.models.tallies import DailyRow, TallyRow
from worker.store.models.texts import (
    ArticleBandRow,
    ArticleTable,
    ArticleVersionRow,
    BodyRow,
    PageRow,
    StatementTable,
)
from worker.store.models.utterances import RenderingRow, UnmatchedRow, UtteranceRow, UtteranceTrailRow

__all__ = [
    "ArticleBandRow",
    "ArticleTable",
    "ArticleVersionRow",
    "Base",
    "BodyRow",
    "DailyRow",
    "EntryRow",
    "EventRow",
    "FeedChangeRow",
    "FeedRow",
    "JobBatchRow",
    "JobFailureRow",
    "JobLaneRow",
    "JobRow",
    "Moment",
    "OutletRow",
    "PageRow",
    "PollRow",
    "RenderingRow",
    "RevisionRow",
    "RouteRow",
    "StatementTable",
    "SubscriptionRow",
    "TallyRow",
    "UnmatchedRow",
    "UtteranceRow",
    "UtteranceTrailRow",
    "storable",
    "table_of",
]
