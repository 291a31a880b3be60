"""For which body a spokesperson speaks whom the text ties to none: the one it told of just before."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from worker.packs.lexicon import Trait
from worker.statements.phrases import read_phrase
from worker.statements.surroundings import phrase_around
from worker.statements.voices import PRIVATE, office_voice

if TYPE_CHECKING:
    from worker.packs.registry import Role
    from worker.statements.phrases import Phrase
    from worker.statements.reading import Hit
    from worker.statements.scene import Scene, Voice

SPOKEN_FOR = frozenset({"spokesperson", "official"})
MAX_BACK = 50  # tokens back to the body: the sentence before, or the paragraph before


def of_house(scene: Scene, phrase: Phrase, role: Role) -> Voice | None:
    """Return the office of a body told of just before: "The ministry summoned the envoy. A spokesman said …".

    Whoever spoke since then has the better claim, and a club's or a company's spokesperson is none of a body.
    """
    if phrase.kinds & PRIVATE or role.id not in SPOKEN_FOR:
        return None
    since = scene.spoken[-1][0] if scene.spoken else -1
    for at in range(phrase.first - 1, max(since, phrase.first - MAX_BACK), -1):
        hit = scene.reading.hit_at(at)
        body = _body_of(scene, hit) if hit is not None and hit.last == at + 1 else None
        if hit is not None and body is not None:
            return _office_in(scene, phrase, role, (hit, body))
    return None


def _body_of(scene: Scene, hit: Hit) -> Role | None:
    role = (hit.value("body") or "").partition("/")[2] or hit.value("role")
    body = scene.actors.roles.get(role or "")
    return body if body is not None and body.body else None


def _office_in(scene: Scene, phrase: Phrase, role: Role, house: tuple[Hit, Role]) -> Voice:
    """Return the voice of an office of a body, whose state its own phrase tells, else the article."""
    hit, body = house
    reading, last = scene.reading, hit.last
    if last < len(reading.tokens) and reading.traits[last] & (Trait.LINKS | Trait.PREPOSITIONS):
        seat = reading.hit_at(last + 1)  # "the ministry in Lima", "the government of Peru"
        last = seat.last if seat is not None and seat.value("country", "place") else last
    around = phrase_around(reading, hit.last, hit.last, scene.actors)
    told = read_phrase(reading, around.first, last, scene.actors)
    phrase.body = body
    voice = office_voice(scene, phrase, role, told.country or scene.home)
    return replace(voice, state=body.state and not told.alien)
