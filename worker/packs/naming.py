"""The naming sections of a language pack, joined with the registry and compiled into one table of terms.

A section, role or code that nobody knows is refused; the texts themselves are not looked at here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from worker.errors import BadPack
from worker.packs.calendar import Calendar, compile_calendar
from worker.packs.countries import country_names
from worker.packs.inflections import Inflections
from worker.packs.naming_faults import FREE, faults_of_naming
from worker.packs.terms import Term, TermTable
from worker.packs.topics import Topics, compile_topics

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    table = TermTable(spaces=pack.script.spaces, endings=endings, spelling=pack.lexicon.spelling)
    for form, term in _own_terms(tables):
        for inflected in _inflected(form, inflections) if term.kind in {"country", "place"} else (form,):
            table.add(inflected, term)
    locales = (pack.code, *tables.get("countries", {}).get("locales", ()))
    for form, term in _registry_terms(locales, actors):
        for inflected in _inflected(form, inflections):
            table.add(inflected, term)
    table.seal()
    channels = tables.get("channels", {})
    return Naming(
        terms=table,
        homes=tuple(tables.get("countries", {}).get("homes", ())),
        calendar=compile_calendar(tables.get("dates", {}), pack.lexicon.spelling),
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
        for code, forms in tables.get(section, {}).items():
            if code not in FREE:
                yield from ((form, Term(kind, code)) for form in forms)
    for code, forms in tables.get("places", {}).get("towns", {}).items():
        yield from ((form, Term("town", code)) for form in forms)
    for code, forms in tables.get("organisations", {}).items():
        yield from ((form, Term("body" if "/" in code else "organisation", code)) for form in forms)
    kinds = (
        ("roles", "role"),
        ("titles", "title"),
        ("persons", "pronoun"),
        ("kinds", "kind"),
        ("people", "person"),
    )
    for section, kind in kinds:
        table = tables.get(section, {})
        yield from (
            (form, Term(kind, value)) for value, forms in table.items() if value not in FREE for form in forms
        )
    for name, forms in tables.get("channels", {}).items():
        if name not in FREE:
            yield from ((form, Term("channel", name)) for form in forms)


def _registry_terms(locales: tuple[str, ...], actors: ActorRegistry) -> Iterator[tuple[str, Term]]:
    for locale in locales:
        yield from ((name, Term("country", code)) for code, name in country_names(locale))
    for organisation in actors.organisations.values():
        for form in (organisation.name, *organisation.aliases):
            yield form, Term("organisation", organisation.code)
    for agency in actors.agencies.values():
        for form in agency.aliases:
            yield form, Term("agency", agency.name)
    for person in actors.persons.values():
        for form in (person.name, *person.aliases):
            yield form, Term("person", person.name)


def _inflected(form: str, inflections: Inflections) -> Iterator[str]:
    """Yield a name and, of a single word, its inflected forms."""
    yield form
    if not form.endswith("*") and " " not in form:
        yield from inflections.forms(form)
