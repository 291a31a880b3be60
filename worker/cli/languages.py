"""``communique languages``: which packs there are, what is wrong with them, and the start of a new one."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads it at run time
from typing import Annotated

import typer

from worker.cli.terminal import complain, say, show_table
from worker.errors import GiveUp, WrongUse

app = typer.Typer(help="The language packs.", no_args_is_help=True)


@app.command("list")
def list_packs() -> None:
    """List the packs, how far each covers its language, and what was measured with it (F1, per cent)."""
    from worker.packs.check import coverage_of  # noqa: PLC0415
    from worker.packs.load import known_codes  # noqa: PLC0415

    packs = [coverage_of(code) for code in known_codes()]
    show_table(
        (
            "code",
            "language",
            "version",
            "cues",
            "roles",
            "demonyms",
            "cases",
            "F1 direct",
            "F1 all",
            "measured",
        ),
        [
            (p.code, p.name, p.version, p.cues, p.roles, p.demonyms, p.cases, p.direct, p.all, p.measured_on)
            for p in packs
        ],
    )


@app.command("check")
def check_packs(
    code: Annotated[str | None, typer.Argument(help="One pack; all when not given.")] = None,
    folder: Annotated[
        Path | None, typer.Option("--in", help="Where the pack lies, if not among the installed ones.")
    ] = None,
) -> None:
    """Check packs and name every fault, of their form and what is missing; exit 2 if there is one."""
    from worker.packs.check import faults_of, pack_path  # noqa: PLC0415
    from worker.packs.load import known_codes  # noqa: PLC0415

    if code is None and folder is not None:
        raise WrongUse("--in needs the code of the pack that lies there")
    codes = known_codes() if code is None else (_code_of(code),)
    if code is not None and not pack_path(codes[0], folder).exists():
        raise WrongUse(_no_pack(code, codes[0], folder))
    faults = [f"{each}: {fault}" for each in codes for fault in faults_of(each, folder)]
    for fault in faults:
        complain(fault)
    if faults:
        raise typer.Exit(2)
    say(f"{len(codes)} pack{'' if len(codes) == 1 else 's'} checked, no faults")


@app.command("new")
def new_pack(
    code: Annotated[str, typer.Argument(help="Language code, e.g. bg.")],
    to: Annotated[Path | None, typer.Option("--to", help="Folder for both files.", file_okay=False)] = None,
) -> None:
    """Write a pack and a file of cases to fill in, with what CLDR knows of the language."""
    from worker.packs.check import cases_path, pack_path  # noqa: PLC0415
    from worker.packs.template import cases_template, pack_template  # noqa: PLC0415

    known = _code_of(code)
    try:
        pack = pack_template(known)
    except GiveUp:
        raise WrongUse(
            f"CLDR knows no language {code!r}; start from a pack of a language close to it"
        ) from None
    files = {pack_path(known, to): pack, cases_path(known, to): cases_template(known)}
    for path in files:
        if path.exists():
            raise WrongUse(f"{path} is there already; nothing was written")
    if to is None and not cases_path(known).parent.is_dir():
        raise WrongUse("this installation has no tests/languages; name a folder with --to")
    for path, text in files.items():
        _write(path, text)
        say(f"wrote {path}")
    beside = f" --in {to}" if to else ""
    say(f"next: fill in the lists, then communique languages check {known}{beside} (docs/add-a-language.md)")


def _code_of(tag: str) -> str:
    from worker.cli.texts import language_of  # noqa: PLC0415

    return language_of(tag, "")


def _no_pack(given: str, code: str, folder: Path | None) -> str:
    from worker.packs.load import known_codes  # noqa: PLC0415

    if folder is not None:
        return f"no {code}.toml in {folder}"
    return f"no pack {given!r}; there are {', '.join(known_codes())}"


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as out:  # never over a file that came in between
            out.write(text)
    except OSError as error:
        raise WrongUse(f"can't write {path}: {error.strerror}") from None
