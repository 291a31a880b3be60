"""The words around a name that say who it is: titles before it, an apposition behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from worker.packs.lexicon import Trait
from worker.statements.left_edges import MAX_BEFORE, left_edge
from worker.statements.names import is_name_word
from worker.statements.phrases import Phrase, read_phrase

if TYPE_CHECKING:
    from worker.packs.registry import ActorRegistry
    from worker.statements.reading import Reading

MAX_BEHIND, MAX_BRACKET = 14, 8  # tokens looked at
MAX_LEAD = 2  # tokens between a minister's name and the ministry
OFFICES = {"ministry_foreign_affairs": "foreign_minister", "ministry_defence": "defence_minister"}


class Introductions(NamedTuple):
    """Where an article introduces people, one byte a token: who is named elsewhere is not introduced."""

    behind_office: bytearray  # a name that starts here may stand behind an office or a title
    before_title: bytearray  # a name that ends before this token may stand before a title

    def may_tell(self, first: int, last: int) -> bool:
        """Tell whether the phrase around a name can hold an office before it, or a title on either side."""
        return bool(self.behind_office[first] or self.before_title[last])


def introductions_in(reading: Reading) -> Introductions:
    """Return where an article introduces people."""
    count = len(reading.tokens)
    found = Introductions(bytearray(count + 1), bytearray(count + 1))
    for hit in reading.hits:
        title = hit.value("title") is not None
        if title or hit.value("role", "body") is not None:
            _mark(found.behind_office, hit.first + 1, hit.last + MAX_BEFORE)
        if title:
            _mark(found.before_title, hit.first - MAX_BRACKET - MAX_BEHIND, hit.last)
    return found


def _mark(places: bytearray, first: int, last: int) -> None:
    first, last = max(0, first), min(len(places), last)
    places[first:last] = b"\1" * (last - first)


def phrase_around(reading: Reading, first: int, last: int, actors: ActorRegistry) -> Phrase:
    """Read the phrase that a name from token ``first`` to ``last`` (exclusive) stands in."""
    phrase = _phrase_before(reading, first, last, actors)
    if phrase.role is not None and _is_attribute(reading, phrase, first):
        return Phrase(first, last)
    if phrase.role is not None and not phrase.role.body:
        phrase.country = phrase.country or _state_behind(reading, last)
        return _with_ministry(phrase, reading, last, actors)
    apposition = _apposition(reading, last) or _office_behind(reading, last)
    if apposition is None:
        return phrase
    behind = read_phrase(reading, *apposition, actors)
    if behind.role is None or behind.role.body or _names_another(reading, behind):
        if behind.role is None:
            phrase.country = phrase.country or _origin(reading, apposition)
        return phrase
    behind.genders |= phrase.genders
    behind.kinds |= phrase.kinds
    behind.country = behind.country or phrase.country
    return behind


def _phrase_before(reading: Reading, first: int, last: int, actors: ActorRegistry) -> Phrase:
    if max(reading.cover[max(0, first - MAX_BEFORE) : first], default=-1) < 0:
        return Phrase(first, last)  # nothing is named so near, wherever the phrase begins
    left = left_edge(reading, first, actors)
    return read_phrase(reading, left, first, actors) if left < first else Phrase(first, last)


def _is_attribute(reading: Reading, phrase: Phrase, first: int) -> bool:
    """Tell a name that says what an office is for, not whose it is: "el ministro de | Trabajo", "mayor of X".

    Two small words before it belong to the name where nouns have capitals: "Präsidentin | von der Probe".
    """
    joined = Trait.LINKS | Trait.PREPOSITIONS
    before = reading.traits[first - 1]
    if reading.cover[first - 1] >= 0 or not before & joined or before & Trait.PRONOUNS:
        return False
    doubled = bool(before & Trait.ARTICLES and reading.traits[first - 2] & joined)
    return phrase.role_token < first - 1 and not doubled


def _state_behind(reading: Reading, last: int) -> str | None:
    """Return the state behind a name that an office stands before: "Foreign Minister X of Norway"."""
    linked = last < len(reading.tokens) and reading.traits[last] & Trait.LINKS
    hit = reading.hit_at(last + 1) if linked else None
    return hit.value("country") if hit is not None and hit.first == last + 1 else None


def _with_ministry(phrase: Phrase, reading: Reading, last: int, actors: ActorRegistry) -> Phrase:
    """Name a minister's office by the ministry behind the name: "minister X (Buitenlandse Zaken)"."""
    if phrase.role is None or phrase.role.id != "minister":
        return phrase
    for at in range(last, min(last + MAX_LEAD, len(reading.tokens))):
        hit = reading.hit_at(at)
        if hit is None and reading.traits[at] & (Trait.BRACKET | Trait.LINKS):
            continue
        body = hit.value("body") if hit is not None else None
        office = OFFICES.get(body.partition("/")[2]) if body is not None else None
        if office is not None:
            phrase.role = actors.roles[office]
        break
    return phrase


def _origin(reading: Reading, apposition: tuple[int, int]) -> str | None:
    """Return where somebody is from by an apposition without an office: "X, a Vietnamese activist,"."""
    return next(
        (value for hit in reading.hits_in(*apposition) if (value := hit.value("demonym")) is not None), None
    )


def _names_another(reading: Reading, phrase: Phrase) -> bool:
    """Tell whether the office of an apposition is somebody else's: "X, Queen Maud's cousin"."""
    hit = reading.hit_at(phrase.role_token)
    return hit is not None and hit.last < phrase.last and is_name_word(reading, hit.last)


def _apposition(reading: Reading, last: int) -> tuple[int, int] | None:
    """Return the tokens of ", the secretary of state," behind a name, a bracket between them aside."""
    count, at = len(reading.tokens), last
    if at < count and reading.tokens[at] in ("(", "（"):
        ends = (k + 1 for k in range(at, min(at + MAX_BRACKET, count)) if reading.tokens[k] in (")", "）"))
        at = next(ends, at)
    if at >= count or not reading.traits[at] & Trait.COMMA:
        return None
    first = end = at + 1
    while end < min(first + MAX_BEHIND, count) and not _ends_apposition(reading, end):
        end += 1
    return (first, end) if end > first else None


def _office_behind(reading: Reading, last: int) -> tuple[int, int] | None:
    """Return the tokens of an office that follows its holder's name: "Minta Péter magyar külügyminiszter"."""
    end = last
    while end < min(last + MAX_BEHIND, len(reading.tokens)) and (
        reading.cover[end] >= 0 or reading.traits[end] & Trait.OFFICES
    ):
        end += 1
    held = any(traits & Trait.OFFICES for traits in reading.traits[last:end])
    return (last, end) if held else None


def _ends_apposition(reading: Reading, at: int) -> bool:
    traits = reading.traits[at]
    if traits & (Trait.COMMA | Trait.STOP | Trait.BRACKET):
        return True
    verbal = traits & (Trait.REPORTING | Trait.AUXILIARIES | Trait.RELATIVES)
    return bool(verbal) and reading.cover[at] < 0 and not traits & Trait.ARTICLES
