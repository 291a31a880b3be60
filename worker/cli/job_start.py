"""Starting a re-processing job and following it to its end, with everything a person is told meanwhile."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, NamedTuple

import typer

from worker.cli.process import settings_here, store_here
from worker.cli.terminal import complain, say

if TYPE_CHECKING:
    from worker.settings import Settings
    from worker.stack.job import JobStart
    from worker.steps.reprocess import Plan
    from worker.store.jobs import Job
    from worker.store.rows import StatementFilter

UNFINISHED = 3  # as `run-once` has it: the rest is still to be done


class JobOptions(NamedTuple):
    """The options of a start, as the command line has them."""

    what: str
    wanted: StatementFilter
    feed: str | None
    older_than: str | None
    every: bool


def start_job(options: JobOptions, *, dry_run: bool) -> None:
    """Plan a job, show the plan, and unless that was all start and follow it."""
    from worker.log import configure_log  # noqa: PLC0415
    from worker.stack.job import JobStart  # noqa: PLC0415
    from worker.steps.context import open_context  # noqa: PLC0415
    from worker.steps.reprocess import ReprocessRequest, create_planned, plan_job  # noqa: PLC0415

    request = ReprocessRequest(*options)
    settings = settings_here()
    configure_log("error", settings.log_format)
    with store_here(settings):
        pass  # brought up to date before the steps open it
    context = open_context(settings)
    try:
        plan = plan_job(context, request)
        _show_plan(plan, settings)
        if dry_run or not plan.count:
            return
        key = uuid.uuid4().hex
        job_id = create_planned(context, plan, key)
    finally:
        context.close()
    say(f"job {job_id} started")
    follow(settings, JobStart(job_id, key, request))


def _show_plan(plan: Plan, settings: Settings) -> None:
    from worker.cli.job_progress import span  # noqa: PLC0415

    noun = "stored page" if plan.request.what == "extract" else "article"
    say(f"{_counted(plan.count, noun)} to be read again")
    if plan.left_out:
        say(f"left out, because there is no pack for the language: {_counted(plan.left_out, 'article')}")
    if plan.count:
        known = "as the last job took" if plan.is_measured else "a guess, nothing was measured here yet"
        lanes = min(settings.reprocess_lanes, settings.process_pool_size)
        say(f"about {span(plan.cost_s / lanes)} on {lanes} idle processes ({known})")


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def follow(settings: Settings, start: JobStart) -> None:
    """Follow a job until it ends or somebody stops it, and exit with 0, 1 or 3.

    1: some articles could not be read. 3: the job has not ended, or was cancelled.
    """
    from worker.cli.job_progress import JobProgress  # noqa: PLC0415
    from worker.stack.job import follow_job  # noqa: PLC0415

    with JobProgress() as progress:
        job = follow_job(settings, start, complain, progress.show)
    _show_result(job)
    raise typer.Exit(UNFINISHED if job.state != "done" else 1 if job.failed else 0)


def _show_result(job: Job) -> None:
    from worker.cli.job_progress import span  # noqa: PLC0415

    say(
        f"job {job.id} is {job.state}: {job.done:,} of {job.planned:,} read again; statements: "
        f"{job.added:,} added, {job.changed:,} changed, {job.removed:,} removed, {job.unchanged:,} unchanged"
    )
    if job.added or job.changed or job.removed:
        say(f"`communique reprocess diff {job.id}` shows them")
    if job.state == "running":
        say(f"it goes on with the stack; `communique reprocess resume {job.id}` follows it again")
    if job.worked_s and job.state == "done":
        say(f"{span(job.worked_s)} of work, {job.done / job.worked_s:.0f} a second on each process")
    if job.failed:
        complain(f"{job.failed} could not be read: `communique reprocess show {job.id}`")
