"""``communique up`` as a process of its own, its parts found and killed, its rows looked at from outside."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import psutil
import pytest
from sqlalchemy import func, select
from worker.errors import DatabaseAway, WrongUse
from worker.store.engine import open_store
from worker.store.feeds import register_feed
from worker.store.models import ArticleTable, EntryRow, FeedRow, StatementTable, UnmatchedRow
from worker.store.upgrade import upgrade

PATIENCE_S = 180.0
PROGRAM = """
import os, sys
from worker.settings import load_settings
from worker.stack import parts
from worker.stack.run import run_up
parts.APP = os.environ["TRIAL_APP"]
sys.exit(run_up(load_settings(os.environ), None, lambda line: print(line, flush=True)))
"""
# A short day: what takes minutes in production takes seconds here.
QUICK = {
    "DISPATCH_INTERVAL_S": "1",
    "SWEEP_INTERVAL_S": "2",
    "SWEEP_AFTER_S": "6",
    "EXTRACT_TIME_LIMIT_S": "8",
    "EXTRACT_SOFT_LIMIT_S": "6",
    "FEED_DEADLINE_S": "6",
    "PAGE_DEADLINE_S": "6",
    "VISIBILITY_TIMEOUT_S": "12",
    "RETRY_WAIT_S": "2",
    "RETRY_WAIT_MAX_S": "10",
    "MAX_ENTRY_AGE_DAYS": "0",
    "LOG_LEVEL": "warning",
}
WORDS = {"broker": "valkey", "hosts": "hosts@", "texts": "texts@", "beat": " beat ", "flower": " flower "}


class ChaosStack:
    """One stack on one database; ``say`` collects what it tells."""

    def __init__(self, home, database_url, news, **settings):
        self.home, self.news = home, news
        self.faults = home / "faults"
        self.faults.mkdir()
        self.environ = os.environ | {
            f"COMMUNIQUE_{name}": value for name, value in (QUICK | settings).items()
        }
        self.environ |= {
            "COMMUNIQUE_HOME": str(home),
            "COMMUNIQUE_DATABASE_URL": database_url,
            "COMMUNIQUE_ALLOW_HOSTS": news.base.removeprefix("http://"),
            "COMMUNIQUE_FLOWER_PORT": _free_port(),
            "TRIAL_APP": "trial_chaos",
            "TRIAL_FAULTS": str(self.faults),
            "PYTHONPATH": str(Path(__file__).parent),
        }
        self.store = open_store(database_url)
        upgrade(self.store)
        self.process = None

    def start(self):
        log = (self.home / "up.log").open("ab")
        self.process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM], env=self.environ, stdout=subprocess.PIPE, stderr=log, text=True
        )
        log.close()
        line = self.process.stdout.readline()
        assert "communique is up" in line, line + (self.home / "up.log").read_text()[-2000:]

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        self.process.communicate(timeout=60)
        self.store.close()

    def pid(self, name):
        """Return the process id of a part, waiting for one that is being started again."""
        if name == "supervisor":
            return self.process.pid
        return until(lambda: self.find(name), f"the {name}")

    def find(self, name):
        """Return the process id of a part, None while it is being started again."""
        for child in psutil.Process(self.process.pid).children():
            words = " ".join(_command(child))
            if WORDS[name] in words and "leash" not in words:
                return child.pid
        return None

    def arm(self, place):
        for name in ("armed", "taken", "reached", "go"):
            (self.faults / name).unlink(missing_ok=True)
        (self.faults / "new").write_text(place)
        (self.faults / "new").rename(self.faults / "armed")

    def reached(self):
        """Wait until the armed place is reached; return the process that stands there."""
        until((self.faults / "reached").exists, "the place at which to strike")
        return int((self.faults / "reached").read_text())

    def go(self):
        (self.faults / "go").touch()

    def publish(self, name, pages):
        """Put a feed out and have it polled."""
        self.news.lists[name] = pages
        return self.publish_address(f"/feed/{name}")

    def publish_address(self, path):
        """Have a feed polled."""
        feed_id, _ = register_feed(self.store, self.news.base + path, datetime.now(UTC), lang="en")
        return feed_id

    def wait(self, feed_id, entries):
        until(lambda: self._ended(feed_id, entries), f"the end of feed {feed_id}", self.state)

    def _ended(self, feed_id, entries):
        with self.store.reading() as session:
            ended = select(func.count()).select_from(EntryRow).where(EntryRow.feed_id == feed_id)
            waiting = session.scalar(select(func.count()).select_from(UnmatchedRow))
            return session.scalar(ended.where(EntryRow.outcome.is_not(None))) >= entries and not waiting

    def outcomes(self, feed_id=None):
        query = select(EntryRow.outcome)
        with self.store.reading() as session:
            return Counter(session.scalars(query.where(EntryRow.feed_id == feed_id) if feed_id else query))

    def statements(self, feed_id):
        """Return the words of a feed's statements, each as often as it is stored."""
        query = (
            select(StatementTable.text)
            .join(ArticleTable, ArticleTable.id == StatementTable.article_id)
            .join(EntryRow, EntryRow.id == ArticleTable.entry_id)
            .where(EntryRow.feed_id == feed_id)
        )
        with self.store.reading() as session:
            return sorted(session.scalars(query))

    def end_feed(self, feed_id):
        """Poll a feed no more: later cases are about theirs."""
        with self.store.transaction() as session:
            session.get(FeedRow, feed_id).state = "paused"

    def state(self):
        with self.store.reading() as session:
            rows = session.execute(select(EntryRow.id, EntryRow.stage, EntryRow.outcome, EntryRow.attempts))
            return [tuple(row) for row in rows if row.outcome is None]


def until(ready, what, tell=lambda: ""):
    """Wait for something and return it; a database that is away is no answer."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            found = ready()
        except (DatabaseAway, WrongUse, psutil.NoSuchProcess):
            found = None
        if found:
            return found
        if time.monotonic() > deadline:
            pytest.fail(f"never came: {what} {tell()}")
        time.sleep(0.05)


def _command(process):
    try:
        return process.cmdline() if process.status() != psutil.STATUS_ZOMBIE else []
    except psutil.Error:
        return []


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])
