"""Speakers told by what ties them to others: "her counterpart", "the Norwegian", "the Ministry (MFA)"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.packs.lexicon import Trait
from worker.statements.left_edges import left_edge
from worker.statements.phrases import read_phrase
from worker.statements.voices import less_sure, office_voice, person_voice

if TYPE_CHECKING:
    from worker.statements.phrases import Phrase
    from worker.statements.scene import Scene, Voice

FAR = 1_000  # tokens back to somebody named; no reader looks further
DESCRIBED = 0.9  # a description is a little less certain than a name
MIN_CAPITALS, MAX_ACRONYM = 2, 8  # letters: "BfV", "OFAG"
SMALL = Trait.ARTICLES | Trait.OBJECTS | Trait.LINKS


def counterpart_of(scene: Scene, phrase: Phrase) -> Voice | None:
    """Return who holds the last speaker's office for another state, None for other phrases."""
    last = scene.last_voice()
    role = scene.actors.roles.get(last.actor.role or "") if last is not None else None
    if "counterpart" not in phrase.kinds or role is None or role.body or phrase.country is None:
        return None
    named = [
        figure for figure in scene.figures.all if figure.role is role and figure.country == phrase.country
    ]
    if named:
        return less_sure(person_voice(scene, named[0]), DESCRIBED)
    phrase.owned = True
    return office_voice(scene, phrase, role, phrase.country)


def national(scene: Scene, phrase: Phrase) -> Voice | None:
    """Return the person of a country that was named last, where the phrase tells nothing but the country."""
    if phrase.country is None or phrase.indefinite or not _is_bare(scene, phrase):
        return None
    genders = phrase.genders or {"male", "female"}
    for at in range(phrase.first - 1, max(-1, phrase.first - FAR), -1):
        figure = scene.figures.by_token.get(at)
        if (
            figure is not None
            and figure.country == phrase.country
            and (figure.gender or "") in {"", *genders}
        ):
            return less_sure(person_voice(scene, figure), DESCRIBED)
    return None


def abbreviated(scene: Scene, phrase: Phrase) -> Voice | None:
    """Return the body that the article gave this short name in brackets: "the Foreign Ministry (MFA)"."""
    reading = scene.reading
    names = [at for at in range(phrase.first, phrase.last) if not reading.traits[at] & SMALL]
    if len(names) != 1 or not is_acronym(reading.tokens[names[0]]):
        return None
    bracket = reading.bracketed.get(reading.tokens[names[0]])
    if bracket is None or bracket > names[0]:
        return None
    told = read_phrase(reading, left_edge(reading, bracket, scene.actors), bracket, scene.actors)
    if told.role is None or not told.role.body:
        return None
    return office_voice(scene, told, told.role, told.country)


def is_acronym(word: str) -> bool:
    """Tell a short name made of capitals: "MFA", "BfV"."""
    return len(word) <= MAX_ACRONYM and sum(sign.isupper() for sign in word) >= MIN_CAPITALS


def _is_bare(scene: Scene, phrase: Phrase) -> bool:
    """Tell an article and the name of a people, and nothing else; they open the phrase together."""
    reading = scene.reading
    if not reading.traits[phrase.first] & Trait.ARTICLES:
        return False
    for at in range(phrase.first, phrase.last):
        hit = reading.hit_at(at)
        named = hit is not None and hit.value("demonym")
        if not named and not (hit is None and reading.traits[at] & SMALL):
            return False
    return True
