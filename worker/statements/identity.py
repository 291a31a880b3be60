"""Keys and names that stay the same across articles and languages."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from worker.packs.countries import country_name
from worker.shapes import Actor

if TYPE_CHECKING:
    from worker.packs.registry import ActorRegistry, Role
    from worker.shapes import Article
    from worker.statements.figures import Figure

NO_LETTER = re.compile(r"[\W_]+")


def slug(name: str, letters: dict[int, str]) -> str:
    """Return a name in ASCII where its script has letters we know, words joined by hyphens."""
    plain = unicodedata.normalize("NFKD", name.lower().translate(letters).replace("'", "").replace("’", ""))
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign)).translate(letters)
    return NO_LETTER.sub("-", plain).strip("-")


def person_actor(figure: Figure, country: str | None, actors: ActorRegistry) -> Actor:
    """Return the actor of a person."""
    name = figure.known.name if figure.known else figure.name
    role = figure.role
    kind = "spokesperson" if role is not None and role.kind == "spokesperson" else "person"
    return Actor(f"person:{slug(name, actors.letters)}", name, kind, role.id if role else None, country)


def office_actor(role: Role, body: Role | None, country: str | None) -> Actor:
    """Return the actor of an office or an institution: the government is its country.

    ``body`` is the institution that an office belongs to; "the ministry's spokesperson" has a key of its own.
    """
    if role.id == "government" and country:
        return government_actor(country)
    whose = country_name(country) if country else ""
    label = f"{role.label}, {body.label}" if body is not None else role.label
    name = f"{label} of {whose}" if whose else label
    prefix = role.kind if role.kind in ("ministry", "party") else "office"
    inside = f":{body.id}" if body is not None else ""
    return Actor(f"{prefix}:{country or ''}:{role.id}{inside}", name, role.kind, role.id, country)


def government_actor(country: str) -> Actor:
    """Return the actor of a country's government."""
    return Actor(f"country:{country}", country_name(country), "government", "government", country)


def organisation_actor(code: str, actors: ActorRegistry) -> Actor:
    """Return the actor of an organisation of the registry."""
    known = actors.organisations[code]
    return Actor(
        f"org:{code}", known.name, known.kind, known.role, known.country or (code if known.state else None)
    )


def agency_actor(name: str, actors: ActorRegistry) -> Actor:
    """Return the actor of an agency or outlet that is the source itself."""
    agency = actors.agencies[name]
    return Actor(f"company:{slug(name, actors.letters)}", name, "company", "agency", agency.country)


def other_actor(name: str, kind: str, country: str | None, actors: ActorRegistry) -> Actor:
    """Return the actor of a speaker without an office that we know."""
    return Actor(f"{kind}:{slug(name, actors.letters)}", name, kind, None, country)


@lru_cache(maxsize=4)
def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()  # once an article, not once a statement


def statement_id(article: Article, content: str, occurrence: int) -> str:
    """Return a stable id: the same article and the same words have the same one, however the rules change."""
    address = article.canonical_url or article.url
    source = address or _digest(article.text)
    words = NO_LETTER.sub(" ", content.casefold()).strip()
    number = f"\n{occurrence}" if occurrence else ""
    return hashlib.sha256(f"{source}\n{words}{number}".encode()).hexdigest()[:24]
