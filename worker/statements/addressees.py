"""To whom something was said: whom a demand names first, whom "told" names; an outlet is no hearer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.packs.lexicon import Trait
from worker.statements.acts import countries_in, target_of

if TYPE_CHECKING:
    from worker.shapes import Quotation, Span
    from worker.statements.scene import Scene

MAX_ADDRESSEE = 6  # tokens behind a demand in which its addressee stands
MAX_ARTICLE = 4  # characters of an article before it
DEMANDS = ("REQUEST", "ACCUSE/allege", "APPEAL")
ENDS = (
    Trait.COMMA
    | Trait.STOP
    | Trait.COLON
    | Trait.DASH
    | Trait.QUOTE
    | Trait.COMPLEMENTIZERS
    | Trait.REPORTING
    | Trait.AUXILIARIES
    | Trait.CONDITIONALS
    | Trait.TIMES
    | Trait.PREPOSITIONS
)
NAMED = ("role", "body", "organisation", "country", "place", "person")


def addressee_of(scene: Scene, quotation: Quotation, act: str) -> tuple[str | None, str | None]:
    """Return the addressee as written, and its country where the statement is aimed at it.

    The span found, else whom a demand names first, else who is told.
    """
    if quotation.addressee:
        text = scene.reading.text
        written = " ".join(text[start:end] for start, end in quotation.addressee)
        named = countries_in(scene, quotation.addressee, None)
        return written, named[0] if named else None
    if act.startswith(DEMANDS) and quotation.cue:
        found = _of_demand(scene, quotation)
        if found[0] is not None:
            return found
    return _told(scene, quotation), None


def _of_demand(scene: Scene, quotation: Quotation) -> tuple[str | None, str | None]:
    reading = scene.reading
    first, _ = reading.range_of(quotation.cue[0])
    begin = quotation.spans[0][0]
    for hit in reading.hits_in(first + 1, min(first + 1 + MAX_ADDRESSEE, len(reading.tokens))):
        start = reading.starts[hit.first]
        country = target_of(scene, hit)
        opens = start <= begin + MAX_ARTICLE or quotation.kind == "reported"
        if country is not None and start < quotation.frame[1] and opens:
            return reading.cut(hit.first, hit.last), country
    return None, None


def _told(scene: Scene, quotation: Quotation) -> str | None:
    """Return who is told in the frame: "told reporters", "sagte dem Parlament"; content and speaker aside."""
    reading = scene.reading
    first, last = reading.range_of(quotation.frame)
    taken = (*quotation.spans, *quotation.speaker)
    for at in range(first, last):
        hearer = reading.traits[at] & Trait.HEARERS and not _is_outlet(scene, at)
        teller = reading.tokens[at].lower() in scene.naming.channel_words
        if not (hearer or teller) or any(start <= reading.starts[at] < end for start, end in taken):
            continue
        if hearer:
            return reading.tokens[at]
        if teller:
            told = _phrase_behind(scene, at + 1, last, taken)
            if told is not None:
                return told
    return None


def _is_outlet(scene: Scene, at: int) -> bool:
    """Tell an agency, "media" that report themselves, or a word before who is told, from "reporters"."""
    hit, behind = scene.reading.hit_at(at), scene.reading.traits[at + 1 : at + 2]
    if behind and behind[0] & Trait.REPORTING:
        return True
    named = hit is not None and hit.value("agency", "channel") is not None
    return named or bool(scene.reading.traits[at] & Trait.PREPOSITIONS)


def _phrase_behind(scene: Scene, first: int, last: int, taken: tuple[Span, ...]) -> str | None:
    """Return a phrase that starts at a token and names somebody, None where it names an outlet or nobody."""
    reading, end = scene.reading, first
    while end < last and not (reading.traits[end] & ENDS and not reading.traits[end] & Trait.LINKS):
        if any(begin <= reading.starts[end] < stop for begin, stop in taken):
            break
        end += 1
    if end == first or not _in_object_case(scene, first):
        return None
    hits = list(reading.hits_in(first, end))
    if any(hit.value("agency", "channel") is not None for hit in hits):
        return None
    named = any(hit.value(*NAMED) is not None or hit.value("kind") == "counterpart" for hit in hits)
    known = any(at in scene.figures.by_token for at in range(first, end))
    return reading.cut(first, end) if named or known else None


def _in_object_case(scene: Scene, first: int) -> bool:
    """Tell "sagte dem Parlament" from "sagte das Parlament"; languages without such articles show nothing."""
    opener = scene.reading.traits[first]
    shown = opener & Trait.OBJECTS or (opener & Trait.LINKS and opener & Trait.ARTICLES)
    governed = scene.reading.traits[first - 1] & Trait.PREPOSITIONS
    return bool(governed or shown) or not scene.pack.script.capital_nouns
