"""Send the next steps' messages, which carry nothing but an id; only ever after the commit."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from kombu.exceptions import OperationalError

from worker.app.configuration import STEPS
from worker.app.tracing import ROOTS, apart
from worker.errors import DatabaseAway
from worker.log import Log, mask
from worker.steps.telling import told

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from celery import Celery

    from worker.steps.sweep import Work
    from worker.store.engine import Store
    from worker.store.jobs import Job

LONGEST_NAME = 120  # characters: what a line of Flower's table holds
log = Log("app")


def send(
    app: Celery,
    task: str,
    ids: Iterable[int],
    wait_s: float = 0.0,
    names: Mapping[int, str] | None = None,
) -> int:
    """Send one message of ``task`` for each id, to be run in ``wait_s`` seconds; return how many went out.

    A worker holds a message that waits: seconds are fine, longer waits belong into a row. The names are for
    people who look at Flower; no step reads them.

    A broker that is away is no fault of the step, which has saved its row: the sweep sends what is missing.
    """
    queue, noun = STEPS[task]
    sent = 0
    for row_id in ids:
        try:
            with apart(wanted=task in ROOTS):
                app.send_task(
                    task,
                    (row_id,),
                    queue=queue,
                    argsrepr=_shown(noun, row_id, names),
                    ignore_result=True,
                    countdown=wait_s or None,
                )
        except OperationalError as error:
            log.warning("message.unsent", task=task, first=row_id, reason=str(error))
            break
        sent += 1
    return sent


def send_named(app: Celery, store: Store, task: str, ids: Sequence[int], wait_s: float = 0.0) -> int:
    """Send as ``send`` does, with the names that the rows have in the database while it answers."""
    from worker.store.names import names_of  # noqa: PLC0415 - beat and Flower send, and need no database

    try:
        names = names_of(store, STEPS[task][1], ids)
    except DatabaseAway:
        names = {}  # the rows are saved: their messages have to go, named or not
    return send(app, task, ids, wait_s, names)


def send_work(app: Celery, store: Store, work: Work) -> int:
    """Send the next step of each row that a sweep found waiting for it; return how many went out."""
    with apart():
        return sum(send_named(app, store, task, ids) for task, ids in work_by_task(work).items())


def send_onward(message: Any, task: str, row_id: int | None) -> str:
    """Send the next step of the same entry, under the same name; return what the step before it told."""
    if row_id is not None:
        send(message.app, task, [row_id], names={row_id: name_in(message.request)})
    return told()


def name_in(request: Any) -> str:
    """Return the name that a message in hand was sent with; its step's next message is about the same."""
    return str(getattr(request, "argsrepr", None) or "").partition(" · ")[2]


def tell_progress(task: Any, job: Job | None) -> None:
    """Send an event about how far a job is, for whoever listens to Celery's events; Flower does."""
    if job is None:
        return
    facts = {"job": job.id, "done": job.done, "planned": job.planned, "failed": job.failed}
    with suppress(OperationalError):
        task.send_event("task-progress", **facts)


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


def _shown(noun: str, row_id: int, names: Mapping[int, str] | None) -> str:
    name = mask(" ".join((names or {}).get(row_id, "").split()))
    if len(name) > LONGEST_NAME:
        half = LONGEST_NAME // 2
        name = f"{name[:half]}…{name[-half:]}"
    return f"{noun} {row_id} · {name}" if name else f"{noun} {row_id}"
