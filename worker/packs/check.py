"""Checking packs for contributors: every fault of one at once, and how far it covers its language."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from worker.errors import BadPack
from worker.packs.load import languages_dir, read_pack, read_table

if TYPE_CHECKING:
    from pathlib import Path

MIN_CUES = 40  # forms; a floor against empty files: the German pack starts cues with 672 words


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a pack holds, counted in entries of its file."""

    code: str
    name: str
    version: str
    cues: int
    roles: int
    demonyms: int
    cases: int | None  # None when the cases do not travel with this installation


def faults_of(code: str) -> list[str]:
    """Return every fault of a pack, in words a contributor can act on; empty when it is sound."""
    path = languages_dir() / f"{code}.toml"
    if not path.exists():
        return [f"there is no {path.name}"]
    try:
        read_pack(path)
        table = read_table(path)
    except BadPack as error:
        return error.faults
    forms = sum(len(cue["forms"]) for cue in table["cues"])
    return [] if forms >= MIN_CUES else [f"[[cues]] list {forms} forms; a press needs {MIN_CUES} at least"]


def coverage_of(code: str) -> Coverage:
    """Count what a sound pack holds.

    Raises:
        BadPack: the file breaks the format.
    """
    table = read_table(languages_dir() / f"{code}.toml")
    return Coverage(
        code=code,
        name=str(table.get("name", "")),
        version=str(table.get("version", "1")),
        cues=sum(len(cue["forms"]) for cue in table.get("cues", ())),
        roles=_entries(table.get("roles", {})),
        demonyms=_entries(table.get("demonyms", {})),
        cases=_cases(code),
    )


def _entries(section: object) -> int:
    if isinstance(section, dict):
        return sum(_entries(value) for value in section.values())
    return len(section) if isinstance(section, list) else 1


def _cases(code: str) -> int | None:
    path: Path = languages_dir().parents[1] / "tests" / "languages" / f"{code}.toml"
    if not path.exists():
        return None
    return len(tomllib.loads(path.read_text(encoding="utf-8")).get("case", ()))
