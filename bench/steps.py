"""CPU and SQL of each step of the line, in one process, and Celery's for their messages."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import psutil
from sqlalchemy import event
from worker.app import QUEUES, send
from worker.app.sending import TOGETHER
from worker.stack.broker import waiting
from worker.stack.lend import lent_stack
from worker.steps import extract, read
from worker.steps.context import migrate, open_context
from worker.steps.fetch import fetch_pages
from worker.steps.poll import poll_feed
from worker.store.feeds import register_feed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from worker.settings import Settings

MESSAGES = 1000
GONE = 10**9  # no row has such an id


def bare(page: bytes) -> None:
    """Extract a page by trafilatura alone."""
    import trafilatura  # noqa: PLC0415 – in the pool's processes only

    trafilatura.bare_extraction(page, include_comments=False, with_metadata=True)


PARTS = {  # what is read in one go, by the functions it is made of
    "extract": (extract, "read_page"),
    "detect": (read, "read_statements"),
    "sketch": (read, "sketch"),
    "match": (read, "match_articles"),
}
TASKS = ("pages.fetch", "articles.extract")


@dataclass(slots=True)
class Spent:
    """CPU seconds and SQL statements of some pages, by step, and the CPU seconds of bare extraction."""

    pages: int
    cpu: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    queries: Counter[str] = field(default_factory=Counter)
    bare_s: float = 0.0

    @property
    def steps_s(self) -> float:
        """CPU seconds of all steps."""
        return sum(self.cpu.values())

    def ratios(self) -> dict[str, float]:
        """Return the CPU of each step, as a share of bare extraction's."""
        return {f"cpu {name}": seconds / self.bare_s for name, seconds in self.cpu.items()}

    def report(self) -> None:
        """Print a line for each step."""
        for name, seconds in sorted(self.cpu.items(), key=lambda pair: -pair[1]):
            sql = f", {self.queries[name] / self.pages:.1f} SQL statements" if self.queries[name] else ""
            share = 100 * seconds / self.steps_s
            print(f"  {name:8} {1000 * seconds / self.pages:6.2f} ms CPU a page, {share:.0f} %{sql}")
        ratio = self.steps_s / self.bare_s
        print(
            f"  bare     {1000 * self.bare_s / self.pages:6.2f} ms CPU a page; all above is {ratio:.2f} of it"
        )


def by_step(settings: Settings, place: str, pages: list[bytes]) -> Spent:
    """Take pages through the line in this process, as the tasks do; the second round counts."""
    migrate(settings)
    context = open_context(replace(settings, max_entries_per_poll=10_000))
    feed_id, _ = register_feed(context.store, f"http://{place}/feed.xml", context.now())
    spent, step = Spent(len(pages)), ["poll"]
    event.listen(context.store.engine, "before_cursor_execute", lambda *_: spent.queries.update(step))
    plain = {name: getattr(room, function) for name, (room, function) in PARTS.items()}
    for name, (room, function) in PARTS.items():
        setattr(room, function, _clocked(plain[name], name, spent.cpu, step))
    fetch = _clocked(lambda *args: list(fetch_pages(*args)), "fetch", spent.cpu, step)
    whole = _clocked(read.read_pages, "store", spent.cpu, step)
    ids = poll_feed(context, feed_id)
    for some in (ids[: len(pages)], ids[len(pages) :]):
        spent.cpu.clear()
        spent.queries.clear()
        fetched = [each for part in _messages("pages.fetch", some) for each in fetch(context, part)]
        for part in _messages("articles.extract", [page_id for each in fetched for page_id in each.pages]):
            whole(context, part)
    context.close()
    for name, (room, function) in PARTS.items():
        setattr(room, function, plain[name])
    for _ in range(2):
        started = time.process_time()
        for page in pages:
            bare(page)
        spent.bare_s = time.process_time() - started
    return spent


def celery_s(settings: Settings) -> float:
    """Return the CPU seconds that the messages of one page cost in all processes of the stack.

    Its workers get messages about rows that are gone; what the steps themselves take to find that out is
    measured in this process and taken off.
    """
    migrate(settings)
    gone = range(GONE, GONE + MESSAGES)
    context = open_context(settings)
    steps_s = _cpu_of(
        lambda: (
            [list(fetch_pages(context, part)) for part in _messages("pages.fetch", gone)]
            + [read.read_pages(context, part) for part in _messages("articles.extract", gone)]
        )
    )
    context.close()
    with lent_stack(settings, print) as stack:
        before_s = _below_s()
        for task in TASKS:
            send(stack.app, task, gone)
            while waiting(stack.client, QUEUES):
                stack.watch()
                time.sleep(0.2)
        whole_s = _below_s() - before_s
        stack.idle = True
    return (whole_s - steps_s) / MESSAGES


def _messages(task: str, ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """Share ids out among messages, as they are sent while there is plenty to do."""
    for start in range(0, len(ids), TOGETHER[task]):
        yield ids[start : start + TOGETHER[task]]


def _cpu_of(work: Any) -> float:
    work()  # what is loaded once
    started = time.process_time()
    work()
    return time.process_time() - started


def _below_s() -> float:
    """Return the CPU seconds of all processes below this one."""
    times = [process.cpu_times() for process in psutil.Process().children(recursive=True)]
    return sum(each.user + each.system for each in times)


def _clocked(function: Any, name: str, cpu: dict[str, float], step: list[str]) -> Any:
    """Return a function that notes its CPU time and takes it from the one that called it."""

    def clocked(*args: Any) -> Any:
        before, step[0] = step[0], name
        started = time.process_time()
        try:
            return function(*args)
        finally:
            spent = time.process_time() - started
            cpu[name] += spent
            if name in PARTS:
                cpu["store"] -= spent
            step[0] = before

    return clocked
