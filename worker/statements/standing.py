"""Whether anybody in an article can speak for a state, told by its terms before anybody is resolved.

Both tests may let an article pass in which nobody does; they never stop one in which somebody does: a state
or its bodies come out of the terms of a mention, an office that is held also out of those around a name.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from worker.shapes import Span
from worker.statements.mentions import end_of_mention

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from worker.packs.forms import Term
    from worker.packs.registry import ActorRegistry, Role
    from worker.shapes import Quotation
    from worker.statements.reading import Reading


def names_state(reading: Reading, actors: ActorRegistry) -> bool:
    """Tell whether an article names any office, state or organisation of states at all."""
    return any(_stands_for_state(term, actors) for term in _terms_of(reading))


def may_be_diplomatic(
    reading: Reading, quotations: Sequence[Quotation], actors: ActorRegistry, *, case: bool
) -> bool:
    """Tell whether one of an article's quotations can be diplomatic.

    Args:
        reading: the article.
        quotations: what was found in it.
        actors: the registry.
        case: the script has capitals; without them a body beside a name counts as an office of its own.
    """
    if any(_is_held(term, actors, case=case) for term in _terms_of(reading)):
        return True  # whoever holds it may be named in any mention, or be the "he" of one
    mentions = (spans for found in quotations for spans in (found.speaker, found.channel) if spans)
    return any(_names_state(reading, Span(spans[0].start, spans[-1].end), actors) for spans in mentions)


def _terms_of(reading: Reading) -> set[Term]:
    return set(chain.from_iterable([hit.terms for hit in reading.hits]))


def _names_state(reading: Reading, mention: Span, actors: ActorRegistry) -> bool:
    """Tell whether a mention names a state or its bodies, or is a short name given in brackets before."""
    first, last = reading.range_of(mention)
    last = end_of_mention(reading, actors, first, last)
    terms: Iterable[Term] = (term for hit in reading.hits_in(first, last) for term in hit.terms)
    if any(_stands_for_state(term, actors) for term in terms):
        return True
    return any(reading.bracket_of(token) is not None for token in reading.tokens[first:last])


def _stands_for_state(term: Term, actors: ActorRegistry) -> bool:
    kind, value = term
    if kind in ("country", "place", "body", "organisation"):
        return True
    return (kind == "kind" and value == "law") or _is_public(_office_of(term, actors))


def _is_held(term: Term, actors: ActorRegistry, *, case: bool) -> bool:
    """Tell an office of state that a person can hold, and persons known to hold one."""
    role = _office_of(term, actors)
    institution = role is not None and role.body and case and term.kind != "person"
    return _is_public(role) and not institution


def _is_public(role: Role | None) -> bool:
    return role is not None and (role.state or role.national)


def _office_of(term: Term, actors: ActorRegistry) -> Role | None:
    kind, value = term
    if kind == "person":
        return actors.roles.get(actors.persons[value].role)
    if kind == "body":
        return actors.roles.get(value.partition("/")[2])
    return actors.roles.get(value) if kind == "role" else None
