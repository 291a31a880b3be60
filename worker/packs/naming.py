"""The naming sections of a language pack, joined with the registry and compiled into one table of terms.

A section, role or code that nobody knows is refused; the texts themselves are not looked at here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from worker.errors import BadPack
from worker.packs.calendar import Calendar, compile_calendar
from worker.packs.countries import country_names
from worker.packs.forms import Term
from worker.packs.inflections import Inflections
from worker.packs.naming_faults import FREE, faults_of_naming
from worker.packs.spelling import Spelling
from worker.packs.terms import TermTable
from worker.packs.topics import Topics, compile_topics

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from worker.packs.language import LanguagePack
    from worker.packs.registry import ActorRegistry


@dataclass(frozen=True, slots=True)
class Naming:
    """How one language names actors, channels, dates and acts."""

    terms: TermTable
    homes: tuple[str, ...]  # countries whose press writes in this language, the largest first
    calendar: Calendar
    topics: Topics
    objects: Topics  # what is turned down: claims, demands
    inflections: Inflections
    genitives: Inflections  # of persons: what a name behind "according to" ends in
    channel_words: tuple[str, ...] = ()  # an outlet nobody knows follows these: "told", "gegenüber"
    channel_nouns: frozenset[str] = frozenset()  # … and its name ends in one of these: "News", "Zeitung"


@dataclass(slots=True)
class _Cache:
    packs: dict[int, tuple[LanguagePack, Naming]] = field(default_factory=dict)
    names: dict[tuple[object, ...], tuple[ActorRegistry, TermTable]] = field(default_factory=dict)


_cache = _Cache()


def naming_of(pack: LanguagePack, actors: ActorRegistry) -> Naming:
    """Return a pack's naming sections, compiled once per pack.

    Raises:
        BadPack: a section breaks its format; all faults are listed.
    """
    known = _cache.packs.get(id(pack))
    if known is None:
        known = _cache.packs[id(pack)] = (pack, compile_naming(pack, actors))
    return known[1]


def compile_naming(pack: LanguagePack, actors: ActorRegistry) -> Naming:
    """Check and compile; prefer :func:`naming_of`."""
    tables = pack.tables
    faults = faults_of_naming(tables, actors)
    if faults:
        raise BadPack(f"{pack.code}.toml", faults)
    inflect = tables.get("countries", {}).get("inflect", {})
    particles = tables.get("countries", {}).get("particles", ())  # written onto any name: 외교부|는
    endings = (*particles, *(ending for ending in inflect.get("", ()) if not ending.isalpha()))
    inflections = Inflections({ending: tuple(others) for ending, others in inflect.items()})
    spelling = pack.lexicon.spelling
    shared = _shared_names(actors, spelling, spaces=pack.script.spaces)
    table = TermTable(shared.spaces, endings, spelling, inflections, shared)
    for form, term in _own_terms(tables):
        table.add(form, term, declines=term.kind in {"country", "place"})
    for locale in (pack.code, *tables.get("countries", {}).get("locales", ())):
        for code, name in country_names(locale):
            table.add(name, Term("country", code), declines=True)
    table.seal()
    channels = tables.get("channels", {})
    return Naming(
        terms=table,
        homes=tuple(tables.get("countries", {}).get("homes", ())),
        calendar=compile_calendar(tables.get("dates", {}), spelling),
        topics=compile_topics(tables.get("topics", {}), spaces=pack.script.spaces),
        objects=compile_topics(tables.get("objects", {}), spaces=pack.script.spaces),
        inflections=inflections,
        genitives=_genitives(tables),
        channel_words=tuple(word.lower() for word in channels.get("to", ())),
        channel_nouns=frozenset(word.lower() for word in channels.get("nouns", ())),
    )


def _genitives(tables: dict[str, Any]) -> Inflections:
    found = tables.get("persons", {}).get("genitives", {})
    return Inflections({ending: tuple(others) for ending, others in found.items()})


def _own_terms(tables: dict[str, Any]) -> Iterator[tuple[str, Term]]:
    """Yield what the pack itself lists; it comes first, so it wins over CLDR and the registry."""
    for section, kind in (("countries", "country"), ("demonyms", "demonym"), ("places", "place")):
        yield from _terms_of(tables.get(section, {}), kind)
    yield from _terms_of(tables.get("places", {}).get("towns", {}), "town")
    for code, forms in tables.get("organisations", {}).items():
        yield from _terms_of({code: forms}, "body" if "/" in code else "organisation")
    kinds = (
        ("roles", "role"),
        ("titles", "title"),
        ("persons", "pronoun"),
        ("kinds", "kind"),
        ("people", "person"),
        ("channels", "channel"),
    )
    for section, kind in kinds:
        yield from _terms_of(tables.get(section, {}), kind)


def _terms_of(table: dict[str, Any], kind: str) -> Iterator[tuple[str, Term]]:
    for value, forms in table.items():
        if value not in FREE:
            term = Term(kind, value)
            yield from ((form, term) for form in forms)


def _shared_names(actors: ActorRegistry, spelling: Spelling, *, spaces: bool) -> TermTable:
    """Return the registry's names, which all languages that are written alike have in common."""
    key = (id(actors), spaces, *sorted(spelling.folds.items()))
    known = _cache.names.get(key)
    if known is None:  # the registry is kept with its table, so that its identity stays its own
        table = TermTable(spaces=spaces, spelling=Spelling(folds=spelling.folds))
        for form, term in _registry_terms(actors):
            table.add(form, term, declines=True)
        known = _cache.names[key] = (actors, table)
    return known[1]


def _registry_terms(actors: ActorRegistry) -> Iterator[tuple[str, Term]]:
    for organisation in actors.organisations.values():
        yield from _named((organisation.name, *organisation.aliases), "organisation", organisation.code)
    for agency in actors.agencies.values():
        yield from _named(agency.aliases, "agency", agency.name)
    for person in actors.persons.values():
        yield from _named((person.name, *person.aliases), "person", person.name)


def _named(forms: Iterable[str], kind: str, value: str) -> Iterator[tuple[str, Term]]:
    term = Term(kind, value)
    return ((form, term) for form in forms)
