"""``communique reprocess``: read stored articles again by today's rules, as a job that can be interrupted."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from worker.cli import narrowing as by
from worker.cli.exports import Format, write_rows
from worker.cli.job_start import JobOptions, follow, start_job
from worker.cli.process import settings_here, store_here
from worker.cli.terminal import Look, say, show_facts, show_table
from worker.errors import WrongUse

if TYPE_CHECKING:
    from worker.store.engine import Store
    from worker.store.jobs import Job

app = typer.Typer(help="Read stored articles again by today's rules.")
LISTED = 20
SHOWN_AS_FACTS = ("state", "what", "planned", "done", "failed", "added", "changed", "removed", "unchanged")
JobId = Annotated[int, typer.Argument(metavar="JOB", help="Number of a job, as `list` shows it.")]


@app.callback(invoke_without_command=True)
def reprocess(
    context: typer.Context,
    *,
    start: Annotated[
        str, typer.Option("--from", help="extract: from stored pages; detect: from stored articles.")
    ] = "detect",
    country: by.Country = None,
    actor: by.ActorName = None,
    role: by.Role = None,
    act: by.Act = None,
    target: by.Target = None,
    kind: by.Kind = None,
    lang: by.Lang = None,
    outlet: by.Outlet = None,
    since: by.Since = None,
    until: by.Until = None,
    text: by.Words = None,
    feed: Annotated[str | None, typer.Option(help="Brought by this feed: its address or number.")] = None,
    older_than: Annotated[
        str | None,
        typer.Option(
            metavar="VERSION",
            help="Read by older rules: than 2, 2-3, detector:2, pack:3, extractor:2; or not by the current.",
        ),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Every article.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show the plan and its cost, start nothing.")
    ] = False,
) -> None:
    """Start a job and follow it. Ctrl-C leaves it to the running stack, or to the next one."""
    if context.invoked_subcommand is None:
        wanted = by.narrowed(locals())
        start_job(JobOptions(start, wanted, feed, older_than, every), dry_run=dry_run)


@app.command("list")
def list_jobs(
    limit: Annotated[int, typer.Option(help="At most so many; 0 for all.", min=0)] = LISTED,
    shape: Annotated[Format, typer.Option("--format")] = Format.TABLE,
) -> None:
    """List the jobs, newest first."""
    from worker.store.jobs import Job  # noqa: PLC0415
    from worker.store.jobs import list_jobs as read  # noqa: PLC0415
    from worker.store.rows import as_record  # noqa: PLC0415

    with store_here() as store:
        jobs = read(store, limit or None)
    if shape is Format.PARQUET:
        raise WrongUse("jobs are written as table, jsonl or csv")
    if shape is not Format.TABLE:
        rows = (as_record(job) | {"filters": filters_in_words(job)} for job in jobs)
        write_rows(rows, list(Job.__dataclass_fields__), shape)
        return
    counts = ("planned", "done", "failed", "added", "changed", "removed", "unchanged")
    show_table(
        ("job", "state", "from", "what", *counts, "created"),
        [
            (
                *(job.id, job.state, job.what, filters_in_words(job)),
                *(getattr(job, name) for name in counts),
                f"{job.created_at:%Y-%m-%d %H:%M}Z",
            )
            for job in jobs
        ],
        Look(flexible=("what",), spare=("created", "unchanged")),
    )


@app.command("show")
def show_job(job_id: JobId) -> None:
    """Show one job, and the articles it could not read."""
    from worker.store.jobs import failures_of  # noqa: PLC0415

    with store_here() as store:
        job, failures = _job(store, job_id), failures_of(store, job_id)
    facts = [(name, getattr(job, name)) for name in ("id", *SHOWN_AS_FACTS)]
    show_facts(
        [*facts, ("filters", filters_in_words(job)), ("created", job.created_at), ("ended", job.finished_at)]
    )
    for entry_id, reason in failures:
        say(f"article {entry_id} could not be read: {reason.strip().splitlines()[-1]}")


@app.command("diff")
def diff_job(
    job_id: JobId,
    limit: Annotated[int, typer.Option(help="At most so many changes; 0 for all.", min=0)] = 0,
    shape: Annotated[Format, typer.Option("--format", help="table or jsonl.")] = Format.TABLE,
) -> None:
    """Show what a job changed: old → new, article by article."""
    from worker.cli.job_diff import print_diff  # noqa: PLC0415
    from worker.store.revisions import Revision, each_revision_of_job  # noqa: PLC0415
    from worker.store.rows import as_record  # noqa: PLC0415

    if shape not in (Format.TABLE, Format.JSONL):
        raise WrongUse("a diff is written as table or jsonl")
    with store_here() as store:
        _job(store, job_id)
        revisions = each_revision_of_job(store, job_id, limit or None)
        if shape is Format.JSONL:
            write_rows(map(as_record, revisions), list(Revision.__dataclass_fields__), shape)
        elif not print_diff(revisions):
            say(f"job {job_id} has changed nothing")


@app.command("pause")
def pause_job(job_id: JobId) -> None:
    """Stop working on a job for now; what is done stays."""
    _set_state(job_id, "paused")


@app.command("cancel")
def cancel_job(job_id: JobId) -> None:
    """Stop working on a job for good; what is done stays."""
    _set_state(job_id, "cancelled")


@app.command("resume")
def resume_job(job_id: JobId) -> None:
    """Go on with a job that was paused or interrupted, and follow it."""
    from worker.stack.job import JobStart  # noqa: PLC0415

    if _set_state(job_id, "running") == "running":
        follow(settings_here(), JobStart(job_id))


def _set_state(job_id: int, state: str) -> str:
    from worker.store.jobs import set_job_state  # noqa: PLC0415

    with store_here() as store:
        _job(store, job_id)
        found = set_job_state(store, job_id, state, datetime.now(UTC)) or state
    say(f"job {job_id} is {found}")
    return found


def _job(store: Store, job_id: int) -> Job:
    from worker.store.jobs import find_job  # noqa: PLC0415

    job = find_job(store, job_id)
    if job is None:
        raise WrongUse(f"no job {job_id}; `communique reprocess list` shows them")
    return job


def filters_in_words(job: Job) -> str:
    """Return a job's filters as the options that made them."""
    words = (
        f"--{name.replace('_', '-')}" + ("" if value is True else f" {value}")
        for name, value in job.filters.items()
    )
    return " ".join(words)
