"""A short mark of today's rules: code and data that decide what a page or an article is read as.

A version is raised by people, who forget; a mark changes with every rule. It tells "the same" from "not
the same", and never older from newer.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import worker
from worker.packs import load
from worker.settings import config_dir

if TYPE_CHECKING:
    from collections.abc import Iterable

LENGTH = 12  # hexadecimal digits: 48 bits tell apart more releases than there will be
DETECTING = ("quotations", "statements", "packs", "text")  # rooms, and the boilerplate that detection skips
EXTRACTING = ("articles", "text")
BOILERPLATE = re.compile(r"^\[boilerplate\][^\n]*\n(?:(?!\[{1,2}[a-z])[^\n]*\n?)*", re.MULTILINE)


def detecting_mark(lang: str | None) -> str:
    """Return the mark of the rules that find statements in one language."""
    return _detecting(load.languages_dir() / f"{lang}.toml")


def extracting_mark() -> str:
    """Return the mark of the rules that find an article in a page."""
    return _extracting(load.languages_dir())


@cache
def _detecting(pack: Path) -> str:
    files = (*_code(DETECTING), *_data(config_dir() / "actors"), *([pack] if pack.exists() else ()))
    return _mark([_room("articles") / "boilerplate.py", *files])


@cache
def _extracting(languages: Path) -> str:
    # The one section of a pack that extraction uses, as text: reading all packs would take seconds.
    packs = (path.read_text(encoding="utf-8") for path in _data(languages))
    boilerplate = [section for pack in packs for section in BOILERPLATE.findall(pack)]
    return _mark([*_code(EXTRACTING), config_dir() / "gates.toml"], boilerplate)


def _code(rooms: Iterable[str]) -> list[Path]:
    return [path for room in rooms for path in sorted(_room(room).rglob("*.py"))]


def _data(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.toml"))


def _room(name: str) -> Path:
    return Path(worker.__file__).parent / name


def _mark(files: Iterable[Path], more: Iterable[str] = ()) -> str:
    """Hash names and contents, each with its length, so that no two lists of files read the same."""
    parts = [part for file in files for part in (file.name.encode(), file.read_bytes())]
    digest = hashlib.sha256()
    for part in (*parts, *map(str.encode, more)):
        digest.update(len(part).to_bytes(8) + part)
    return digest.hexdigest()[:LENGTH]
