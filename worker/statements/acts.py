"""What kind of act a statement is, and whom it is about; content decides only where the cue is neutral."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.statements.phrases import country_of

if TYPE_CHECKING:
    from worker.shapes import Polarity, Quotation, Spans
    from worker.statements.reading import Hit
    from worker.statements.scene import Scene

NEUTRAL = frozenset({"STATE", "WARN", "ACCUSE/allege"})
TURNED_DOWN = frozenset({"DENY", "REJECT"})  # one verb does both: what it turns down tells which
TURNED_DOWN_AS = {"claims": "DENY", "demands": "REJECT"}


def act_of(scene: Scene, quotation: Quotation, content: str) -> str:
    """Return the act: the cue's, or what the content shows where the cue says little."""
    cue = quotation.act or "STATE"
    if cue not in NEUTRAL and cue not in TURNED_DOWN:
        return cue
    tokens: list[str] = []
    for span in quotation.spans:
        first, last = scene.reading.range_of(span)
        tokens += scene.reading.tokens[first:last]
    if cue in TURNED_DOWN:
        told = scene.naming.objects.act_of(tokens, content) if quotation.kind == "reported" else None
        return TURNED_DOWN_AS.get(told or "", cue)
    found = scene.naming.topics.act_of(tokens, content)
    if cue == "STATE":
        return found or cue
    # A warning or a label is never a promise; it can be told as blame.
    return found if found is not None and found.startswith("ACCUSE/disapprove") else cue


def polarity_of(quotation: Quotation, act: str) -> Polarity:
    """Return ``denied`` where the act denies: what it denies is never coded as said to be so."""
    return "denied" if quotation.negated or act.startswith("DENY") else "asserted"


def countries_in(scene: Scene, spans: Spans, speaker: str | None) -> tuple[str, ...]:
    """Return the countries and organisations that spans name, the speaker's own aside, in text order."""
    found: list[str] = []
    for span in spans:
        first, last = scene.reading.range_of(span)
        for hit in scene.reading.hits_in(first, last):
            country = target_of(scene, hit)
            if country is not None and country != speaker and country not in found:
                found.append(country)
    return tuple(found)


def target_of(scene: Scene, hit: Hit) -> str | None:
    """Return the country or organisation that a term names, None for a town or an outlet."""
    if hit.value("agency", "town") and not hit.value("country", "place", "demonym"):
        return None
    code = hit.value("organisation")
    return code if code is not None else country_of(hit, scene.actors, towns=False)
