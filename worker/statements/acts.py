"""What kind of act a statement is, and whom it is about; content decides only where the cue is neutral."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.statements.phrases import country_of

if TYPE_CHECKING:
    from worker.shapes import Polarity, Quotation, Spans
    from worker.statements.reading import Hit
    from worker.statements.scene import Scene

NEUTRAL = frozenset({"STATE", "WARN", "ACCUSE/allege"})
MAX_ADDRESSEE = 6  # tokens behind a demand in which its addressee stands


def act_of(scene: Scene, quotation: Quotation, content: str) -> str:
    """Return the act: the cue's, or what the content shows where the cue says little."""
    cue = quotation.act or "STATE"
    if cue not in NEUTRAL:
        return cue
    tokens: list[str] = []
    for span in quotation.spans:
        first, last = scene.reading.range_of(span)
        tokens += scene.reading.tokens[first:last]
    found = scene.naming.topics.act_of(tokens, content)
    if cue == "STATE":
        return found or cue
    # A warning or a label is never a promise; it can be told as blame.
    return found if found is not None and found.startswith("ACCUSE/disapprove") else cue


def polarity_of(quotation: Quotation) -> Polarity:
    """Return ``denied`` where the cue denies: what it denies is never coded as said to be so."""
    return "denied" if quotation.negated or quotation.act.startswith("DENY") else "asserted"


def countries_in(scene: Scene, spans: Spans, speaker: str | None) -> tuple[str, ...]:
    """Return the countries and organisations that spans name, the speaker's own aside, in text order."""
    found: list[str] = []
    for span in spans:
        first, last = scene.reading.range_of(span)
        for hit in scene.reading.hits_in(first, last):
            country = _target(scene, hit)
            if country is not None and country != speaker and country not in found:
                found.append(country)
    return tuple(found)


def _target(scene: Scene, hit: Hit) -> str | None:
    if hit.value("agency", "town") and not hit.value("country", "place", "demonym"):
        return None
    code = hit.value("organisation")
    return code if code is not None else country_of(hit, scene.actors, towns=False)


def addressee_of(scene: Scene, quotation: Quotation, act: str) -> tuple[str | None, str | None]:
    """Return the addressee as written and its country: the span found, or whom a demand names first."""
    spans = quotation.addressee
    if spans:
        text = scene.reading.text
        written = " ".join(text[start:end] for start, end in spans)
        named = countries_in(scene, spans, None)
        return written, named[0] if named else None
    if not act.startswith(("REQUEST", "ACCUSE/allege", "APPEAL")) or not quotation.cue:
        return None, None
    first, _ = scene.reading.range_of(quotation.cue[0])
    for hit in scene.reading.hits_in(first + 1, min(first + 1 + MAX_ADDRESSEE, len(scene.reading.tokens))):
        start = scene.reading.starts[hit.first]
        country = _target(scene, hit)
        behind = start < quotation.frame[1] and (
            start <= quotation.spans[0][0] or quotation.kind == "reported"
        )
        if country is not None and behind:
            return scene.reading.cut(hit.first, hit.last), country
    return None, None
