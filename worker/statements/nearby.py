"""Whose office it is that an article leaves unsaid: "Armenia accepted. Prime Minister X said …"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.packs.lexicon import Trait
from worker.statements.countries import country_in_focus
from worker.statements.phrases import country_of

if TYPE_CHECKING:
    from worker.packs.registry import ActorRegistry
    from worker.statements.figures import Figure, Figures
    from worker.statements.reading import Reading

SENTENCES_BACK = 1  # the state whose act was told just before, in the same paragraph
# Offices that answer for a state to others; the justice minister behind "Turkey was added" is our own.
SPEAK_ABROAD = frozenset(
    {"foreign_minister", "defence_minister", "head_of_government", "head_of_state", "monarch", "spokesperson"}
)
NEAR = 200  # tokens back to the person whose counterpart somebody is
LEAD = 2  # tokens of a sentence before its first noun: "Der Libanon"


def place_offices(reading: Reading, figures: list[Figure], actors: ActorRegistry) -> None:
    """Give persons with an office and no country the state that the text speaks of beside them.

    "Its foreign minister" is the minister of the country named last; an office right behind a sentence
    that opens with a state is that state's.
    """
    for figure in figures:
        if figure.role is None or figure.country is not None or figure.alien or not figure.told:
            continue
        if "country" in figure.kinds:
            figure.country = country_in_focus(reading, figure.at[0], actors)
        elif figure.role.id in SPEAK_ABROAD:
            figure.country = _state_before(reading, figure.at[0], actors)


def share_offices(figures: Figures) -> None:
    """Give counterparts the office of whoever was named before them: "Minister X and her counterpart Y"."""
    for figure in figures.all:
        if "counterpart" not in figure.kinds or figure.role is not None:
            continue
        for at in range(figure.at[0] - 1, max(-1, figure.at[0] - NEAR), -1):
            other = figures.by_token.get(at)
            if other is not None and other is not figure and other.role is not None:
                figure.role, figure.told, figure.owned = other.role, True, figure.country is not None
                break


def _state_before(reading: Reading, token: int, actors: ActorRegistry) -> str | None:
    start, back = token, -1
    while start > 0 and back < SENTENCES_BACK:
        start = _start_of_sentence(reading, start - 1 if back >= 0 else start)
        country = _opening_state(reading, start, token, actors)
        if country is not None:
            return country
        if start == 0 or "\n" in reading.text[reading.ends[start - 1] : reading.starts[start]]:
            return None
        back += 1
    return None


def _start_of_sentence(reading: Reading, token: int) -> int:
    while token > 0 and not reading.traits[token - 1] & Trait.STOP:
        if "\n" in reading.text[reading.ends[token - 1] : reading.starts[token]]:
            break
        token -= 1
    return token


def _opening_state(reading: Reading, start: int, token: int, actors: ActorRegistry) -> str | None:
    """Return the state that a sentence begins with, None when it begins with anything else."""
    for at in range(start, min(start + LEAD, token)):
        hit = reading.hit_at(at)
        if hit is not None:
            named = hit.value("country", "place", "organisation") and hit.last <= token
            state = country_of(hit, actors) if named else None
            return state if state is not None and len(state) == 2 else None
        if not reading.traits[at] & Trait.ARTICLES:
            return None
    return None
