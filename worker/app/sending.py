"""Send the next steps' messages, which carry nothing but ids; only ever after the commit."""

from __future__ import annotations

from contextlib import suppress
from itertools import islice
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

TOGETHER = {"pages.fetch": 8, "articles.extract": 8}  # ids in one message; of other tasks each has its own
LONGEST_NAME = 120  # characters: what a line of Flower's table holds
log = Log("app")


def send(
    app: Celery,
    task: str,
    ids: Iterable[int],
    wait_s: float = 0.0,
    names: Mapping[int, str] | None = None,
    *,
    together: int | None = None,
) -> int:
    """Send messages of ``task`` about ids, to be run in ``wait_s`` seconds; return how many ids went out.

    A worker holds a message that waits: seconds are fine, longer waits belong into a row. The names are for
    people who look at Flower; no step reads them. ``together`` is how many ids share a message, by default
    as many as the task is made for.

    A broker that is away is no fault of the step, which has saved its row: the sweep sends what is missing.
    """
    queue, noun = STEPS[task]
    sent = 0
    rest = iter(ids)
    while some := tuple(islice(rest, together or TOGETHER.get(task, 1))):
        try:
            with apart(wanted=task in ROOTS):
                app.send_task(
                    task,
                    some,
                    queue=queue,
                    argsrepr=_shown(noun, some, names or {}),
                    ignore_result=True,
                    countdown=wait_s or None,
                )
        except OperationalError as error:
            log.warning("message.unsent", task=task, first=some[0], reason=str(error))
            break
        sent += len(some)
    return sent


def named(store: Store, task: str, ids: Sequence[int]) -> dict[int, str]:
    """Return the names that the rows of a task have in the database; empty ones while it does not answer."""
    from worker.store.names import names_of  # noqa: PLC0415 - beat and Flower send, and need no database

    names: dict[int, str] = {}
    with suppress(DatabaseAway):  # the rows are saved: their messages have to go, named or not
        names = names_of(store, STEPS[task][1], ids)
    return {row_id: names.get(row_id, "") for row_id in ids}


def send_named(app: Celery, store: Store, task: str, ids: Sequence[int], wait_s: float = 0.0) -> int:
    """Send as ``send`` does, with the names that the rows have in the database while it answers."""
    return send(app, task, ids, wait_s, named(store, task, ids))


def send_apart(app: Celery, store: Store, task: str, ids: Sequence[int]) -> int:
    """Send a message of its own for each id: what broke once takes no other with it."""
    return send(app, task, ids, names=named(store, task, ids), together=1)


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


def _shown(noun: str, ids: Sequence[int], names: Mapping[int, str]) -> str:
    about = " ".join((noun, *map(str, ids)))
    name = mask(" ".join(names.get(ids[0], "").split()))
    if len(name) > LONGEST_NAME:
        half = LONGEST_NAME // 2
        name = f"{name[:half]}…{name[-half:]}"
    more = f" and {len(ids) - 1} more" if len(ids) > 1 else ""
    return f"{about} · {name}{more}" if name else about
