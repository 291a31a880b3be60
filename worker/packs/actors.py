"""The registry of actors that are known in advance: organisations, agencies, office holders, roles, acts.

It refuses a faulty file with every fault named, and holds facts only: names, codes, countries.
"""

from __future__ import annotations

import tomllib
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from worker.errors import BadPack
from worker.packs.registry import ActorRegistry, Agency, KnownPerson, Organisation, Role
from worker.settings import config_dir

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["ActorRegistry", "load_actors", "read_actors"]
Record = TypeVar("Record")


def actors_dir() -> Path:
    """Return the folder of the registry."""
    return config_dir() / "actors"


@lru_cache(maxsize=1)
def load_actors() -> ActorRegistry:
    """Return the registry, read once.

    Raises:
        BadPack: a file breaks its format; all faults of it are listed.
    """
    return read_actors(actors_dir())


def read_actors(folder: Path) -> ActorRegistry:
    """Read and check every file of a registry folder."""
    scripts = _table(folder / "scripts.toml")
    return ActorRegistry(
        roles={role.id: role for role in _records(folder / "roles.toml", "role", Role)},
        organisations={
            o.code: o for o in _records(folder / "organisations.toml", "organisation", Organisation)
        },
        agencies={agency.name: agency for agency in _records(folder / "agencies.toml", "agency", Agency)},
        persons={person.name: person for person in _records(folder / "persons.toml", "person", KnownPerson)},
        cameo=dict(_table(folder / "acts.toml").get("cameo", {})),
        particles=frozenset(scripts.get("particles", ())),
        letters=dict(str.maketrans(scripts.get("letters", {}))),
    )


def _table(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, FileNotFoundError) as error:
        raise BadPack(path.name, [f"not readable as TOML: {error}"]) from error


def _records(path: Path, section: str, shape: type[Record]) -> list[Record]:
    """Build one record per ``[[section]]`` table; lists become tuples."""
    records: list[Record] = []
    faults: list[str] = []
    for number, table in enumerate(_table(path).get(section, ()), 1):
        values = {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}
        try:
            records.append(shape(**values))
        except TypeError as error:
            faults.append(f"[[{section}]] number {number}: {str(error).split('() ')[-1]}")
    if not records and not faults:
        faults.append(f"there is no [[{section}]] table")
    if faults:
        raise BadPack(path.name, faults)
    return records
