"""``communique languages``: which packs there are, and what is wrong with them."""

from __future__ import annotations

from typing import Annotated

import typer

from worker.cli.terminal import complain, say, show_table
from worker.errors import WrongUse

app = typer.Typer(help="The language packs.", no_args_is_help=True)


@app.command("list")
def list_packs() -> None:
    """List the packs and how far each covers its language."""
    from worker.packs.check import coverage_of  # noqa: PLC0415
    from worker.packs.load import known_codes  # noqa: PLC0415

    packs = [coverage_of(code) for code in known_codes()]
    show_table(
        ("code", "language", "version", "cues", "roles", "demonyms", "cases"),
        [(p.code, p.name, p.version, p.cues, p.roles, p.demonyms, p.cases) for p in packs],
    )


@app.command("check")
def check_packs(
    code: Annotated[str | None, typer.Argument(help="One pack; all when not given.")] = None,
) -> None:
    """Check packs and name every fault; exit 2 if there is one."""
    from worker.packs.check import faults_of  # noqa: PLC0415
    from worker.packs.load import known_codes  # noqa: PLC0415

    if code is not None and code not in known_codes():
        raise WrongUse(f"no pack {code!r}; there are {', '.join(known_codes())}")
    codes = (code,) if code else known_codes()
    faults = [f"{each}: {fault}" for each in codes for fault in faults_of(each)]
    for fault in faults:
        complain(fault)
    if faults:
        raise typer.Exit(2)
    say(f"{len(codes)} pack{'' if len(codes) == 1 else 's'} checked, no faults")
