"""One attempt at one step of an entry: counted, bounded, and ended with a saved word whatever happens."""

from __future__ import annotations

import traceback
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

from worker.errors import DatabaseAway, GiveUp, TryAgain
from worker.log import Log
from worker.steps.outcomes import NO_STATEMENTS, QUARANTINED, STORED, UNREACHABLE
from worker.steps.telling import tell
from worker.steps.turns import NotYetError
from worker.store.articles import drop_article, has_article
from worker.store.attempts import await_turn, begin_attempt, postpone_entry, take_back
from worker.store.counts import count_statements
from worker.store.entries import count_fetching, end_entry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sqlalchemy.orm import Session

    from worker.steps.context import Context
    from worker.store.rows import EntryWork

MAX_CRASHES = 3  # attempts at a step that never came back, or broke: then nobody tries any more
Result = TypeVar("Result")
log = Log("steps")


def attempt(context: Context, entry_id: int, stage: str, do: Callable[[EntryWork], Result]) -> Result | None:
    """Do a step's work for an entry that is at this stage, and return what it returns.

    ``GiveUp`` ends the entry, ``TryAgain`` sets the next attempt, an error nobody foresaw is kept with
    its traceback and tried again a few times. None comes back after each of them, and when the entry is
    gone or has left the stage.

    Raises:
        DatabaseAway: the database fails, which is no fault of the entry: the attempt does not count.
    """
    return carry_out(context, begin_attempt(context.store, entry_id, stage, context.now()), do)


def carry_out(context: Context, work: EntryWork | None, do: Callable[[EntryWork], Result]) -> Result | None:
    """Do the work of an attempt that has been counted, as ``attempt`` does; None for no work."""
    if work is None or _is_over(context, work):
        return None
    try:
        return do(work)
    except NotYetError as error:
        _wait_for_turn(context, work, error.wait_s)
    except TryAgain as error:
        _try_later(context, work, error)
    except GiveUp as error:
        _finish(context, work, error.outcome, error.detail)
    except DatabaseAway:
        take_back_attempts(context, [work])
        raise
    except Exception as error:  # one page must not stop the line
        log.exception("step.failed", entry=work.id, stage=work.stage, attempt=work.attempts)
        _survive(context, work, error)
    return None


def _is_over(context: Context, work: EntryWork) -> bool:
    """End an entry whose attempts never came back."""
    if work.attempts <= _limit(context, work.stage):
        return False
    _finish(context, work, QUARANTINED, f"{work.attempts - 1} attempts at {work.stage} did not come back")
    return True


@contextmanager
def uncounted_if_away(context: Context, works: Sequence[EntryWork]) -> Iterator[None]:
    """Take attempts back when the block meets a database in trouble, which it raises on.

    Those whose count is taken back already have to be at their first attempt, or gone from the list.
    """
    try:
        yield
    except DatabaseAway:
        take_back_attempts(context, works)
        raise


def take_back_attempts(context: Context, works: Sequence[EntryWork]) -> None:
    """Uncount attempts that failed by no fault of theirs; a database that is away keeps the count."""
    for stage in {work.stage for work in works}:
        with suppress(DatabaseAway), context.store.transaction() as session:
            take_back(session, [work.id for work in works], stage)


def _limit(context: Context, stage: str) -> int:
    """Return how many attempts may begin: a fetch may fail on the other side, too."""
    return MAX_CRASHES if stage != "fetch" else max(MAX_CRASHES, context.settings.max_attempts)


def _finish(context: Context, work: EntryWork, outcome: str, detail: str) -> None:
    with context.store.transaction() as session:
        if _keeps_article(session, work):
            detail = f"kept the earlier version; now {outcome}: {detail}"
            outcome = STORED if count_statements(session, work.id) else NO_STATEMENTS
        elif outcome != QUARANTINED:
            drop_article(context.store, session, work.id, context.now())
        end_entry(session, work.id, outcome, context.now(), detail)
    tell(outcome)
    log.info("entry.ended", entry=work.id, stage=work.stage, outcome=outcome)


def _keeps_article(session: Session, work: EntryWork) -> bool:
    """Tell whether an earlier version stands: what a later fetch fails to bring is no reason to lose it.

    A page that is read again by better rules, on the other hand, is what those rules say.
    """
    if work.stage == "fetch":
        return has_article(session, work.id, before_page=False)
    return work.stage == "extract" and has_article(session, work.id, before_page=True)


def _try_later(context: Context, work: EntryWork, error: TryAgain) -> None:
    if work.attempts >= context.settings.max_attempts:
        _finish(context, work, UNREACHABLE, error.reason)
        return
    # The host's own wish may be longer than our longest wait.
    wait_s = max(_wait_s(context, work.attempts), error.wait_s or 0.0)
    _postpone(context, work, wait_s, error.reason)
    log.info("entry.postponed", entry=work.id, stage=work.stage, wait_s=int(wait_s), reason=error.reason)


def _survive(context: Context, work: EntryWork, error: Exception) -> None:
    trace = "".join(traceback.format_exception(error))
    if work.attempts >= _limit(context, work.stage):
        _finish(context, work, QUARANTINED, trace)
    else:
        _postpone(context, work, _wait_s(context, work.attempts), trace)


def _wait_s(context: Context, attempts: int) -> float:
    """Return the wait after so many attempts: doubling, capped, with up to a tenth of chance."""
    settings = context.settings
    doubled = settings.retry_wait_s * 2.0 ** min(attempts - 1, 30)
    return min(settings.retry_wait_max_s, doubled) * (1 + 0.1 * context.chance())


def _postpone(context: Context, work: EntryWork, wait_s: float, detail: str) -> None:
    context.count("retries", work.stage)
    now = context.now()
    with context.store.transaction() as session:
        postpone_entry(session, work.id, now + timedelta(seconds=wait_s), now, detail)
    tell(f"again in {wait_s:.0f} s: {detail.strip().splitlines()[-1] if detail.strip() else 'try again'}")


def _wait_for_turn(context: Context, work: EntryWork, wait_s: float) -> None:
    """Spread the entries that wait for one host over the time it takes to ask for all of them."""
    line_s = context.settings.host_pause_s * count_fetching(context.store, work.feed_id)
    now = context.now()
    until = now + timedelta(seconds=wait_s + context.chance() * line_s)
    with context.store.transaction() as session:
        await_turn(session, work.id, until, now)
    tell(f"its turn comes in {(until - now).total_seconds():.0f} s")
