"""Send the next steps' messages, which carry nothing but an id; only ever after the commit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kombu.exceptions import OperationalError

from worker.app.configuration import STEPS
from worker.log import Log

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from celery import Celery

    from worker.steps.sweep import Work

log = Log("app")


def send(app: Celery, task: str, ids: Iterable[int], wait_s: float = 0.0) -> int:
    """Send one message of ``task`` for each id, to be run in ``wait_s`` seconds; return how many went out.

    A worker holds a message that waits: seconds are fine, longer waits belong into a row.

    A broker that is away is no fault of the step, which has saved its row: the sweep sends what is missing.
    """
    queue, noun = STEPS[task]
    sent = 0
    for row_id in ids:
        try:
            app.send_task(
                task,
                (row_id,),
                queue=queue,
                argsrepr=f"({noun} {row_id})",
                ignore_result=True,
                countdown=wait_s or None,
            )
        except OperationalError as error:
            log.warning("message.unsent", task=task, first=row_id, reason=str(error))
            break
        sent += 1
    return sent


def send_work(app: Celery, work: Work) -> int:
    """Send the next step of each row that a sweep found waiting for it; return how many went out."""
    return sum(send(app, task, ids) for task, ids in work_by_task(work).items())


def work_by_task(work: Work) -> dict[str, Sequence[int]]:
    """Name the task that each kind of waiting row needs next."""
    return {
        "feeds.poll": work.feeds,
        "pages.fetch": work.entries,
        "articles.extract": work.pages,
        "statements.detect": work.articles,
        "utterances.match": work.unmatched,
        "reprocess.run": work.lanes,
    }
