"""Through which agency, outlet or platform a statement came; one that is the source itself is no channel."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from worker.packs.lexicon import Trait
from worker.shapes import Span

if TYPE_CHECKING:
    from worker.shapes import Quotation, Spans
    from worker.statements.reading import Hit
    from worker.statements.scene import Scene

MARKS = frozenset('„“"»«')
NAMED = ("role", "body", "organisation", "country", "demonym", "person")
MAX_NAME = 4  # words of an outlet nobody knows


def channel_of(scene: Scene, quotation: Quotation) -> str | None:
    """Return a quotation's channel under its short name, None when its sentence names none."""
    for span in quotation.channel:
        first, last = scene.reading.range_of(span)
        named = _named(scene, first, last) or _unknown(scene, first, last)
        if named is not None:
            return named
    return _in_frame(scene, quotation)


def unchained(scene: Scene, quotation: Quotation) -> Quotation:
    """Give the word back to whoever reports and cites, where they are no outlet or cite nobody in particular.

    "The minister said, citing a study, …", "The paper reported, citing sources, …".
    """
    if not quotation.chained:
        return quotation
    if _is_outlet(scene, quotation.channel) and _is_somebody(scene, quotation.speaker):
        return quotation
    return replace(quotation, speaker=quotation.channel, channel=())


def _is_outlet(scene: Scene, spans: Spans) -> bool:
    reading = scene.reading
    first, last = reading.range_of(Span(spans[0].start, spans[-1].end))
    told = any(reading.traits[at] & (Trait.OUTLETS | Trait.HEARERS) for at in range(first, last))
    hits = list(reading.hits_in(first, last))
    listed = any(
        hit.value("agency", "channel") or hit.value("kind") == "outlet" or hit.value("role") == "agency"
        for hit in hits
    )
    return told or listed or _unknown(scene, first, last) is not None


def _is_somebody(scene: Scene, spans: Spans) -> bool:
    reading = scene.reading
    first, last = reading.range_of(Span(spans[0].start, spans[-1].end))
    named = any(_names(hit) for hit in reading.hits_in(first, last))
    return named or any(at in scene.figures.by_token for at in range(first, last))


def _names(hit: Hit) -> bool:
    """Tell an office or a state from circles and officials of nobody in particular."""
    return hit.value(*NAMED) is not None and hit.value("role") not in ("official", "diplomat")


def _named(scene: Scene, first: int, last: int) -> str | None:
    return next((name for hit in scene.reading.hits_in(first, last) if (name := _channel(hit))), None)


def _channel(hit: Hit) -> str | None:
    return hit.value("channel", "agency")


def _in_frame(scene: Scene, quotation: Quotation) -> str | None:
    reading = scene.reading
    first, last = reading.range_of(quotation.frame)
    taken = (*quotation.spans, *quotation.speaker)
    for hit in reading.hits_in(first, last):
        start = reading.starts[hit.first]
        if any(begin <= start < end for begin, end in taken):
            continue
        name = _channel(hit)
        if name is not None and not _describes_speaker(scene, hit, quotation):
            return name
    return _behind_words(scene, quotation, (first, last))


def _describes_speaker(scene: Scene, hit: Hit, quotation: Quotation) -> bool:
    """Tell whether an outlet stands right beside the speaker, as where they work: "BBC reporter X"."""
    return any(scene.reading.range_of(span)[0] == hit.last for span in quotation.speaker)


def _behind_words(scene: Scene, quotation: Quotation, frame: tuple[int, int]) -> str | None:
    """Return an outlet nobody knows: a name behind "told the …", outside the content, that is no person."""
    text = scene.reading.text
    low = text[quotation.frame[0] : quotation.frame[1]].lower()
    for word in scene.naming.channel_words:
        found = low.find(f" {word} ")
        if found < 0:
            continue
        place = quotation.frame[0] + found + len(word) + 2
        if any(start <= place < end for start, end in (*quotation.spans, *quotation.speaker)):
            continue
        at, _ = scene.reading.range_of(Span(place, place + 1))
        name = _unknown(scene, at, min(frame[1], at + MAX_NAME + 1))
        if name is not None:
            return name
    return None


def _unknown(scene: Scene, first: int, last: int) -> str | None:
    """Return an outlet's name that no list has: in quotation marks, or ending in a paper's noun."""
    reading = scene.reading
    if first >= last:
        return None
    if not any(token in MARKS for token in reading.tokens[first : first + 2]):
        return _by_noun(scene, first, last)
    words = [
        at for at in range(first, last) if reading.tokens[at][0].isalnum() and reading.tokens[at][0].isupper()
    ]
    if not words or any(at in scene.figures.by_token for at in words):
        return None
    return reading.cut(words[0], _end_of_capitals(scene, words[0], last))


def _by_noun(scene: Scene, first: int, last: int) -> str | None:
    """Return the name behind an article that ends like a paper's: "told the Sampleton Times"."""
    reading, nouns = scene.reading, scene.naming.channel_nouns
    if first < last and reading.traits[first] & (Trait.ARTICLES | Trait.OBJECTS):
        first += 1
    if first >= last or not nouns or not reading.tokens[first][0].isupper():
        return None
    end = _end_of_capitals(scene, first, last)
    named = end - first > 1 and reading.tokens[end - 1].lower() in nouns
    return reading.cut(first, end) if named else None


def _end_of_capitals(scene: Scene, first: int, last: int) -> int:
    end = first + 1
    while end < last and scene.reading.tokens[end][0].isupper():
        end += 1
    return end
