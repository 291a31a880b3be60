"""Who speaks: the mention of a quotation resolved inside its article; without one there is no speaker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.packs.lexicon import Trait
from worker.shapes import Span
from worker.statements.caseless import figure_by_rest, name_at
from worker.statements.descriptions import abbreviated, counterpart_of, national
from worker.statements.left_edges import opens_portfolio
from worker.statements.mentions import end_of_first, end_of_mention
from worker.statements.names import words_of
from worker.statements.offices import described_again, office_of
from worker.statements.phrases import Phrase, read_phrase
from worker.statements.pronouns import antecedent
from worker.statements.voices import (
    PRIVATE,
    agency_voice,
    government_voice,
    organisation_voice,
    other_voice,
    person_voice,
)

if TYPE_CHECKING:
    from worker.shapes import Spans
    from worker.statements.figures import Figure
    from worker.statements.scene import Scene, Voice

LEADING = Trait.ARTICLES | Trait.OBJECTS  # what a name in the record does without: "the", "dem"
MIN_HEAD = 4  # letters of a word by which somebody can be known again
MAX_HOUSE = 8  # tokens between an office and its holder


def resolve_speaker(scene: Scene, mention: Spans) -> Voice | None:
    """Return who speaks behind a mention, None when it is empty; the voice is noted for later pronouns."""
    if not mention:
        return None
    first, last = scene.reading.range_of(Span(mention[0].start, mention[-1].end))
    last = end_of_mention(scene.reading, scene.actors, first, last)
    voice = _voice_of(scene, first, last) if first < last else None
    if voice is not None:
        scene.spoken.append((first, voice))
        for word in _heads(scene, first, last):
            scene.described[word] = voice
    return voice


def _voice_of(scene: Scene, first: int, last: int) -> Voice | None:
    phrase = read_phrase(scene.reading, first, end_of_first(scene, first, last), scene.actors)
    if phrase.pronoun:
        return antecedent(scene, first, phrase.pronoun)
    figure = _figure_of(scene, phrase)
    if figure is not None:
        return person_voice(scene, figure)
    public = not phrase.kinds & PRIVATE
    if phrase.agency is not None and public and (phrase.role is None or phrase.role.id == "agency"):
        return agency_voice(scene, phrase.agency)
    if phrase.role is not None:
        return office_of(scene, phrase, phrase.role)
    if phrase.organisation is not None and public:
        return organisation_voice(scene, phrase, phrase.organisation)
    if phrase.place is not None and _is_bare_place(scene, phrase):
        return government_voice(phrase.place)
    again = counterpart_of(scene, phrase) or national(scene, phrase) or abbreviated(scene, phrase)
    again = again or _known_again(scene, phrase) or described_again(scene, phrase)
    return again or other_voice(scene, phrase, _name_of(scene, phrase))


def _figure_of(scene: Scene, phrase: Phrase) -> Figure | None:
    """Return the person a mention names; possessor and principal ("a spokesman for X") are not it."""
    found: Figure | None = None
    for at in range(phrase.first, phrase.last):
        figure = scene.figures.by_token.get(at)
        if figure is not None and not _is_principal(scene, phrase, at):
            found = figure
    if found is None and phrase.role is not None and not phrase.role.body:
        found = _apposed(scene, phrase)
    if found is None and not scene.pack.script.case:
        return figure_by_rest(scene, phrase)
    return found or _lone_name(scene, phrase)


def _is_principal(scene: Scene, phrase: Phrase, at: int) -> bool:
    """Tell whether a name only says for whom somebody speaks."""
    reading, role = scene.reading, phrase.role_token
    figure = scene.figures.by_token[at]
    if at < role:
        return not _holds_office(scene, at, role)
    end = at
    while scene.figures.by_token.get(end + 1) is figure:
        end += 1
    if reading.tokens[end].endswith(("'s", "’s")):
        return end + 1 < phrase.last  # "Ada Sample's source"
    while at > phrase.first and scene.figures.by_token.get(at - 1) is figure:
        at -= 1
    if at - 1 > role and reading.traits[at - 1] & Trait.CONJUNCTIONS and opens_portfolio(reading, at - 1):
        return True  # "el ministro de Justicia y Seguridad Pública"
    titled = False
    for k in range(at - 1, max(phrase.first, role), -1):
        if reading.cover[k] >= 0:
            titled = titled or _is_persons_office(scene, k)
            if not titled:
                return False  # "the foreign minister of Norway X"
            continue  # "a spokesman for the Norwegian minister X"
        if reading.traits[k] & (Trait.PREPOSITIONS | Trait.LINKS):
            return not reading.traits[k - 1] & Trait.REPORTS
    return False


def _is_persons_office(scene: Scene, token: int) -> bool:
    hit = scene.reading.hit_at(token)
    role = scene.actors.roles.get(hit.value("role") or "") if hit is not None else None
    return role is not None and not role.body


def _holds_office(scene: Scene, at: int, role: int) -> bool:
    """Tell "Minta Péter miniszter", who is the minister, from a principal: nothing but facts between."""
    reading = scene.reading
    figure = scene.figures.by_token[at]
    beside = all(reading.cover[k] >= 0 or scene.figures.by_token.get(k) is figure for k in range(at, role))
    return beside and bool(reading.traits[role] & Trait.OFFICES)


def _apposed(scene: Scene, phrase: Phrase) -> Figure | None:
    """Return the name right behind an office: "Ethiopia's minister, X,"."""
    reading, at = scene.reading, phrase.last
    if at < len(reading.tokens) and reading.traits[at] & Trait.COMMA:
        at += 1
    figure = scene.figures.by_token.get(at) or _behind_house(scene, at)
    return figure if figure is not None and figure.role is phrase.role else None


def _behind_house(scene: Scene, at: int) -> Figure | None:
    """Return a known person behind the house of their office: "the chief of diplomacy in the Union X Y"."""
    traits, count = scene.reading.traits, len(scene.reading.tokens)
    if scene.pack.script.case or at >= count or not traits[at] & Trait.PREPOSITIONS:
        return None
    for behind in range(at + 2, min(at + MAX_HOUSE, count)):
        figure = scene.figures.by_token.get(behind)
        if figure is not None:
            return figure if figure.known and not traits[behind - 1] & Trait.PREPOSITIONS else None
        if traits[behind] & (Trait.COMPLEMENTIZERS | Trait.STOP | Trait.COLON | Trait.REPORTING):
            return None
    return None


def _lone_name(scene: Scene, phrase: Phrase) -> Figure | None:
    """Return the person whose surname is the whole mention."""
    if phrase.last - phrase.first != 1 or scene.reading.cover[phrase.first] >= 0:
        return None
    words = words_of(scene.reading, phrase.first, phrase.last)
    return scene.figures.named(words[0], phrase.first) if words else None


def _is_bare_place(scene: Scene, phrase: Phrase) -> bool:
    """Tell whether a mention is a country or its capital and nothing that makes it another noun's."""
    reading = scene.reading
    for at in range(phrase.first, phrase.last):
        hit = reading.hit_at(at)
        named = hit is not None and hit.value("country", "place")
        joined = Trait.ARTICLES | Trait.CONJUNCTIONS | Trait.COMMA | Trait.OTHER_SIGN | Trait.OBJECTS
        if not named and not reading.traits[at] & joined:
            return False
    return True


def _heads(scene: Scene, first: int, last: int) -> set[str]:
    """Return the words by which a mention describes somebody."""
    reading = scene.reading
    empty = Trait.ARTICLES | Trait.PREPOSITIONS | Trait.LINKS | Trait.CONJUNCTIONS
    heads = set()
    for at in range(first, last):
        token, hit = reading.tokens[at], reading.hit_at(at)
        if at in scene.figures.by_token or len(token) < MIN_HEAD or reading.traits[at] & empty:
            continue
        if hit is None or hit.value("kind", "role") is not None:
            heads.add(token.lower())
    return heads


def _known_again(scene: Scene, phrase: Phrase) -> Voice | None:
    """Return an earlier speaker whom the same word described: "the insider", "der Konzernchef"."""
    if phrase.indefinite:
        return None
    heads = _heads(scene, phrase.first, phrase.last)
    return next((scene.described[word] for word in sorted(heads) if word in scene.described), None)


def _name_of(scene: Scene, phrase: Phrase) -> str:
    first = phrase.first
    while first < phrase.last - 1 and scene.reading.traits[first] & LEADING:
        first += 1
    return name_at(scene, first, phrase.last) if first < phrase.last else ""
