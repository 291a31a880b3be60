"""The table of faults: a name, what breaks, and a function that sets the breaking up on a line.

Each case is one line; ``test_line_faults.py`` runs them all on both databases and compares what is left
with a run that nothing disturbed.
"""

from __future__ import annotations

import random
import sqlite3
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import psycopg
from fault_line import Killed
from psycopg import errors
from sqlalchemy.exc import OperationalError
from worker.errors import TryAgain

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Case:
    """One fault; ``only`` names the one kind of database it can happen to."""

    group: str
    name: str
    set_up: Callable
    only: str = ""
    strikes: bool = True  # False: it shows in how messages come, not at a place


LINE = ("feeds.poll", "pages.fetch", "articles.extract", "statements.detect", "utterances.match")
# Where each step's process dies: message taken · before its first look at the database · attempt counted ·
# asking the host · computed, not saved · saved, next message not sent · sent, not acknowledged.
KILLS = {
    "feeds.dispatch": ("taken", "statement", "saving", "saved", "send", "sent", "send 2", "done"),
    "feeds.poll": (
        *("taken", "statement", "call", "called", "saving", "saved", "send", "sent", "send 2", "done"),
    ),
    "pages.fetch": (
        *("taken", "statement", "saving", "saved", "call 1", "call 2", "called 2"),
        *("saving 2", "saved 2", "send", "sent", "done"),
    ),
    "articles.extract": (
        *("taken", "statement", "saving", "saved", "saving 2", "saved 2", "saving 3", "saved 3"),
        *("saving 4", "saved 4", "send", "sent", "done"),
    ),
    "statements.detect": (
        *("taken", "statement", "saving", "saved", "saving 2", "saved 2", "send", "sent", "done"),
    ),
    "utterances.match": ("taken", "statement", "saving", "saved", "saving 2", "saved 2", "done"),
    "maintenance.sweep": ("taken", "statement", "done"),
}


# Places that only a page reaches whose detection has a message of its own.
ALONE = {"statements.detect", "utterances.match"}
SENDING = {("articles.extract", "send"), ("articles.extract", "sent")}


def strike(task, what, act, nth=1):
    """Do something once, when a place is reached for the nth time."""

    def set_up(line):
        if task in ALONE or (task, what) in SENDING:
            line.go_step_by_step()

        def fault(place):
            if (place.task, place.what, place.nth) == (task, what, nth):
                line.struck += 1
                act(line)

        line.fault = fault

    return set_up


def kill(_line):
    raise Killed


def failing(error):
    def fail(line):
        raise OperationalError("the statement", {}, error(line))

    return fail


def by_kind(postgres, sqlite):
    """Return the driver's own error of either database."""

    def made(line):
        if line.context.store.is_postgres:
            return postgres("it is so")
        error = sqlite3.OperationalError("it is so")
        error.sqlite_errorcode = sqlite
        return error

    return made


def cut_off(line):
    """A database that restarts: every connection is gone, the one in use included."""
    url = line.settings.database_url.replace("postgresql+psycopg", "postgresql")
    with psycopg.connect(url, autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE pid <> pg_backend_pid() AND datname = current_database()"
        )


def forget(line):
    line.broker.waiting.clear()


def jump(**delta):
    def move(line):
        line.clock[0] += timedelta(**delta)
        line.web.now = line.clock[0]

    return move


def deliver(*, twice=False, order=None):
    def set_up(line):
        line.broker.twice = twice
        if order:
            line.broker.take = order

    return set_up


def last_first(waiting):
    return waiting.pop()


def shuffled(seed):
    dice = random.Random(seed)

    def take(waiting):
        waiting.rotate(dice.randrange(len(waiting)))
        return waiting.popleft()

    return take


def away_for(ticks):
    """A broker that nobody reaches: what is sent meanwhile is not sent."""

    def set_up(line):
        begun = line.clock[0]

        def fault(place):
            line.broker.away = (line.clock[0] - begun).total_seconds() < 30 * ticks and place.task in LINE
            line.struck += line.broker.away

        line.fault = fault

    return set_up


def hosts(answer, for_s):
    """All pages answer like this for a while; feeds and robots.txt are served."""

    def set_up(line):
        until, fetch = line.clock[0] + timedelta(seconds=for_s), line.web.fetch

        def disturbed(request):
            if line.clock[0] < until and not request.url.endswith((".xml", ".txt")):
                line.struck += 1
                if isinstance(answer, Exception):
                    line.clock[0] += timedelta(seconds=request.deadline_s)
                    raise answer
                line.web.answers, before = line.web.answers | {request.url: answer}, line.web.answers
                try:
                    return fetch(request)
                finally:
                    line.web.answers = before
            return fetch(request)

        line.web.fetch = disturbed

    return set_up


def two_beats(line):
    beat = line.beat
    line.beat = lambda: (beat(), beat())


def _kills():
    for task, places in KILLS.items():
        for place in places:
            what, _, nth = place.partition(" ")
            # Away from a commit both databases see the same: nothing.
            only = "" if what in ("saving", "saved") else "sqlite"
            yield Case(f"kill -9 in {task}", f"at {place}", strike(task, what, kill, int(nth or 1)), only)


TROUBLES = {
    "deadlock": by_kind(errors.DeadlockDetected, sqlite3.SQLITE_BUSY),
    "serialization failure": by_kind(errors.SerializationFailure, sqlite3.SQLITE_LOCKED),
    "disk full": by_kind(errors.DiskFull, sqlite3.SQLITE_FULL),
    "read-only": by_kind(errors.ReadOnlySqlTransaction, sqlite3.SQLITE_READONLY),
    "input/output error": by_kind(errors.IoError, sqlite3.SQLITE_IOERR),
}


def _troubles():
    for word, error in TROUBLES.items():
        for task in ("feeds.dispatch", *LINE):
            yield Case(f"database: {word}", f"saving in {task}", strike(task, "saving", failing(error)))
    for task in ("feeds.dispatch", *LINE, "maintenance.sweep"):
        yield Case("database: restart", f"in {task}", strike(task, "statement", cut_off), "postgresql")


def _deliveries():
    orders = {"last first": last_first} | {f"shuffled {seed}": shuffled(seed) for seed in (1, 2, 3)}
    yield Case("delivery", "every message twice", deliver(twice=True), strikes=False)
    for name, order in orders.items():
        yield Case("delivery", name, deliver(order=order), strikes=False)
        yield Case("delivery", f"{name}, twice", deliver(twice=True, order=order), strikes=False)
    yield Case("two beats", "each sends every message", two_beats, strikes=False)


def _rest():
    for task in ("feeds.dispatch", *LINE):
        yield Case("broker data lost", f"in {task}", strike(task, "done", forget))
    yield Case("broker away", "for a minute", away_for(2))
    yield Case("broker away", "for ten minutes", away_for(20))
    for task in LINE:
        yield Case("clock", f"a day ahead in {task}", strike(task, "saved", jump(days=1)))
        yield Case("clock", f"three minutes back in {task}", strike(task, "saved", jump(minutes=-3)))
    yield Case("hosts", "hang until the deadline", hosts(TryAgain("timed out"), 120))
    yield Case("hosts", "answer 503", hosts(503, 120))
    yield Case("hosts", "answer 429, wait 90 s", hosts((429, (("retry-after", "90"),), ""), 120))


CASES = (*_kills(), *_troubles(), *_deliveries(), *_rest())
