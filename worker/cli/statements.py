"""``communique statements``: what was found, as a table for people and as rows for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from worker.cli import narrowing as by
from worker.cli.exports import Format, write_rows
from worker.cli.process import store_here
from worker.cli.terminal import Look, say, show_facts, show_table
from worker.errors import WrongUse

if TYPE_CHECKING:
    from collections.abc import Iterable

    from worker.store.rows import StatementFilter, StatementRow

app = typer.Typer(help="The statements found.", no_args_is_help=True)
LISTED = 50  # a screen or two; --limit 0 lists all
SHORT_ID = 8
Unique = Annotated[
    bool, typer.Option("--unique", help="Each utterance once, however many outlets repeat it.")
]


@app.command("list")
def list_statements(
    *,
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
    unique: Unique = False,
    limit: Annotated[int, typer.Option(help="At most so many; 0 for all.", min=0)] = LISTED,
    shape: Annotated[Format, typer.Option("--format")] = Format.TABLE,
) -> None:
    """List statements, newest article first."""
    _write(by.narrowed(locals()), limit or None, shape, unique=unique)


@app.command("export")
def export_statements(
    *,
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
    unique: Unique = False,
    shape: Annotated[Format, typer.Option("--format")] = Format.JSONL,
) -> None:
    """Write all statements that fit, with all their fields."""
    _write(by.narrowed(locals()), None, shape, unique=unique)


@app.command("show")
def show_statement(statement_id: Annotated[str, typer.Argument(metavar="ID")]) -> None:
    """Show one statement and what it was before; the beginning of its id is enough."""
    from worker.cli.job_diff import changed_fields  # noqa: PLC0415
    from worker.store.revisions import history_of  # noqa: PLC0415
    from worker.store.rows import as_record  # noqa: PLC0415
    from worker.store.statements import find_statement  # noqa: PLC0415

    with store_here() as store:
        row = find_statement(store, statement_id) if statement_id.strip() else None
        history = history_of(store, row.id) if row else []
    if row is None:
        raise WrongUse(f"no statement {statement_id!r}; `communique statements list` shows their ids")
    show_facts((name, _shown(value)) for name, value in as_record(row).items())
    for revision in history:
        by_whom = f"job {revision.job}" if revision.job else "a new version of the article"
        say(f"{revision.at:%Y-%m-%d %H:%M}Z {revision.change} by {by_whom}")
        for line in changed_fields(revision):
            say(f"  {line}")


def print_table(rows: Iterable[StatementRow], title: str = "") -> None:
    """Draw statements for people."""
    from worker.cli.drawn import drawn_row  # noqa: PLC0415
    from worker.report.tables import STATEMENT_COLUMNS, statement_cells  # noqa: PLC0415

    show_table(
        ["id", *(column.heading for column in STATEMENT_COLUMNS)],
        ((row.id[:SHORT_ID], *statement_cells(drawn_row(row), row.text)) for row in rows),
        Look(
            flexible=tuple(column.heading for column in STATEMENT_COLUMNS if column.flexible),
            spare=("kind", "about"),
            title=title,
        ),
    )


def _write(wanted: StatementFilter, limit: int | None, shape: Format, *, unique: bool) -> None:
    from worker.store.rows import StatementRow, as_record  # noqa: PLC0415
    from worker.store.statements import each_statement  # noqa: PLC0415

    with store_here() as store:
        rows = each_statement(store, wanted, limit, unique=unique)
        if shape is Format.TABLE:
            print_table(rows)
        else:
            write_rows(map(as_record, rows), list(StatementRow.__dataclass_fields__), shape)


def _shown(value: object) -> object:
    return ", ".join(map(str, value)) if isinstance(value, list) else value
