"""Follow a re-processing job to its end, on the stack that runs or on a worker of its own.

The door behind ``communique reprocess`` and ``reprocess resume``.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from worker.app import CPU_QUEUES, send_named
from worker.log import configure_log
from worker.stack.broker import BROKER_ERRORS, waiting
from worker.stack.lend import lent_stack
from worker.stack.lock import make_home
from worker.stack.run import stop_requests
from worker.steps.context import open_context
from worker.steps.reprocess import wake_job
from worker.store.jobs import RUNNING, find_job, stalled_jobs

if TYPE_CHECKING:
    from collections.abc import Callable

    from worker.settings import Settings
    from worker.stack.lend import LentStack
    from worker.steps.context import Context
    from worker.steps.reprocess import ReprocessRequest
    from worker.store.jobs import Job

LOOK_EVERY_S = 0.2
QUIET_S = 5.0  # no message anywhere for so long: the broker lost them, or they went with a worker


@dataclass(frozen=True, slots=True)
class JobStart:
    """The request and the key of a job to start; without a request it is one that was created before."""

    job_id: int
    key: str | None = None
    request: ReprocessRequest | None = None


def follow_job(
    settings: Settings, start: JobStart, say: Callable[[str], None], progress: Callable[[Job], None]
) -> Job:
    """Send a job on its way and wait until it is over, paused or cancelled; SIGINT and SIGTERM end the wait.

    Uses the stack that runs in the data folder or behind the configured broker; else starts a worker for
    texts and stops it. A job that is left running goes on with the next stack.

    Raises:
        WrongUse: the data folder or the database can't be used, or the configured broker can't be reached.
        StartFailed: the worker did not come up.
    """
    configure_log("error", settings.log_format)  # the terminal belongs to the progress; workers log to files
    make_home(settings.home)
    context = open_context(settings)
    try:
        with stop_requests() as requests, lent_stack(settings, say, for_texts=True) as stack:
            _send(stack, context, start)
            watch = _Watch(stack, context)
            while True:
                job = _job(context, start.job_id)
                progress(job)
                if job.state != RUNNING or requests.wait(LOOK_EVERY_S):
                    break
                stack.watch()
                if watch.is_stuck(start.job_id):
                    _wake(stack, context, start.job_id)
            stack.idle = job.state != RUNNING
        return _job(context, start.job_id)
    finally:
        context.close()


def _job(context: Context, job_id: int) -> Job:
    job = find_job(context.store, job_id)
    if job is None:  # nothing deletes one; a database restored from before it was created
        raise LookupError(f"job {job_id} is gone")
    return job


def _send(stack: LentStack, context: Context, start: JobStart) -> None:
    if start.request is None:
        _wake(stack, context, start.job_id)
        return
    values = {"what": start.request.what, "filters": start.request.as_filters(), "key": start.key}
    stack.app.send_task("reprocess.start", kwargs=values, ignore_result=True, argsrepr=f"job {start.job_id}")


def _wake(stack: LentStack, context: Context, job_id: int) -> None:
    send_named(stack.app, context.store, "reprocess.run", wake_job(context, job_id))


@dataclass(slots=True)
class _Watch:
    """Tells when a job's messages are lost, long before the sweep would."""

    stack: LentStack
    context: Context
    _quiet_since: float | None = None

    def is_stuck(self, job_id: int) -> bool:
        """Tell whether nobody works on a job; ask it a few times a second."""
        now = time.monotonic()
        if self._messages():
            self._quiet_since = None
        elif self._quiet_since is None:
            self._quiet_since = now
        elif now - self._quiet_since > QUIET_S:
            self._quiet_since = None
            return True
        # Nothing takes longer than the time limit: a lane as silent as that was lost with its message.
        longest = timedelta(seconds=self.context.settings.extract_time_limit_s + QUIET_S)
        return job_id in stalled_jobs(self.context.store, self.context.now() - longest)

    def _messages(self) -> bool:
        try:
            return waiting(self.stack.client, CPU_QUEUES) > 0
        except BROKER_ERRORS:
            return True  # it is being started again
