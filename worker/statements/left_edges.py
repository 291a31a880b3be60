"""Where the phrase begins that ends before a name: its titles, its office and what the office is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.packs.lexicon import Trait
from worker.statements.names import is_name_word

if TYPE_CHECKING:
    from worker.packs.registry import ActorRegistry
    from worker.statements.reading import Reading

MAX_BEFORE = 9  # tokens looked at
NEAR = 4  # tokens before a comma in which an office must stand: "the minister of trade, X,"
MAX_PORTFOLIO = 3  # … or before the "and" of what it is for: "ministro de Justicia | y Seguridad Pública, X"
STOPS_LEFT = (
    Trait.STOP
    | Trait.COLON
    | Trait.COMMA
    | Trait.CONJUNCTIONS
    | Trait.COMPLEMENTIZERS
    | Trait.AUXILIARIES
    | Trait.PASSIVES
    | Trait.PRONOUNS
    | Trait.DASH
    | Trait.OTHER_SIGN
    | Trait.SUBJECT_MARKS
    | Trait.QUOTATIVES
)


def left_edge(reading: Reading, first: int, actors: ActorRegistry) -> int:
    """Return where the phrase begins that ends before a name; a comma may stand right before the name."""
    at = first - 1
    joint = -1
    if at > 0 and reading.traits[at] & Trait.COMMA:
        joint = _joint_of_portfolio(reading, at)
        if joint < 0 and not _office_before(reading, at):
            return first
        at -= 1
    while at >= 0 and first - at <= MAX_BEFORE:
        if "\n" in reading.text[reading.ends[at] : reading.starts[at + 1]]:
            break
        marked = reading.traits[at] & Trait.MARKED  # 대변인은 | 트럼프: another phrase's subject
        if marked or (at != joint and reading.cover[at] < 0 and _cuts(reading, at, actors)):
            break
        if (
            at != joint
            and reading.cover[at] < 0
            and (_names_before(reading, at) or _is_principals(reading, at, first, actors))
        ):
            break
        at -= 1
        if _opens(reading, at + 1) and not _goes_left(reading, at, first, actors):
            break
    return at + 1


def _office_before(reading: Reading, comma: int) -> bool:
    """Tell an office right before a comma, its states aside: "ambassador of X to Y, Z"."""
    if any(_office_at(reading, k) for k in range(max(0, comma - NEAR), comma)):
        return True
    small = Trait.LINKS | Trait.PREPOSITIONS | Trait.ARTICLES | Trait.OBJECTS
    for at in range(comma - 1, max(-1, comma - MAX_BEFORE), -1):
        if _office_at(reading, at):
            return True
        if reading.cover[at] < 0 and not reading.traits[at] & small:
            break
    return False


def _joint_of_portfolio(reading: Reading, comma: int) -> int:
    """Return the "and" inside what an office before a comma is for, -1 without one."""
    for at in range(comma - 1, max(0, comma - NEAR), -1):
        if _office_at(reading, at):
            return -1
        if reading.traits[at] & Trait.CONJUNCTIONS:
            return at if opens_portfolio(reading, at) else -1
    return -1


def opens_portfolio(reading: Reading, joint: int) -> bool:
    """Tell an "and" inside what an office is for from one behind it: "minister of trade | and transport"."""
    for at in range(joint - 1, max(-1, joint - 1 - MAX_PORTFOLIO), -1):
        if _office_at(reading, at):
            words = range(reading.hits[reading.cover[at]].first, min(at + 2, joint))
            return any(reading.traits[k] & (Trait.LINKS | Trait.PREPOSITIONS) for k in words)
    return False


def _is_principals(reading: Reading, at: int, first: int, actors: ActorRegistry) -> bool:
    """Tell "for" before a name with an office of its own: "a spokesman | for the minister X".

    Behind a comma the name is the first office's.
    """
    linked = reading.traits[at] & (Trait.LINKS | Trait.PREPOSITIONS)
    if not linked or reading.traits[first - 1] & Trait.COMMA:
        return False
    roles = (actors.roles.get(hit.value("role") or "") for hit in reading.hits_in(at + 1, first))
    return any(role is not None and not role.body for role in roles)


def _goes_left(reading: Reading, at: int, first: int, actors: ActorRegistry) -> bool:
    """Tell an article inside an office from one that opens a phrase: "minister of | the interior X"."""
    governed = at >= 0 and reading.cover[at] < 0 and reading.traits[at] & Trait.PREPOSITIONS
    if not governed or _cuts(reading, at, actors):
        return False
    if reading.traits[first - 1] & Trait.COMMA:
        return True
    return not any(_office_at(reading, k) for k in range(at + 1, first))


def _names_before(reading: Reading, at: int) -> bool:
    """Tell a plain word right behind another name: "X | met the president Y" is a verb, or as good as one."""
    plain = not reading.traits[at] & (Trait.CAPITAL | Trait.LINKS | Trait.ARTICLES)
    return plain and at > 0 and is_name_word(reading, at - 1)


def _office_at(reading: Reading, at: int) -> bool:
    hit = reading.hit_at(at)
    return hit is not None and hit.value("role", "body") is not None


def _opens(reading: Reading, at: int) -> bool:
    """Tell a word that opens a phrase; of those that a list names, "a" and "her" do."""
    hit = reading.hit_at(at)
    if hit is not None and not (hit.last == at + 1 and hit.value("kind") in ("possessive", "indefinite")):
        return False
    traits = reading.traits[at]
    return bool(traits & (Trait.ARTICLES | Trait.OBJECTS)) and not traits & Trait.LINKS


def _cuts(reading: Reading, at: int, actors: ActorRegistry) -> bool:
    """Tell whether a token that names nothing ends the phrase to the left."""
    traits = reading.traits[at]
    before = reading.hit_at(at - 1)
    if reading.tokens[at] == "." and before is not None and before.value("role", "title"):
        return False  # "Gov. X"
    if traits & STOPS_LEFT:
        return not traits & Trait.ARTICLES
    if traits & (Trait.REPORTING | Trait.VERBS | Trait.POSTPOSITIONS):
        return True  # "gazetecilere açıklama yapan | Örnek"
    if not traits & Trait.PREPOSITIONS or traits & Trait.LINKS:
        return False
    if before is not None and before.value("country", "demonym") and before.first:
        sender = before.first - 1
        while sender > 0 and reading.cover[sender] < 0 and reading.traits[sender] & Trait.LINKS:
            sender -= 1
        before = reading.hit_at(sender)  # sent by, sent to: "посол Германии в Минске X"
    role = before.value("role") if before is not None else None
    return role is None or not actors.roles[role].posted  # "ambassador to Britain X"
