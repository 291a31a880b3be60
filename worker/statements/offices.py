"""Offices named without their holder: "the foreign minister", "the ministry", "a spokesman"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from worker.packs.lexicon import Trait
from worker.statements.countries import country_in_focus
from worker.statements.houses import of_house
from worker.statements.identity import office_actor
from worker.statements.names import breaks
from worker.statements.phrases import country_of
from worker.statements.reading import POSSESSIVES
from worker.statements.voices import THING, less_sure, office_voice, person_voice

if TYPE_CHECKING:
    from worker.packs.registry import Role
    from worker.statements.figures import Figure
    from worker.statements.phrases import Phrase
    from worker.statements.scene import Scene, Voice

LEAD = 2  # tokens of a sentence in which its subject's state stands
EARLIER = 0.9  # "the ministry" for one named before is a little less certain


def office_of(scene: Scene, phrase: Phrase, role: Role) -> Voice:
    """Return who holds an office in this article, else the office itself."""
    country = phrase.country or _owner(scene, phrase, role)
    if not role.body and not phrase.indefinite:
        figure = _holder(scene, phrase, role, country)
        if figure is not None:
            return less_sure(person_voice(scene, figure), EARLIER)
    if country is None and not phrase.alien:
        earlier = _earlier(scene, phrase, role)
        if earlier is not None:
            return less_sure(earlier, EARLIER)
    again = None if role.body else described_again(scene, phrase, role)
    if again is not None:
        return again
    if role.owned and not phrase.owned and country is None:
        return of_house(scene, phrase, role) or _of_last_speaker(scene, phrase, role)
    voice = office_voice(scene, phrase, role, country or _seat_of_league(scene, role))
    if role.id == "diplomat" and country is None:  # "a Western diplomat" is hardly one of the paper's own
        return replace(voice, actor=office_actor(role, phrase.body, None))
    return voice


def described_again(scene: Scene, phrase: Phrase, role: Role | None = None) -> Voice | None:
    """Return the person who spoke last when "the …" can only be them: nothing was said of them before.

    What the description adds counts for them from then on: "the Conservative MP" gives an office.
    """
    last = scene.last_voice()
    figure = last.figure if last is not None else None
    if figure is None or phrase.indefinite or not _is_definite(scene, phrase) or not (role or phrase.kinds):
        return None
    told = figure.role is not None and not (figure.former and role is not None)
    if told or figure.kinds & phrase.kinds or _elsewhere(scene, figure, phrase):
        return None
    if role is not None:
        figure.role, figure.former, figure.owned, figure.told = role, phrase.former, phrase.owned, True
        figure.country = figure.country or phrase.country
    return less_sure(person_voice(scene, figure), EARLIER)


def _elsewhere(scene: Scene, figure: Figure, phrase: Phrase) -> bool:
    return phrase.country is not None and phrase.country != (figure.country or scene.main)


def _is_definite(scene: Scene, phrase: Phrase) -> bool:
    return bool(scene.reading.traits[phrase.first] & Trait.ARTICLES)


def _of_last_speaker(scene: Scene, phrase: Phrase, role: Role) -> Voice:
    """Let a spokesperson of nobody in particular speak for the body that spoke last, state or company."""
    last = scene.last_voice()
    if last is None or last.figure is not None or last.genders - THING or last.actor.role == "agency":
        return office_voice(scene, phrase, role, None)
    voice = office_voice(scene, phrase, role, last.actor.country)
    return replace(voice, state=last.state, certainty=less_sure(voice, EARLIER).certainty)


def _seat_of_league(scene: Scene, role: Role) -> str | None:
    """Return the organisation whose secretary-general needs no name: the one the article speaks of first."""
    if role.id != "secretary_general":
        return None
    codes = (hit.value("organisation") for hit in scene.reading.hits)
    leagues = (code for code in codes if code and scene.actors.organisations[code].state)
    return next(leagues, None)


def _owner(scene: Scene, phrase: Phrase, role: Role) -> str | None:
    """Return whose office it is: "his spokesman", "the country's ministry", "Trump's envoy"."""
    last = scene.last_voice()
    if "possessive" in phrase.kinds:
        own = _subject_country(scene, phrase.first)
        if own is not None or last is not None:
            return own or (last.actor.country if last is not None else None)
    if "country" in phrase.kinds:
        return country_in_focus(scene.reading, phrase.first, scene.actors)
    for at in range(max(0, phrase.first - 2), phrase.last):
        figure = scene.figures.by_token.get(at)
        if figure is None or figure.country is None:
            continue
        if at >= phrase.first or _is_possessor(scene, at, phrase.first):
            return figure.country
    return phrase.countries[0] if phrase.countries and not role.posted else None


def _is_possessor(scene: Scene, name: int, first: int) -> bool:
    """Tell a name right before a phrase that owns it: "Ada Sample's | spokesman", "Probes' | spokesman"."""
    last = scene.reading.tokens[first - 1]
    return last.endswith(POSSESSIVES) and (name == first - 1 or last in POSSESSIVES)


def _subject_country(scene: Scene, token: int) -> str | None:
    """Return whose office opens the sentence before a token: "Peru's president, citing his minister"."""
    reading, at = scene.reading, token
    while at > 0 and not reading.traits[at - 1] & Trait.STOP and not breaks(reading, at):
        at -= 1
    for place in range(at, min(at + LEAD, token)):
        hit = reading.hit_at(place)
        if hit is not None and hit.value("country", "demonym", "person"):
            return country_of(hit, scene.actors)
    return None


def _holder(scene: Scene, phrase: Phrase, role: Role, country: str | None) -> Figure | None:
    """Return the person with this office: the last one named before, else the first one after."""
    fitting = [figure for figure in scene.figures.all if _can_hold(figure, phrase, role, country)]
    exact = [figure for figure in fitting if figure.role is role] or fitting
    before = [figure for figure in exact if figure.at and figure.at[0] < phrase.first]
    if before:
        return max(before, key=lambda figure: max(at for at in figure.at if at < phrase.first))
    return exact[0] if exact and country is not None else None


def _can_hold(figure: Figure, phrase: Phrase, role: Role, country: str | None) -> bool:
    if figure.role is None or (figure.role is not role and role.id not in figure.role.kin):
        return False
    if _is_another(figure, phrase):
        return False
    return country is None or figure.country in (country, None)


def _is_another(figure: Figure, phrase: Phrase) -> bool:
    """Tell whom a description can't mean: somebody of another body, or of the other sex."""
    other = bool(phrase.genders) and figure.gender is not None and figure.gender not in phrase.genders
    return other or _of_another_body(figure, phrase)


def _of_another_body(figure: Figure, phrase: Phrase) -> bool:
    """Tell a spokesperson of the ministry from the one of the presidency, where both are told."""
    return figure.body is not None and phrase.body is not None and figure.body is not phrase.body


def _earlier(scene: Scene, phrase: Phrase, role: Role) -> Voice | None:
    """Return the last speaker with the same office: "the ministry" after "the Norwegian foreign ministry"."""
    if phrase.indefinite:
        return None
    for _, voice in reversed(scene.spoken):
        own = scene.actors.roles.get(voice.actor.role or "")
        if voice.figure is not None and _is_another(voice.figure, phrase):
            continue
        if own is not None and (own is role or own.id.startswith(f"{role.id}_")):
            return voice
    return None
