"""Find rows whose next step never ran, or whose next attempt has come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from worker.store.echoes import lost_renderings
from worker.store.jobs import renew_lanes, stalled_jobs
from worker.store.unmatched import mark_unmatched_sent, unmatched_articles
from worker.store.waiting import mark_waiting_sent, waiting_entries

if TYPE_CHECKING:
    from worker.steps.context import Context


# Turns that come this soon are sent with those that are due: a step waits a little by itself, and a run
# that works until idle does not stop between two of them.
AHEAD = timedelta(seconds=10)
MAX_MATCHES = 3  # attempts at an article whose match breaks each time; its statements stand for themselves


@dataclass(frozen=True, slots=True)
class Work:
    """The ids that wait for each kind of task."""

    feeds: tuple[int, ...] = ()
    entries: tuple[int, ...] = ()
    pages: tuple[int, ...] = ()
    articles: tuple[int, ...] = ()
    lanes: tuple[int, ...] = ()
    unmatched: tuple[int, ...] = ()


def sweep(context: Context, *, jobs: bool = True) -> Work:
    """Return the ids of waiting rows, and note that they are being sent again.

    A message and its row can part: a broker that lost its data, a worker that died
    between commit and send. Rows untouched for ``sweep_after_s`` are sent again;
    a step that runs twice leaves the same rows. Without ``jobs``, re-processing is left to those who run it.
    """
    settings, now = context.settings, context.now()
    since = now - timedelta(seconds=settings.sweep_after_s)
    found = {
        stage: waiting_entries(context.store, stage, now + AHEAD, since, settings.sweep_batch)
        for stage in ("fetch", "extract", "detect")
    }
    mark_waiting_sent(context.store, found, now)
    stalled = stalled_jobs(context.store, since) if jobs else ()
    lanes = tuple(
        lane for job in stalled for lane in renew_lanes(context.store, job, settings.reprocess_lanes, now)
    )
    if lost_renderings(context.store, 1):
        from worker.steps.regroup import mend_utterances  # noqa: PLC0415 - rare, and it loads all actors

        mend_utterances(context, settings.sweep_batch)
    unmatched = unmatched_articles(context.store, since, MAX_MATCHES, settings.sweep_batch)
    mark_unmatched_sent(context.store, unmatched, now)
    return Work(
        entries=found["fetch"],
        pages=found["extract"],
        articles=found["detect"],
        lanes=lanes,
        unmatched=unmatched,
    )
