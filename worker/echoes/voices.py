"""Who speaks, as one word for every spelling: the actor's key, else the known person's, else the name's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.echoes.wordings import fold

if TYPE_CHECKING:
    from worker.packs.registry import ActorRegistry

NOBODY = ""


def voice_of(actor: str | None, country: str | None, actors: ActorRegistry) -> str:
    """Return the word under which a speaker's statements are compared; ``NOBODY`` when nothing is known.

    An actor's key (``person:…``) is taken as it is. A name is looked up among the known persons and
    organisations in every spelling they have; another name counts as it is written.
    """
    if not actor or not actor.strip():
        return f"country:{country.strip().upper()}" if country and country.strip() else NOBODY
    if ":" in actor:
        return actor.strip()
    named = fold(actor)
    return _known(actors).get(named) or f"name:{named or actor.strip()}"


class _Registered(dict[str, str]):
    """Folded names of a registry, and what they stand for."""


_read: dict[int, tuple[ActorRegistry, _Registered]] = {}


def _known(actors: ActorRegistry) -> _Registered:
    found = _read.get(id(actors))
    if found is None:
        names = _Registered()
        for person in actors.persons.values():
            for form in (person.name, *person.aliases):
                names.setdefault(fold(form), f"person:{fold(person.name)}")
        for organisation in actors.organisations.values():
            for form in (organisation.name, *organisation.aliases):
                names.setdefault(fold(form), f"organisation:{organisation.code}")
        found = _read[id(actors)] = (actors, names)
    return found[1]
