"""What one noun phrase says of its head: role, country, body; it looks at nothing outside the phrase."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from worker.packs.lexicon import Trait

if TYPE_CHECKING:
    from worker.packs.registry import ActorRegistry, Role
    from worker.statements.reading import Hit, Reading

# Kinds that tell something of an office instead of replacing it.
OWN_KINDS = frozenset(
    {"former", "indefinite", "country", "possessive", "state", "shared", "counterpart", "document"}
)


HOST = "host"  # a word right before the country somebody is posted to: 中国驻日本大使, 駐中国大使


@dataclass(slots=True)
class Phrase:
    """The facts of one phrase; absent ones are None."""

    first: int
    last: int
    role: Role | None = None
    country: str | None = None
    organisation: str | None = None  # code of organisations.toml, when no role is named beside it
    agency: str | None = None
    place: str | None = None  # country of a bare country, capital or palace
    countries: list[str] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)
    genders: set[str] = field(default_factory=set)
    pronoun: set[str] = field(default_factory=set)
    role_token: int = -1
    body: Role | None = None  # the institution an office belongs to: "spokesman of the ministry"
    owned: bool = False  # the phrase says whose office it is: a country, a body, a state
    alien: bool = False  # … or ties it to a name that is no state's: "HSV-Präsident"

    @property
    def former(self) -> bool:
        """Tell whether the office is a past one."""
        return "former" in self.kinds

    @property
    def indefinite(self) -> bool:
        """Tell whether somebody new is introduced: "a spokesman"."""
        return "indefinite" in self.kinds


def read_phrase(reading: Reading, first: int, last: int, actors: ActorRegistry) -> Phrase:
    """Return what the tokens from ``first`` to ``last`` (exclusive) say."""
    phrase = Phrase(first, last)
    hits = list(reading.hits_in(first, last))
    if not hits:
        return phrase
    roles = [(actors.roles[value], hit) for hit in hits if (value := _role_of(hit, actors)) is not None]
    for hit in hits:
        _note(phrase, hit, actors)
    if roles:
        phrase.role, chosen = min(roles, key=lambda item: item[0].rank)
        phrase.role_token = chosen.first
        phrase.country = _country_of_role(reading, hits, chosen, phrase.role, actors)
        bodies = [role for role, hit in roles if role.body and hit is not chosen]
        phrase.body = bodies[0] if bodies else None
        if phrase.country is None and bodies:
            phrase.country = _first_country(hits, actors)
        state_body = any(body.state for body in bodies)
        placed = any(country_of(hit, actors, towns=False) == phrase.country for hit in hits)
        phrase.owned = (phrase.country is not None and placed) or state_body or "state" in phrase.kinds
        phrase.alien = phrase.role.private and not phrase.owned and _tied_to_name(reading, chosen, last)
        if reading.article and not phrase.role.body and _without_article(reading, phrase):
            phrase.kinds.add("indefinite")
    elif phrase.countries:
        phrase.country = phrase.countries[0]
    if phrase.pronoun and not _is_pronoun(reading, hits, first, last):
        phrase.pronoun = set()
    return phrase


def _without_article(reading: Reading, phrase: Phrase) -> bool:
    """Tell "an American official" where articles are part of words: no article, no name, no owner."""
    for at in range(phrase.first, phrase.last):
        hit = reading.hit_at(at)
        known = hit is not None and hit.value("role", "demonym", "kind", "title")
        if reading.tokens[at].startswith(reading.article) or not known:
            return False
    return True


def country_of(hit: Hit, actors: ActorRegistry, *, towns: bool = True) -> str | None:
    """Return the country or organisation a hit stands for."""
    for kind, value in hit.terms:
        if kind in ("country", "demonym", "place") or (kind == "town" and towns):
            return value
        if kind == "body":
            return value.partition("/")[0]
        if kind == "organisation":
            organisation = actors.organisations[value]
            return organisation.country or (value if organisation.state else None)
        if kind == "agency":
            return actors.agencies[value].country
        if kind == "person":
            return actors.persons[value].country
    return None


def _role_of(hit: Hit, actors: ActorRegistry) -> str | None:
    role = actors.roles.get(hit.value("role") or "")
    body = hit.value("body")
    if body is not None and (
        role is None or role.body
    ):  # "Bundestagspräsidentin" holds an office of the body
        return body.partition("/")[2]
    return role.id if role is not None else None


def _note(phrase: Phrase, hit: Hit, actors: ActorRegistry) -> None:
    _note_kinds(phrase, hit)
    phrase.organisation = phrase.organisation or hit.value("organisation")
    phrase.agency = phrase.agency or hit.value("agency")
    phrase.place = phrase.place or hit.value("country", "place")
    country = country_of(hit, actors)
    if country is not None and country not in phrase.countries:
        phrase.countries.append(country)


def _note_kinds(phrase: Phrase, hit: Hit) -> None:
    for kind, value in hit.terms:
        if kind == "title" and value in ("male", "female"):
            phrase.genders.add(value)
        elif kind == "pronoun":
            phrase.pronoun.update(("male", "female") if value == "anybody" else (value,))
        # "Fraktionschefin" is an office, although "…chefin" by itself is none.
        elif kind == "kind" and value != HOST and (value in OWN_KINDS or hit.value("role", "body") is None):
            phrase.kinds.add(value)


def _country_of_role(
    reading: Reading, hits: list[Hit], chosen: Hit, role: Role, actors: ActorRegistry
) -> str | None:
    """Return whose office it is: the nearest country before the role, else one linked behind it."""
    own = country_of(chosen, actors) if chosen.value("body", "organisation") else None
    if own is not None:
        return own
    before = [hit for hit in hits if hit.last <= chosen.first]
    post = None  # "Israels UN-Botschafter", "Türkiye'nin Berlin Büyükelçisi": where an ambassador serves
    for hit in reversed(before):
        country = None if hit.value("person", "agency") else country_of(hit, actors)
        if country is None or _is_host(reading, hit) or _apart(reading, hit.last, chosen.first, strict=False):
            continue
        seat = hit.value("place") or (
            hit.value("organisation", "demonym") and country in actors.organisations
        )
        if not role.posted or not seat:
            return country
        post = post or country
    if post is not None:
        return post
    reach = chosen.last
    for hit in hits:
        if hit.first < chosen.last:
            continue
        if _apart(reading, reach, hit.first, strict=role.posted):
            break
        country = country_of(hit, actors)
        if country is not None:
            return country
        reach = hit.last
    return None


def _is_host(reading: Reading, hit: Hit) -> bool:
    """Tell whether a country is the one that somebody is posted to."""
    before = reading.hit_at(hit.first - 1)
    return before is not None and before.last == hit.first and before.value("kind") == HOST


def _apart(reading: Reading, first: int, last: int, *, strict: bool) -> bool:
    """Tell whether punctuation – or, for posts abroad, a preposition – cuts two hits of a phrase apart."""
    for at in range(first, last):
        traits = reading.traits[at]
        if traits & Trait.LINKS:
            continue
        if traits & (Trait.COMMA | Trait.STOP | Trait.CONJUNCTIONS):
            return True
        if strict and traits & (Trait.PREPOSITIONS | Trait.INFINITIVES):
            return True
    return False


def _tied_to_name(reading: Reading, chosen: Hit, last: int) -> bool:
    """Tell whether an unknown name is tied to an office by a hyphen before it or a link behind it."""
    at = chosen.first - 1
    if at >= 0 and reading.ends[at] + 1 == reading.starts[at + 1] and reading.text[reading.ends[at]] in "-‑":
        return reading.cover[at] < 0
    behind = chosen.last
    while behind < last and reading.traits[behind] & (Trait.LINKS | Trait.ARTICLES):
        behind += 1
    linked = chosen.last < behind < last
    return linked and reading.cover[behind] < 0 and bool(reading.traits[behind] & Trait.CAPITAL)


def _first_country(hits: list[Hit], actors: ActorRegistry) -> str | None:
    return next((country for hit in hits if (country := country_of(hit, actors)) is not None), None)


def _is_pronoun(reading: Reading, hits: list[Hit], first: int, last: int) -> bool:
    """Tell whether the phrase is a pronoun and nothing else."""
    covered = {at for hit in hits if hit.value("pronoun") for at in range(hit.first, hit.last)}
    return all(at in covered or reading.traits[at] & Trait.OTHER_SIGN for at in range(first, last))
