"""Entry point: puts the commands together and turns every error into one clear line and an exit code."""

from __future__ import annotations

import os
import sys
import traceback
from typing import TYPE_CHECKING, TextIO

import typer

from worker.cli import (
    articles,
    db,
    demo,
    detect,
    events,
    feeds,
    ingest,
    languages,
    metrics,
    quarantine,
    report,
    reprocess,
    running,
    statements,
    status,
    utterances,
)
from worker.cli.terminal import complain
from worker.errors import WorkerError

if TYPE_CHECKING:
    from collections.abc import Sequence

WRONG_USE = 2
INTERRUPTED = 130  # 128 + SIGINT, as shells have it

app = typer.Typer(
    help="Watch news feeds and keep one record of every diplomatic statement the press reports.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help costs a third of the start-up of a drawn one
)
app.command("demo")(demo.demo)
app.command("up")(running.up)
app.command("run-once")(running.run_once)
app.add_typer(feeds.app, name="feeds")
app.command("ingest")(ingest.ingest)
app.command("detect")(detect.detect)
app.add_typer(articles.app, name="articles")
app.add_typer(statements.app, name="statements")
app.command("report")(report.report)
app.add_typer(reprocess.app, name="reprocess")
app.add_typer(quarantine.app, name="quarantine")
app.add_typer(utterances.app, name="utterances")
app.add_typer(events.app, name="events")
app.command("status")(status.status)
app.command("metrics")(metrics.metrics)
app.add_typer(languages.app, name="languages")
app.add_typer(db.app, name="db")


def run() -> None:
    """Run the command line of this process and exit."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        _speak_utf8(stream)
    sys.exit(run_with(sys.argv[1:]))


def run_with(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code; errors end as one line on standard error."""
    try:
        outcome = app(args=list(arguments) or ["--help"], prog_name="communique", standalone_mode=False)
        sys.stdout.flush()
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except BrokenPipeError:
        # The reader has what it wanted, as in `… | head`; keep the shutdown from flushing into nothing.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except WorkerError as error:
        complain(str(error))
        return WRONG_USE
    except Exception as error:  # noqa: BLE001 - the last door: no user should meet a traceback
        return _explain(error)
    return outcome if isinstance(outcome, int) else 0


def _explain(error: Exception) -> int:
    if hasattr(error, "format_message"):  # the command line's own: unknown option, missing argument
        if type(error).__name__ == "NoArgsIsHelpError":
            error.show()  # type: ignore[attr-defined]
        else:
            complain(f"{error.format_message()} See `{_command_of(error)} --help`.")
        return WRONG_USE
    if os.environ.get("COMMUNIQUE_LOG_LEVEL", "").lower() == "debug":
        traceback.print_exception(error)
    first = (str(error).splitlines() or [""])[0]
    complain(f"{type(error).__name__}: {first} (COMMUNIQUE_LOG_LEVEL=debug shows where)")
    return WRONG_USE


def _command_of(error: Exception) -> str:
    context = getattr(error, "ctx", None)
    return str(context.command_path) if context else "communique"


def _speak_utf8(stream: TextIO) -> None:
    # Statements come in every script; a C locale must not turn one into an error.
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace" if stream is sys.stderr else "replace")


if __name__ == "__main__":
    run()
