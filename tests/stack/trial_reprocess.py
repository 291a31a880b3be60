"""The real tasks; a job's first slices lose their process or the broker, once at each place."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from worker.app import app
from worker.app.broker_address import broker_url, redis_client
from worker.steps import lanes
from worker.tasks import texts as tasks

__all__ = ["app"]

PLACE = Path(os.environ["TRIAL_FAULTS"])
run_lane, reread, save = tasks.run_lane, lanes.reread, lanes._save


def _first_time(name):
    try:
        (PLACE / name).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def _die(name):
    if _first_time(name):
        os.kill(os.getpid(), signal.SIGKILL)


def _run_lane(context, lane_id, is_busy):
    onward = run_lane(context, lane_id, is_busy)
    _die("saved-not-sent")
    return onward


def _reread(context, what, entry_id, job_id):
    if entry_id == 30:
        _die("in-the-middle")
    if entry_id == 100 and _first_time("broker"):
        broker = redis_client(broker_url(context.settings))
        os.kill(broker.info()["process_id"], signal.SIGKILL)
    return reread(context, what, entry_id, job_id)


def _save(context, taken, result, work):
    if taken.entry_ids[0] > 60:
        _die("read-not-saved")
    return save(context, taken, result, work)


tasks.run_lane, lanes.reread, lanes._save = _run_lane, _reread, _save
lanes.SLICE_S = 0.02  # many slices of few articles
