"""The real tasks, one of which loses its process: once before a page is read, once after another is saved."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from worker.app import app
from worker.tasks import texts as tasks

__all__ = ["app"]

PLACE = Path(os.environ["TRIAL_FAULTS"])
read_in_one_go = tasks.read_in_one_go


def _first_time(name):
    try:
        (PLACE / name).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def _read(context, page_id):
    if page_id == 1 and _first_time("before-1"):
        os.kill(os.getpid(), signal.SIGKILL)
    onward = read_in_one_go(context, page_id)
    if page_id == 2 and _first_time("after-2"):
        os.kill(os.getpid(), signal.SIGKILL)  # saved, not yet acknowledged
    return onward


tasks.read_in_one_go = _read
