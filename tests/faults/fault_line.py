"""The whole line in one process, to be broken at will: the real tasks and a real database; the rest is ours.

The broker is a list of messages that come at least once, the web a table of pages, the clock is set. Every
place at which a process could die is *reached* by name: a message taken, an SQL statement, a commit before
and after, a request, a message sent. A fault is a function that is told each place and may raise there.
"""

from __future__ import annotations

import json
from collections import Counter, deque
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta

from fault_news import FEEDS, no_fault
from kombu.exceptions import OperationalError
from sqlalchemy import event, func, select
from worker.app import app
from worker.errors import DatabaseAway
from worker.settings import load_settings
from worker.steps.context import Context
from worker.steps.turns import Turns
from worker.store.counts import count_all
from worker.store.engine import Store
from worker.store.feeds import register_feed
from worker.store.models import (
    ArticleTable,
    EntryRow,
    PageRow,
    PollRow,
    RenderingRow,
    StatementTable,
    UnmatchedRow,
    UtteranceRow,
)
from worker.tasks import hosts, texts
from worker.web.robots import RobotsCache

from stage import HOST, START

TICK_S = 30.0  # beat's turn
MAX_TICKS = 100  # fifty minutes of the trial's clock


class Killed(BaseException):
    """The process is gone: nothing below may catch this."""


@dataclass(frozen=True)
class Place:
    """Where a process stands: its task, what it is about to do or has done, the how-manieth time."""

    task: str
    what: str
    nth: int


class WatchedStore(Store):
    """A store that says when a transaction is about to be saved, and when it was."""

    def __init__(self, engine, reached):
        super().__init__(engine)
        self.reached = reached
        self.listener = lambda *_: reached("statement")
        event.listen(engine, "before_cursor_execute", self.listener)

    def close(self):
        event.remove(self.engine, "before_cursor_execute", self.listener)
        super().close()

    @contextmanager
    def transaction(self):
        with super().transaction() as session:
            yield session
            self.reached("saving")
        self.reached("saved")


@dataclass
class Broker:
    """Messages that come at least once; how they come is the trial's to say."""

    waiting: deque = field(default_factory=deque)
    away: bool = False
    twice: bool = False
    take: object = deque.popleft


class FaultLine:
    """One line on one database; ``run`` works until nothing is left and returns the seconds of its clock."""

    def __init__(self, engine, home, web, monkeypatch):
        url, self.engine = engine.url.render_as_string(hide_password=False), engine
        settings = load_settings({"COMMUNIQUE_HOME": str(home)})
        self.settings = replace(settings, database_url=url, max_entry_age_days=0, echo_model="none")
        self.web, self.broker, self.clock = web, Broker(), [START]
        self.fault, self.seen, self.task, self.counts = no_fault, [], "", Counter()
        self.struck = 0
        self.monkeypatch = monkeypatch
        web.reached = self.reached
        for tasks in (hosts, texts):
            monkeypatch.setattr(tasks, "context", lambda: self.context)
        monkeypatch.setattr(texts, "line_waits", lambda: False)
        monkeypatch.setattr(app, "send_task", self.send_task)
        self.open()
        for path in FEEDS:
            register_feed(self.context.store, HOST + path, START, lang="en")

    def open(self):
        """Start a process: fresh connections and caches; what SQLAlchemy has compiled is kept."""
        store = WatchedStore(self.engine, self.reached)
        now = lambda: self.clock[0]  # noqa: E731 - one clock for all
        turns = Turns(None, lambda _: None, lambda: 0.0)
        robots = RobotsCache(self.web, now)
        self.context = Context(self.settings, store, self.web, robots, now, turns, lambda: 0.5)

    def close(self):
        self.task = ""
        self.context.close()

    def go_step_by_step(self):
        """Let detection fail where a page is read in one go, so that it has to be a step of its own."""

        def broken(*_args):
            raise ValueError("step by step")

        self.monkeypatch.setattr("worker.steps.read.read_statements", broken)

    def reached(self, what):
        if self.task:
            self.counts[self.task, what] += 1
            place = Place(self.task, what, self.counts[self.task, what])
            self.seen.append(place)
            self.fault(place)

    def send_task(self, name, args=(), kwargs=None, **_options):
        self.reached("send")
        if self.broker.away:
            raise OperationalError("nobody listens")
        self.broker.waiting.append(json.dumps([name, list(args), kwargs or {}]))
        self.reached("sent")

    def beat(self):
        for name in ("feeds.dispatch", "maintenance.sweep"):
            self.broker.waiting.append(json.dumps([name, [], {}]))

    def work(self):
        """Deliver every message, and again those whose process died."""
        while self.broker.waiting:
            message = self.broker.take(self.broker.waiting)
            for _ in range(2 if self.broker.twice else 1):
                if not self.deliver(message):
                    self.broker.waiting.append(message)

    def deliver(self, message):
        """Run a message's task; False when it has to come again: killed, or the database was in trouble."""
        self.task, args, kwargs = json.loads(message)
        try:
            self.reached("taken")
            app.tasks[self.task](*args, **kwargs)
            self.reached("done")
        except Killed:
            self.task = ""
            self.context.close()
            self.open()
            return False
        except DatabaseAway:
            self.clock[0] += timedelta(seconds=1)  # LineTask waits
            return False
        finally:
            self.task = ""
        return True

    def run(self):
        for _ in range(MAX_TICKS):
            self.beat()
            self.work()
            if self.is_idle():
                return (self.clock[0] - START).total_seconds()
            self.clock[0] += timedelta(seconds=TICK_S)
            self.web.now = self.clock[0]
        raise AssertionError(f"in limbo: {self.books()}")

    def is_idle(self):
        counts = count_all(self.context.store, self.clock[0])
        with self.context.store.reading() as session:
            unmatched = session.scalar(select(func.count()).select_from(UnmatchedRow))
            polled = session.scalar(select(func.count(PollRow.feed_id.distinct())))
        return polled == len(FEEDS) and not (counts.waiting or counts.retrying or unmatched)

    def books(self):
        """Return what must be the same after every fault: outcomes, records, groups; no ids of rows."""
        with self.context.store.reading() as session:
            outcomes = Counter(session.scalars(select(EntryRow.outcome)))
            rows = session.execute(
                select(StatementTable, ArticleTable.text, EntryRow.key)
                .join(ArticleTable, ArticleTable.id == StatementTable.article_id)
                .join(EntryRow, EntryRow.id == ArticleTable.entry_id)
            )
            statements = sorted(
                (row.id, row.kind, row.text, row.actor_key or "", row.act, text) for row, text, _ in rows
            )
            groups = Counter(
                session.scalars(select(func.count(RenderingRow.id)).group_by(RenderingRow.utterance_id))
            )
            sizes = {
                table.__tablename__: session.scalar(select(func.count()).select_from(table))
                for table in (EntryRow, PageRow, ArticleTable, StatementTable, RenderingRow, UtteranceRow)
            }
            alone = session.scalar(
                select(func.count()).select_from(RenderingRow).where(RenderingRow.statement_id.is_(None))
            )
        return {
            "outcomes": outcomes,
            "statements": statements,
            "groups": groups,
            "rows": sizes,
            "lost": alone,
        }
