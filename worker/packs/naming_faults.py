"""What may stand in the naming sections of a pack, and every fault of them at once; it compiles nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from worker.packs.calendar import faults_of_calendar
from worker.packs.countries import country_codes
from worker.packs.schema import ACTS

if TYPE_CHECKING:
    from worker.packs.registry import ActorRegistry

GENDERS = ("male", "female", "plural", "neuter", "anybody")  # anybody: he or she (Persian او)
# keys beside the codes
FREE = frozenset({"genitives", "homes", "inflect", "locales", "nouns", "particles", "towns", "to"})
SECTIONS = (
    "titles",
    "roles",
    "demonyms",
    "places",
    "countries",
    "organisations",
    "people",
    "persons",
    "channels",
    "kinds",
    "topics",
    "objects",
    "dates",
)
OBJECTS = ("claims", "demands")


def faults_of_naming(tables: dict[str, Any], actors: ActorRegistry) -> list[str]:
    """Return every fault of a pack's naming sections, in words a contributor can act on."""
    faults = [
        f"'{section}' must be a table [{section}]"
        for section in SECTIONS
        if not isinstance(tables.get(section, {}), dict)
    ]
    named = {section: _table(tables, section) for section in SECTIONS}
    faults += _faults_of_keys(named, actors)
    faults += _faults_of_codes(named, actors)
    for section, table in named.items():
        if section != "dates":
            faults += _faults_of_forms(section, table)
    return faults + faults_of_calendar(named["dates"])


def _table(tables: dict[str, Any], section: str) -> dict[str, Any]:
    table = tables.get(section, {})
    return table if isinstance(table, dict) else {}


def _faults_of_keys(named: dict[str, dict[str, Any]], actors: ActorRegistry) -> list[str]:
    faults = [
        f"[roles] '{role}' is unknown; known: {', '.join(actors.roles)}"
        for role in named["roles"]
        if role not in actors.roles
    ]
    for code in named["organisations"]:
        known = code in actors.organisations if "/" not in code else code.partition("/")[2] in actors.roles
        if not known:
            faults.append(
                f"[organisations] '{code}' is neither a code of organisations.toml nor country/role"
            )
    faults += [
        f"[people] '{name}' is unknown; it must be a name of persons.toml"
        for name in named["people"]
        if name not in actors.persons
    ]
    faults += [
        f"[persons] '{key}' is unknown; known: {', '.join(GENDERS)}"
        for key in named["persons"]
        if key not in GENDERS and key != "genitives"
    ]
    faults += [
        f"[objects] '{key}' is unknown; known: {', '.join(OBJECTS)}"
        for key in named["objects"]
        if key not in OBJECTS
    ]
    return faults + [
        f"[topics] '{act}' is no act; known: {', '.join(sorted(ACTS))}, each with a mode behind a slash"
        for act in named["topics"]
        if act.partition("/")[0] not in ACTS
    ]


def _faults_of_codes(named: dict[str, dict[str, Any]], actors: ActorRegistry) -> list[str]:
    known = country_codes() | actors.organisations.keys()
    towns = named["places"].get("towns", {})
    used = [
        *((section, code) for section in ("demonyms", "places", "countries") for code in named[section]),
        *(("places.towns", code) for code in (towns if isinstance(towns, dict) else ())),
        *(("countries", code) for code in named["countries"].get("homes", ())),
    ]
    return [
        f"[{section}] '{code}' is no ISO 3166 code and no code of organisations.toml"
        for section, code in used
        if code not in FREE and code not in known
    ]


def _faults_of_forms(section: str, table: dict[str, Any]) -> list[str]:
    faults = []
    for key, forms in table.items():
        if isinstance(forms, dict) and key in FREE:
            faults += _faults_of_forms(f"{section}.{key}", forms)
        elif not isinstance(forms, list) or not all(isinstance(form, str) for form in forms):
            faults.append(f"[{section}] {key or repr(key)} must be a list of words")
        elif section != "countries.inflect" and not all(form.strip("* ") for form in forms):
            faults.append(f"[{section}] {key} holds an empty word")
    return faults
