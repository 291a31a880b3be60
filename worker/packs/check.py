"""Checking packs for contributors: every fault of one at once, and how far it covers its language."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from worker.errors import BadPack
from worker.packs.actors import load_actors
from worker.packs.complete import list_of_forms, missing_cases, missing_in
from worker.packs.load import languages_dir, read_table
from worker.packs.naming_faults import faults_of_naming
from worker.packs.schema import faults_of_table

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a pack holds, counted in entries of its file, and what was measured with it, in per cent."""

    code: str
    name: str
    version: str
    cues: int
    roles: int
    demonyms: int
    cases: int | None  # None when the cases do not travel with this installation
    direct: float | None  # match F1 of direct and mixed statements; None where nothing was measured
    all: float | None
    measured_on: date | None


def pack_path(code: str, folder: Path | None = None) -> Path:
    """Return where a pack lies: among the installed ones, else in a contributor's folder."""
    return (folder or languages_dir()) / f"{code}.toml"


def cases_path(code: str, folder: Path | None = None) -> Path:
    """Return where the cases of a pack lie: in ``tests/languages``, else beside a contributor's pack."""
    if folder is not None:
        return folder / f"{code}.cases.toml"
    return languages_dir().parents[1] / "tests" / "languages" / f"{code}.toml"


def faults_of(code: str, folder: Path | None = None) -> list[str]:
    """Return every fault of a pack and of its cases, in words a contributor can act on; empty when sound.

    A file that is still incomplete is read as far as it goes: what is missing is named like what is wrong.
    """
    path = pack_path(code, folder)
    if not path.exists():
        return [f"there is no {path.name}"]
    try:
        table = read_table(path)
    except BadPack as error:
        return error.faults
    faults = faults_of_table(table)
    if table.get("code") not in (None, path.stem):
        faults.append(f"code is '{table['code']}' but the file is named {path.name}")
    broken = {section for section, value in table.items() if section != "cues" and not _is_section(value)}
    sound = {section: value for section, value in table.items() if section not in broken}
    faults += faults_of_naming(table, load_actors()) + missing_in(sound)
    return [*dict.fromkeys(faults), *_faults_of_cases(cases_path(code, folder))]


def coverage_of(code: str) -> Coverage:
    """Count what a sound pack holds.

    Raises:
        BadPack: the file breaks the format.
    """
    table = read_table(pack_path(code))
    measured = table.get("measured", {})
    path = cases_path(code)
    return Coverage(
        code=code,
        name=str(table.get("name", "")),
        version=str(table.get("version", "1")),
        cues=sum(len(cue["forms"]) for cue in table.get("cues", ())),
        roles=len(list_of_forms(table.get("roles"))),
        demonyms=len(list_of_forms(table.get("demonyms"))),
        cases=len(_read_cases(path)) if path.exists() else None,
        direct=measured.get("direct"),
        all=measured.get("all"),
        measured_on=measured.get("on"),
    )


def _is_section(value: object) -> bool:
    return isinstance(value, (dict, str))


def _read_cases(path: Path) -> list[Any]:
    cases = tomllib.loads(path.read_text(encoding="utf-8")).get("case", [])
    return cases if isinstance(cases, list) else []


def _faults_of_cases(path: Path) -> list[str]:
    if not path.parent.exists():
        return []  # an installation without the tests
    if not path.exists():
        return [f"there are no cases: {path.name} is missing in {path.parent.name}/"]
    try:
        return [f"{path.name}: {fault}" for fault in missing_cases(_read_cases(path))]
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return [f"{path.name}: not readable as TOML: {error}"]
