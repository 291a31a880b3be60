"""Which country an article is at home in, and which one "the country" is at a given place of it."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from worker.statements.phrases import country_of
from worker.statements.reading import Hit

if TYPE_CHECKING:
    from worker.packs.naming import Naming
    from worker.packs.registry import ActorRegistry
    from worker.shapes import Article
    from worker.statements.reading import Reading

HOST = re.compile(r"^[a-z]+://(?:[^/@]*@)?([^/:?#]+)", re.IGNORECASE)
SPECIAL_DOMAINS = {"uk": "GB", "eu": "EU", "su": "RU"}
ABROAD = frozenset({"co", "io", "tv", "me", "ai", "fm", "cc", "ly", "to", "gg"})  # sold to anybody
MAIN_FACTOR, MAIN_COUNT = 3, 6  # how much more, and how often at least, another country must be named
MAX_DATELINE = 6  # tokens behind a capital: "MOSCOW, May 5 (Reuters) -"
DATELINE_SIGNS = frozenset({"(", ":", "—", "–", "-", "--", "（", "：", "=", "】", "]"})
DATELINE_BRACKETS = frozenset("(（【[")
WIRED = frozenset("电電讯訊")  # "by wire": 新华社北京11月24日电
WEIGHTS = {
    "country": 2,
    "demonym": 2,
    "place": 2,
    "town": 2,
    "body": 2,
    "agency": 1,
    "organisation": 0,
    "person": 1,
}


def counted_countries(reading: Reading, actors: ActorRegistry) -> Counter[str]:
    """Return how often an article speaks of each country, towns and bodies included, organisations aside."""
    counts: Counter[str] = Counter()
    for terms, times in Counter([hit.terms for hit in reading.hits]).items():  # in the order of the text
        hit = Hit(0, 0, terms)
        weight = max((WEIGHTS.get(term.kind, 0) for term in terms), default=0)
        agency = actors.agencies.get(hit.value("agency") or "")
        if agency is not None and agency.kind == "agency" and not agency.state:
            continue  # Reuters writes of everybody
        country = country_of(hit, actors) if weight else None
        if country is not None and len(country) == 2 and country not in ("EU", "UN"):
            counts[country] += weight * times
    return counts


def dateline_of(reading: Reading) -> str | None:
    """Return the country of the capital that an article is dated from: "NAIROBI (AP) —", "Moskau:"."""
    hit = reading.hit_at(0)
    country = hit.value("place", "country") if hit is not None else None
    if hit is None or country is None or len(country) != 2 or country in ("EU", "UN"):
        return None
    behind = reading.tokens[hit.last : hit.last + MAX_DATELINE]
    if behind and behind[0] in DATELINE_SIGNS:
        return country
    return country if behind[:1] == [","] and "(" in behind else None


def wired_from(reading: Reading) -> str | None:
    """Return the country of a place beside an agency: (서울=연합뉴스), 【北京時事】, 新华社北京11月24日电.

    It tells where a correspondent is; whose "government" an article means it tells among the
    countries of its language only.
    """
    bracketed = bool(reading.tokens) and reading.tokens[0] in DATELINE_BRACKETS
    hit = reading.hit_at(1 if bracketed else 0)
    if hit is not None and hit.value("agency") is not None:
        hit = reading.hit_at(hit.last)
    elif not bracketed:
        return None
    country = hit.value("place", "town") if hit is not None else None
    if hit is None or country is None:
        return None
    behind = reading.tokens[hit.last : hit.last + MAX_DATELINE]
    return country if any(token[-1] in WIRED or token in DATELINE_SIGNS for token in behind) else None


def home_of(article: Article, reading: Reading, counts: Counter[str], naming: Naming) -> str | None:
    """Return the country whose offices an article names without their country.

    The press leaves its own country out: a dateline tells it, or the address, else the one among
    the language's countries that the text speaks of most, of several the one named first, else the
    largest of them.
    """
    dated = dateline_of(reading)
    if dated is not None:
        return dated
    wired = wired_from(reading)
    if wired in naming.homes:
        return wired
    by_address = country_of_address(article.canonical_url or article.url)
    if by_address is not None:
        return by_address
    if not naming.homes:
        return counts.most_common(1)[0][0] if counts else None
    named = [code for code in counts if code in naming.homes]  # in the order of the text
    if named:
        return max(named, key=lambda code: counts[code])
    if counts and counts.most_common(1)[0][1] >= 3 * max(WEIGHTS.values()):
        return counts.most_common(1)[0][0]
    return naming.homes[0]


def scene_of(counts: Counter[str], home: str | None) -> str | None:
    """Return where an article plays: the country it speaks of by far the most, else its home.

    That is where people without an office are from, as long as nothing else is said of them.
    """
    if not counts:
        return home
    top, count = counts.most_common(1)[0]
    return top if count >= MAIN_FACTOR * max(1, counts[home or ""]) and count >= MAIN_COUNT else home


def country_of_address(url: str | None) -> str | None:
    """Return the country of an address' top-level domain, None for generic ones."""
    found = HOST.match(url or "")
    if found is None:
        return None
    domain = found[1].rsplit(".", 1)[-1].lower()
    if domain in SPECIAL_DOMAINS:
        return SPECIAL_DOMAINS[domain]
    return domain.upper() if len(domain) == 2 and domain.isalpha() and domain not in ABROAD else None


def country_in_focus(reading: Reading, token: int, actors: ActorRegistry) -> str | None:
    """Return the country named last before a token: what "the country's ministry" is about."""
    for hit in reversed(reading.hits):
        if hit.last > token:
            continue
        country = country_of(hit, actors, towns=False)
        if country is not None and len(country) == 2 and country not in ("EU", "UN"):
            return country
    return None
