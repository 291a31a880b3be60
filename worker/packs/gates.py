"""The phrases by which pages that are no articles give themselves away, read from one data file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from worker.errors import BadPack

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class GatePhrases:
    """Phrases in many languages, case-folded; each counts only on a page with little text of its own."""

    paywall: tuple[str, ...] = ()
    consent: tuple[str, ...] = ()
    challenge: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()  # of title and headings: "page not found"


def load_gate_phrases(path: Path) -> GatePhrases:
    """Read ``config/gates.toml``.

    Raises:
        BadPack: every fault at once: unknown or missing keys, values that are no lists of strings.
    """
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadPack(path.name, [str(error)]) from error
    known = [field.name for field in fields(GatePhrases)]
    faults = [f"unknown key {key!r}; known are {', '.join(known)}" for key in table if key not in known]
    faults += [f"{key} is missing" for key in known if key not in table]
    faults += [
        f"{key} must be a list of phrases" for key in known if key in table and not _is_phrases(table[key])
    ]
    if faults:
        raise BadPack(path.name, faults)
    return GatePhrases(**{key: tuple(phrase.casefold() for phrase in table[key]) for key in known})


def _is_phrases(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(phrase, str) and phrase.strip() for phrase in value)
