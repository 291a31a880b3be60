"""The real tasks on real workers; one of them stands still at a place that the trial names, until let go.

The trial writes ``armed`` ("task what n") into its folder; whoever gets there first makes it ``reached``,
with its process id, and waits for ``go``. Pages that hold POISON-HANG or POISON-CRASH hang or
kill their reader.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import Counter
from contextlib import contextmanager, suppress
from pathlib import Path

from celery import signals
from worker.app import app
from worker.steps import extract
from worker.store.engine import Store
from worker.tasks import hosts, texts

__all__ = ["app", "hosts", "texts"]

PLACE = Path(os.environ["TRIAL_FAULTS"])
LONGEST_S = 30.0
here = threading.local()
transaction, read_page = Store.transaction, extract.read_page


def reach(what):
    task = getattr(here, "task", "")
    if not task:
        return
    here.counts[what] += 1
    with suppress(FileNotFoundError):
        if (PLACE / "armed").read_text() == f"{task} {what} {here.counts[what]}":
            (PLACE / "armed").rename(PLACE / "taken")  # one process gets it
            (PLACE / "taken").write_text(str(os.getpid()))
            (PLACE / "taken").rename(PLACE / "reached")
            deadline = time.monotonic() + LONGEST_S
            while not (PLACE / "go").exists() and time.monotonic() < deadline:
                time.sleep(0.02)


@contextmanager
def watched(self):
    with transaction(self) as session:
        yield session
        reach("saving")
    reach("saved")


def read(page, work):
    if b"POISON-HANG" in page.body:
        time.sleep(600)
    if b"POISON-CRASH" in page.body:
        os.kill(os.getpid(), signal.SIGKILL)
    return read_page(page, work)


def begin(task, **_):
    here.task, here.counts = task.name, Counter()
    reach("taken")


def end(**_):
    reach("done")
    here.task = ""


Store.transaction, extract.read_page = watched, read
signals.task_prerun.connect(begin, weak=False)
signals.task_postrun.connect(end, weak=False)
