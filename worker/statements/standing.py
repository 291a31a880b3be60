"""Whether anybody in an article can speak for a state, told by its terms before anybody is resolved.

Every test may let an article pass in which nobody does; none stops one in which somebody does: a state or
its bodies come out of the terms of a mention, an office that is held also out of those around a name.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import chain
from typing import TYPE_CHECKING

from worker.shapes import Span
from worker.statements.descriptions import is_acronym
from worker.statements.mentions import end_of_mention
from worker.statements.names import name_runs
from worker.statements.surroundings import phrase_around
from worker.text.lines import lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from worker.packs.forms import Term
    from worker.packs.language import Script
    from worker.packs.registry import ActorRegistry, Role
    from worker.shapes import Quotation
    from worker.statements.reading import Reading

REACH = 40  # tokens; the phrase around a name is shorter on either side
COLONS, OPENED = ":：﹕", "([（"
ENDS = frozenset(".!?…。！？؟:：”“»«\"'’)")  # what a line ends with that does not end amid a sentence


def names_state(reading: Reading, actors: ActorRegistry) -> bool:
    """Tell whether an article names any office, state or organisation of states at all."""
    return bool(_terms_of_states(reading, actors))


def may_hold_office(reading: Reading, actors: ActorRegistry, script: Script) -> bool:
    """Tell whether a person of an article holds an office of state, so that any name or "he" may mean them.

    Known holders are told by their names, others by an office beside a name. Without capitals a name is seen
    only where its mention is read, and a body beside it counts as an office of its own.
    """
    held = {term for term in _terms_of(reading) if _is_held(term, actors, case=script.case)}
    if not held or not script.case:
        return bool(held)
    near = bytearray(len(reading.tokens))
    for hit in reading.hits:
        if not held.isdisjoint(hit.terms):
            first, last = max(0, hit.first - REACH), min(len(near), hit.last + REACH)
            near[first:last] = bytes([True]) * (last - first)
    runs = name_runs(reading, actors, capital_nouns=script.capital_nouns)
    return any(near[first] and _holds(reading, (first, last), actors) for first, last in runs)


def _holds(reading: Reading, name: tuple[int, int], actors: ActorRegistry) -> bool:
    known = reading.hit_at(name[0])
    if known is not None and any(_is_public(_office_of(term, actors)) for term in known.terms):
        return True
    return _is_public(phrase_around(reading, *name, actors).role)


def names_speaker(reading: Reading, quotations: Sequence[Quotation], actors: ActorRegistry) -> bool:
    """Tell whether a state or its bodies speak in one of the quotations by their own name."""
    mentions = (spans for found in quotations for spans in (found.speaker, found.channel) if spans)
    return any(_names_state(reading, Span(spans[0].start, spans[-1].end), actors) for spans in mentions)


def beside_states(reading: Reading, actors: ActorRegistry) -> set[int]:
    """Return where the paragraphs start in which the mention of a state can stand, or what it announces.

    Others hold no word that tells of a state, nor a body's short name. A line that ends amid a sentence goes
    on in the next one, and a colon at its end announces who speaks there, parentheses between them aside.
    """
    places = sorted(_places(reading, actors))
    paragraphs = [(start, bare) for start, line in lines(reading.text) if (bare := line.rstrip())]
    named = [
        bisect_left(places, start) < bisect_left(places, start + len(bare)) for start, bare in paragraphs
    ]
    beside = set()
    announced = False
    for (start, bare), names, next_names in zip(paragraphs, named, [*named[1:], False], strict=True):
        if names or announced or (next_names and bare[-1] not in ENDS):
            beside.add(start)
        announced = bare[-1] in COLONS if names else announced and bare[0] in OPENED
    return beside


def _places(reading: Reading, actors: ActorRegistry) -> Iterator[int]:
    """Yield where a state is named, by its terms or by the short name of a body: "the Ministry (MFA)"."""
    states = _terms_of_states(reading, actors)
    for hit in reading.hits:
        if not states.isdisjoint(hit.terms):
            yield from (reading.starts[hit.first], reading.starts[hit.last - 1])
    short = {word for word in reading.bracketed if is_acronym(word)}
    if short:
        words = zip(reading.tokens, reading.starts, strict=True)
        yield from (start for word, start in words if word in short)


def _terms_of(reading: Reading) -> set[Term]:
    return set(chain.from_iterable([hit.terms for hit in reading.hits]))


def _terms_of_states(reading: Reading, actors: ActorRegistry) -> set[Term]:
    return {term for term in _terms_of(reading) if _stands_for_state(term, actors)}


def _names_state(reading: Reading, mention: Span, actors: ActorRegistry) -> bool:
    """Tell whether a mention names a state or its bodies, or is a short name given in brackets before."""
    first, last = reading.range_of(mention)
    last = end_of_mention(reading, actors, first, last)
    terms: Iterable[Term] = (term for hit in reading.hits_in(first, last) for term in hit.terms)
    if any(_stands_for_state(term, actors) for term in terms):
        return True
    return any(token in reading.bracketed and is_acronym(token) for token in reading.tokens[first:last])


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
