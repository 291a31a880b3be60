"""Work on a job slice by slice: short ones, so that nothing newer ever waits long for a process.

A slice is read first, without a transaction, and saved with all its counts in one. Whatever happens before
that, happens to nothing; whatever happens after it, is counted.
"""

from __future__ import annotations

import time
import traceback
from dataclasses import dataclass
from typing import TYPE_CHECKING

from worker.errors import DatabaseAway
from worker.log import Log
from worker.steps.reprocess import wake_job
from worker.steps.rereading import reread
from worker.steps.telling import tell
from worker.store.slices import GIVEN_UP, SliceResult, give_back, holds, take_slice

if TYPE_CHECKING:
    from collections.abc import Callable

    from worker.steps.context import Context
    from worker.steps.rereading import Save
    from worker.store.slices import Slice

# docs/decisions/006 has what these were measured against.
SLICE_S = 0.5  # a slice while nothing newer waits; it ends early when something does
LOOK_S = 0.1  # … and looks so often
BUSY_SLICE_S = 0.1  # a slice while newer work waits,
BUSY_WAIT_S = 2.0  # and the pause after it: at most a twentieth of a process goes on
PHASE_WAIT_S = 0.5  # until others have ended a phase
RETRY_S = 2.0  # after a result could not be saved
MAX_REASON = 2000  # characters; room for the end of a traceback
log = Log("reprocess")


@dataclass(frozen=True, slots=True)
class Onward:
    """The message that continues a lane, and how long to wait before it."""

    lane_id: int
    wait_s: float = 0.0


def idle() -> bool:
    """Say that nothing newer waits: for callers without a broker."""
    return False


def run_lane(context: Context, lane_id: int, is_busy: Callable[[], bool] = idle) -> Onward | None:
    """Read one slice of a job and save it; return how the lane goes on, None when it is over.

    Args:
        context: of this process.
        lane_id: from ``wake_job`` or an earlier slice. One that was replaced is over.
        is_busy: tells whether newer work waits for a process; asked a few times in a slice.
    """
    taken = take_slice(context.store, lane_id, context.now())
    if taken is None:
        return None
    if not taken.entry_ids:
        return Onward(lane_id, PHASE_WAIT_S)
    busy = is_busy()
    started = time.perf_counter()
    result, saves = _read(context, taken, BUSY_SLICE_S if busy else SLICE_S, is_busy)
    try:
        stands = _save(context, taken, result, (saves, started))
    except Exception:
        # The batch stays in the lane's hand with its attempt counted: it is read more carefully next time.
        log.exception("slice.unsaved", job=taken.job_id, lane=lane_id)
        return Onward(lane_id, RETRY_S)
    if not stands:
        return None
    return Onward(lane_id, BUSY_WAIT_S if busy or is_busy() else 0.0)


def _read(
    context: Context, taken: Slice, slice_s: float, is_busy: Callable[[], bool]
) -> tuple[SliceResult, list[Save]]:
    """Read entries until the time is out, at least one; nothing is saved yet."""
    result, saves = SliceResult(), []
    started = looked = time.perf_counter()
    for place, entry_id in enumerate(taken.entry_ids):
        result.done.append(entry_id)
        if place == 0 and taken.attempts > GIVEN_UP:
            result.failures[entry_id] = f"{taken.attempts - 1} attempts did not come back"
            break
        try:
            saves.append(reread(context, taken.what, entry_id, taken.job_id))
        except DatabaseAway:  # no fault of the article: the batch is read again
            raise
        except Exception as error:  # one article must not stop the job; the time limit comes this way, too
            log.exception("reread.failed", job=taken.job_id, entry=entry_id)
            result.failures[entry_id] = "".join(traceback.format_exception(error))[-MAX_REASON:]
        now = time.perf_counter()
        if taken.is_careful or now - started >= slice_s:
            break
        if now - looked >= LOOK_S:
            looked = now
            if is_busy():
                break
    return result, saves


def _save(context: Context, taken: Slice, result: SliceResult, work: tuple[list[Save], float]) -> bool:
    """Save all of a slice or nothing; False when the slice is not ours any more."""
    saves, started = work
    with context.store.transaction() as session:
        if not holds(session, taken):
            return False
        for save in saves:
            result.changes += save(session)
        result.worked_s = time.perf_counter() - started
        ended = give_back(context.store, session, taken, result, context.now())
    changes = result.changes
    tell(
        f"job {taken.job_id}: {len(result.done)} more; "
        f"{changes.added} added, {changes.changed} changed, {changes.removed} removed"
    )
    log.debug("slice.saved", job=taken.job_id, lane=taken.lane_id, entries=len(result.done))
    if ended:
        log.info("job.ended", job=taken.job_id)
    return True


def run_job(context: Context, job_id: int, on_slice: Callable[[], object] = idle) -> None:
    """Work on a job here until it is over, paused or cancelled; needs no broker.

    For programs of one process: where workers run, their lanes are replaced by this one.
    """
    lanes = wake_job(context, job_id)[:1]
    onward = Onward(lanes[0]) if lanes else None
    while onward is not None:
        time.sleep(onward.wait_s)
        onward = run_lane(context, onward.lane_id)
        on_slice()
