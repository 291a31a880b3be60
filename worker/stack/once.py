"""Poll what is due, work until idle, stop: the door behind ``communique run-once``."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from worker.app import HOST_QUEUES, QUEUES, send_named, send_work
from worker.app.carriers import carriers_of
from worker.app.configuration import LINE_QUEUES
from worker.app.sending import work_by_task
from worker.log import configure_log
from worker.stack.broker import BROKER_ERRORS, waiting
from worker.stack.lend import lent_stack
from worker.stack.lock import make_home
from worker.stack.run import stop_requests
from worker.steps.context import migrate, open_context
from worker.steps.count import keep_counts
from worker.steps.dispatch import dispatch, give_back
from worker.steps.pressure import pressure
from worker.steps.relay import relay_events
from worker.steps.sweep import sweep
from worker.store.counts import count_all
from worker.store.polls import count_unpolled

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from worker.settings import Settings
    from worker.stack.lend import LentStack
    from worker.stack.run import StopRequests
    from worker.steps.context import Context

LOOK_EVERY_S = 0.2
NEWS_QUEUES = (*HOST_QUEUES, *LINE_QUEUES)  # a job that reads old articles again is not what is waited for
# A message is between two queues for a moment: idle is what has looked idle this many times in a row.
CALM_LOOKS = 3
BUSY_AHEAD = timedelta(seconds=30)  # feeds whose turn at a crowded host comes within this are waited for


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What one run did, and what is left.

    ``entries``, ``articles`` and ``statements`` are how many more there are than before; ``retrying``
    entries have their next attempt set for later; ``left`` counts what could have been done now.
    """

    feeds: int  # polled
    entries: int
    articles: int
    statements: int
    retrying: int
    left: int
    elapsed_s: float

    @property
    def exit_code(self) -> int:
        """0: every entry has an outcome or a retry set for later; 3: the time ran out with work left."""
        return 3 if self.left else 0


def run_once(
    settings: Settings, timeout_s: float, say: Callable[[str], None], progress: Callable[[int], None]
) -> RunSummary:
    """Poll all due feeds once and work until nothing is left to do now, or the time is out.

    Uses the stack that runs in the data folder or behind the configured broker; else starts workers of its
    own and stops them. SIGINT and SIGTERM end the wait as the timeout does. ``progress`` is told, a few
    times a second, how many messages are left.

    Raises:
        WrongUse: the data folder or the database can't be used, or the configured broker can't be reached.
        StartFailed: the workers did not come up.
    """
    started = time.monotonic()
    configure_log("error", settings.log_format)  # the terminal belongs to the progress; workers log to files
    make_home(settings.home)
    migrate(settings)
    carriers = carriers_of(settings)
    # Nothing is too young for this context's sweep: what waits now is done now.
    context = open_context(replace(settings, sweep_after_s=0.0))
    try:
        before = count_all(context.store, context.now())
        with stop_requests() as requests, lent_stack(settings, say) as stack:
            run = _Run(stack, context, requests, started + timeout_s, context.now())
            feeds = run.dispatch()
            if not feeds and (reason := pressure(context)):
                say(f"no feed is polled: {reason}")
            messages = run.work(progress)
            relay_events(context, carriers)  # there may be no beat that would send these two
            keep_counts(context)
        after = count_all(context.store, context.now())
    finally:
        context.close()
    return RunSummary(
        feeds=feeds,
        entries=after.entries - before.entries,
        articles=after.articles - before.articles,
        statements=after.statements - before.statements,
        retrying=after.retrying,
        left=max(messages, after.waiting),
        elapsed_s=time.monotonic() - started,
    )


@dataclass(slots=True)
class _Run:
    stack: LentStack
    context: Context
    requests: StopRequests
    deadline: float
    began: datetime

    def dispatch(self, unpolled_since: datetime | None = None) -> int:
        """Send every due feed to be polled; return how many there were."""
        count = 0
        while ids := dispatch(self.context, unpolled_since):
            sent = send_named(self.stack.app, self.context.store, "feeds.poll", ids)
            count += sent
            if sent < len(ids):  # the broker is away
                give_back(self.context, ids[sent:])
                break
        return count

    def work(self, progress: Callable[[int], None]) -> int:
        """Look until nothing is left or the time is out; return what is left."""
        calm, left = 0, 1
        while left and time.monotonic() < self.deadline and not self.requests.wait(LOOK_EVERY_S):
            self.stack.watch()
            messages = self._messages()
            progress(messages)
            calm = 0 if messages else calm + 1
            if calm >= CALM_LOOKS:
                # Rows whose message was lost, with an earlier run or a broker, are sent again here.
                work = sweep(self.context, jobs=False)
                left = sum(map(len, work_by_task(work).values())) + self._feeds_of_busy_hosts()
                send_work(self.stack.app, self.context.store, work)
                calm = 0
        self.stack.idle = not left and not self._messages(QUEUES)
        return max(1, self._messages()) if left else 0

    def _feeds_of_busy_hosts(self) -> int:
        """Send feeds to be polled whose host had no time before; return how many wait or were sent.

        A host that rests for longer has a time set for later, like a page that is tried again.
        """
        sent = self.dispatch(self.began)
        if not sent and pressure(self.context):
            return 0  # the next run finds them
        return sent + count_unpolled(self.context.store, self.context.now() + BUSY_AHEAD, self.began)

    def _messages(self, queues: Sequence[str] = NEWS_QUEUES) -> int:
        try:
            return waiting(self.stack.client, queues)
        except BROKER_ERRORS:
            return 1  # it is being started again
