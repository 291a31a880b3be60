"""Whom and what a text names, in words that don't depend on its language: keys, codes and skeletons."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from worker.echoes.romanise import skeleton
from worker.packs.countries import country_names
from worker.packs.dates import calendar_names
from worker.packs.forms import Term
from worker.packs.terms import TermTable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from worker.packs.registry import ActorRegistry

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_PART = re.compile("['’-]")
_OPENS = re.compile(r"(?:^|[.!?:;…]|[\"“”„«»‘’「『（(\[-])\s*$")
MONTH_SIGN = re.compile(r"(\d{1,2}) ?[月월]")
MONTHS_BY_NUMBER = frozenset({"ja", "ko", "zh"})
UNSPACED = frozenset({"ja", "zh", "th", "lo", "km", "my"})
WITHOUT_CAPITALS = frozenset(
    (
        "am",
        "ar",
        "bn",
        "fa",
        "he",
        "hi",
        "ja",
        "ka",
        "km",
        "ko",
        "lo",
        "my",
        "ne",
        "ps",
        "ta",
        "th",
        "ur",
        "zh",
    )
)
WITHOUT_SOUNDS = frozenset({"zh", "th"})
NOUNS_IN_CAPITALS = frozenset({"de", "lb"})
MIN_STEM = 4  # letters of a country's name that its adjectives keep: "russi", "german"
MIN_SKELETON = 3  # consonants; fewer are shared by half the words of a language
MAX_SKELETON = 5  # what case endings add comes behind
MIN_COGNATE, MAX_COGNATE = 4, 6
WEAK = 2  # letters that endings may replace


class Names(NamedTuple):
    """What a text names: ``keys`` of what is known (``country:FR``), ``bones`` of what looks like a name."""

    keys: frozenset[str]
    bones: frozenset[str]


def find_names(text: str, lang: str, actors: ActorRegistry) -> Names:
    """Return what a text names.

    Where a script has no capitals, every word might be a name; such skeletons prove something only
    against those of a script that has them.
    """
    table = _terms(lang, actors)
    months = (
        {f"month:{match[1]}" for match in MONTH_SIGN.finditer(text)} if lang in MONTHS_BY_NUMBER else set()
    )
    if lang in UNSPACED:
        return Names(frozenset(_known_unspaced(text, table)) | months, frozenset(_foreign_runs(text)))
    words = [(match[0], match.start()) for match in _WORD.finditer(text)]
    tokens = [word for word, _ in words]
    keys = months
    bones: set[str] = set()
    taken: set[int] = set()
    for at in range(len(tokens)):
        for match in table.matches(tokens, at)[:1]:
            keys.add(f"{match.term.kind}:{match.term.value}")
            taken.update(range(at, at + match.length))
    for at, (word, start) in enumerate(words):
        if at not in taken and _looks_like_name(word, text[max(0, start - 3) : start], lang):
            bones.update(filter(None, map(_bone, _PART.split(word))))
    return Names(frozenset(keys), frozenset(bones))


def find_cognates(text: str, lang: str) -> frozenset[str]:
    """Return the skeletons of a text's long words: related languages and loans share them."""
    if lang in WITHOUT_SOUNDS:
        return frozenset()
    found = (skeleton(match[0]) for match in _WORD.finditer(text))
    return frozenset(bone[:MAX_COGNATE] for bone in found if len(bone) >= MIN_COGNATE)


def weigh_bone(bone: str) -> float:
    """Return how much a shared name says, by its length."""
    return 0.7 * (len(bone) - 1)


def _bone(word: str) -> str:
    bone = skeleton(word)
    return bone[:MAX_SKELETON] if len(bone) >= MIN_SKELETON else ""


def _looks_like_name(word: str, before: str, lang: str) -> bool:
    first = word[0]
    if first.lower() == first.upper():  # no capitals in this script
        return len(word) > 2
    if first != first.upper() or len(word) < 3:
        return False
    return not _OPENS.search(before) and (lang not in NOUNS_IN_CAPITALS or len(word) < 12)


def _known_unspaced(text: str, table: TermTable) -> Iterator[str]:
    at = 0
    while at < len(text):
        fitting = (e for e in table.by_character.get(text[at].lower(), ()) if text.startswith(e.words[0], at))
        entry = next(fitting, None)
        if entry is not None and (len(entry.words[0]) > 1):
            yield f"{entry.term.kind}:{entry.term.value}"
            at += len(entry.words[0])
        else:
            at += 1


def _foreign_runs(text: str) -> Iterator[str]:
    """Yield skeletons of katakana and Latin runs: in these scripts, what comes from elsewhere."""
    for run in re.findall(r"[\u30a1-\u30faー]{3,}|[A-Za-z]{3,}", text):
        if bone := _bone(run.replace("ー", "")):
            yield bone


@dataclass(slots=True)
class _Cache:
    tables: dict[tuple[str, int], tuple[ActorRegistry, TermTable]] = field(default_factory=dict)


_cache = _Cache()


def _terms(lang: str, actors: ActorRegistry) -> TermTable:
    known = _cache.tables.get((lang, id(actors)))
    if known is None:  # the registry is kept with its table, so that its identity stays its own
        known = _cache.tables[lang, id(actors)] = (actors, _compiled(lang, actors))
    return known[1]


def _compiled(lang: str, actors: ActorRegistry) -> TermTable:
    """Return the names of countries, organisations and known persons as one language writes them."""
    table = TermTable(spaces=lang not in UNSPACED, endings=("'s", "’s"))
    for code, name in country_names(lang):
        table.add(name, Term("country", code))
        if table.spaces and " " not in name and len(name) - WEAK >= MIN_STEM:
            table.add(f"{name[:-WEAK]}*", Term("country", code))
    for key, name in calendar_names(lang) if lang not in MONTHS_BY_NUMBER else ():
        kind, _, number = key.partition(":")
        table.add(name, Term(kind, number))
        if table.spaces and len(name) - WEAK >= MIN_STEM:  # "poniedziałek", "poniedziałku"
            table.add(f"{name[:-WEAK]}*", Term(kind, number))
    for organisation in actors.organisations.values():
        for form in (organisation.name, *organisation.aliases):
            table.add(form, Term("organisation", organisation.code))
    for person in actors.persons.values():
        for form in (person.name, *person.aliases):
            table.add(form, Term("person", person.name))
    table.seal()
    return table
