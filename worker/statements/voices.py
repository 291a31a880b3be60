"""Turning what is known of a speaker into a voice: the actor, how sure we are, and whether a state speaks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from worker.statements.identity import (
    agency_actor,
    government_actor,
    office_actor,
    organisation_actor,
    other_actor,
    person_actor,
)
from worker.statements.scene import Scene, Voice

if TYPE_CHECKING:
    from worker.packs.registry import Role
    from worker.statements.figures import Figure
    from worker.statements.phrases import Phrase

PEOPLE = frozenset({"sport", "expert"})
SURE, NAMED, DESCRIBED, GUESSED = 0.95, 0.8, 0.65, 0.4
PRIVATE = frozenset(
    {"business", "sport", "expert", "organisation"}
)  # kinds of speakers without an office of state
ANYBODY, THING = frozenset({"male", "female"}), frozenset({"neuter"})


def speaks_for_state(role: Role, kinds: set[str], *, owned: bool, alien: bool) -> bool:
    """Tell whether an office is a state's: by the role itself, or by what the text ties it to."""
    if role.national and owned:
        return True
    if not role.state or alien:
        return False
    return owned or not (role.owned or "shared" in kinds or kinds & PRIVATE)


def person_voice(scene: Scene, figure: Figure) -> Voice:
    """Return the voice of a person of the article."""
    role = figure.role
    public = role is not None and role.state and not figure.alien
    country = figure.country or (scene.home if public else scene.main)
    actor = person_actor(figure, country, scene.actors)
    genders = frozenset({figure.gender}) if figure.gender else ANYBODY
    if role is None:
        certainty = NAMED if figure.country else DESCRIBED
        return Voice(actor, figure, certainty, state=None, why="no office is named", genders=genders)
    return Voice(
        actor,
        figure,
        SURE if figure.country else NAMED,
        state=speaks_for_state(role, figure.kinds, owned=figure.owned, alien=figure.alien),
        why=role.label.lower(),
        genders=genders,
        former=figure.former,
    )


def office_voice(scene: Scene, phrase: Phrase, role: Role, country: str | None) -> Voice:
    """Return the voice of an office or institution that no name stands beside."""
    whose = country or scene.home
    if whose in scene.actors.organisations and role.body and role.id != "delegation":
        actor = organisation_actor(whose, scene.actors)
    else:
        actor = office_actor(role, phrase.body, whose)
    return Voice(
        actor,
        None,
        NAMED if country else DESCRIBED,
        state=speaks_for_state(
            role, phrase.kinds, owned=_is_owned(phrase, role, country), alien=phrase.alien
        ),
        why=role.label.lower(),
        genders=THING if role.body else frozenset(phrase.genders) or ANYBODY,
        former=phrase.former,
        document="document" in phrase.kinds,
    )


def _is_owned(phrase: Phrase, role: Role, country: str | None) -> bool:
    """Tell whether an office is somebody's state's; a town does not make its police the state's."""
    placed = country is not None and not (role.national and country == phrase.country)
    return phrase.owned or placed


def organisation_voice(scene: Scene, phrase: Phrase, code: str) -> Voice:
    """Return the voice of an organisation of the registry."""
    known = scene.actors.organisations[code]
    document = "document" in phrase.kinds
    actor = organisation_actor(code, scene.actors)
    why = scene.actors.roles[known.role].label.lower()
    return Voice(actor, None, SURE, state=known.state, why=why, genders=THING, document=document)


def agency_voice(scene: Scene, name: str) -> Voice:
    """Return the voice of a news outlet that is the source itself."""
    return Voice(
        agency_actor(name, scene.actors), None, NAMED, state=False, why="a news outlet", genders=THING
    )


def government_voice(country: str) -> Voice:
    """Return the voice of a government named by its country or capital."""
    return Voice(government_actor(country), None, SURE, state=True, why="government", genders=THING)


def other_voice(scene: Scene, phrase: Phrase, name: str) -> Voice:
    """Return the voice of somebody of whom no office is known."""
    kind = "company" if "business" in phrase.kinds else "other"
    actor = other_actor(name, kind, phrase.country or scene.main, scene.actors)
    document = "document" in phrase.kinds
    genders = THING if document else ANYBODY if phrase.kinds & PEOPLE else frozenset(phrase.genders)
    return Voice(
        actor,
        None,
        GUESSED,
        state=True if "law" in phrase.kinds else None,
        why="a text of law" if "law" in phrase.kinds else "no office is named",
        genders=genders,
        document=document,
    )


def retold(scene: Scene, voice: Voice) -> Voice:
    """Return a person's voice with all that the article told of them in the end."""
    if voice.figure is None:
        return voice
    return replace(person_voice(scene, voice.figure), certainty=voice.certainty)


def less_sure(voice: Voice, factor: float) -> Voice:
    """Return the same voice with its certainty lowered."""
    return replace(voice, certainty=voice.certainty * factor)
