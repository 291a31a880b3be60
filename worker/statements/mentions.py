"""Where a mention really ends: what still belongs to an office that the quotation's clause cut short."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.packs.lexicon import Trait
from worker.statements.left_edges import opens_portfolio

if TYPE_CHECKING:
    from worker.packs.registry import ActorRegistry
    from worker.statements.reading import Hit, Reading
    from worker.statements.scene import Scene

LINKED = Trait.LINKS | Trait.PREPOSITIONS
MAX_HOST = 2  # tokens between an ambassador and the state they are sent to: "to the United Nations"
MAX_SECOND = 3  # words behind the "and" of what an office is for


def end_of_mention(reading: Reading, actors: ActorRegistry, first: int, last: int) -> int:
    """Return the token behind a mention, together with what still tells of its office."""
    before, behind = reading.hit_at(last - 1), reading.hit_at(last)
    if first >= last:
        return last
    if before is not None and before.value("demonym") and behind is not None and behind.value("role"):
        return behind.last  # "the Jordanian | government"
    if before is not None:
        last = _with_seat(reading, actors, before, last)
    elif reading.traits[last - 1] & Trait.REPORTS:
        last = _with_house(reading, last)
    return _with_portfolio(reading, _with_host(reading, actors, first, last))


def end_of_first(scene: Scene, first: int, last: int) -> int:
    """Return where the first of several speakers ends: "Minister X | and her counterpart Y".

    Two offices of one person, "party leader and minister X", are one speaker.
    """
    for at in range(first + 1, last - 1):
        if scene.reading.traits[at] & Trait.CONJUNCTIONS and not opens_portfolio(scene.reading, at):
            if any(k in scene.figures.by_token for k in range(first, at)):
                return at
            named = any(k in scene.figures.by_token for k in range(at, last))
            return at if _is_somebody(scene, at) and not named else last
    return last


def _is_somebody(scene: Scene, last: int) -> bool:
    hit = scene.reading.hit_at(last - 1)
    return hit is not None and hit.value("role", "body", "organisation", "country", "place") is not None


def _with_seat(reading: Reading, actors: ActorRegistry, office: Hit, last: int) -> int:
    """Return the end of "the ministry in Nairobi": a body, or its officials, with the seat right behind.

    A minister's place is only where they spoke.
    """
    role = actors.roles.get(office.value("role") or "")
    if role is None or not (role.body or role.id == "official"):
        return last
    seat = reading.hit_at(last + 1)
    seated = seat is not None and seat.first == last + 1 and seat.value("place", "country")
    linked = last < len(reading.traits) and reading.traits[last] & Trait.PREPOSITIONS
    return seat.last if seated and linked and seat is not None else last


def _with_house(reading: Reading, last: int) -> int:
    """Return the end of "sources | in the Turkish foreign ministry": nothing but names of it behind."""
    if last >= len(reading.tokens) or not reading.traits[last] & Trait.PREPOSITIONS:
        return last
    at = last + 1
    while at < len(reading.tokens) and (reading.cover[at] >= 0 or reading.traits[at] & Trait.ARTICLES):
        at += 1
    inside = reading.hits_in(last + 1, at)
    return at if any(hit.value("body", "role", "organisation", "place") for hit in inside) else last


def _with_host(reading: Reading, actors: ActorRegistry, first: int, last: int) -> int:
    """Return the end of "the ambassador of Kenya | to the United Nations", to whom they are sent."""
    posted = any(
        (role := actors.roles.get(hit.value("role") or "")) is not None and role.posted
        for hit in reading.hits_in(first, last)
    )
    if not posted or last >= len(reading.tokens) or not reading.traits[last] & Trait.PREPOSITIONS:
        return last
    for at in range(last + 1, min(last + 1 + MAX_HOST, len(reading.tokens))):
        hit = reading.hit_at(at)
        if hit is not None:
            return hit.last if hit.value("country", "place", "organisation", "demonym", "body") else last
        if not reading.traits[at] & Trait.ARTICLES:
            break
    return last


def _with_portfolio(reading: Reading, last: int) -> int:
    """Return the end of "the minister for trade | and industry", where a comma closes it."""
    if last >= len(reading.tokens) or not reading.traits[last] & Trait.CONJUNCTIONS:
        return last
    if not opens_portfolio(reading, last):
        return last
    for at in range(last + 1, min(last + 2 + MAX_SECOND, len(reading.tokens))):
        if reading.traits[at] & Trait.COMMA:
            return at
        if reading.traits[at] & (Trait.STOP | Trait.REPORTING | Trait.AUXILIARIES | Trait.ARTICLES):
            break
    return last
