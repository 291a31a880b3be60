"""The real tasks, one of which loses its process: once before a page is read, once after another is saved."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from worker.app import app
from worker.tasks import texts as tasks

__all__ = ["app"]

PLACE = Path(os.environ["TRIAL_FAULTS"])
read_pages = tasks.read_pages


def _first_time(name):
    try:
        (PLACE / name).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def _read(context, page_ids):
    if 1 in page_ids and _first_time("before-1"):
        os.kill(os.getpid(), signal.SIGKILL)
    onward = read_pages(context, page_ids)
    if 2 in page_ids and _first_time("after-2"):
        os.kill(os.getpid(), signal.SIGKILL)  # saved, not yet acknowledged
    return onward


tasks.read_pages = _read
