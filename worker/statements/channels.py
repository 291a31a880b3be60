"""Through which agency, outlet or platform a statement came; one that is the source itself is no channel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.shapes import Span

if TYPE_CHECKING:
    from worker.shapes import Quotation
    from worker.statements.reading import Hit
    from worker.statements.scene import Scene

MAX_NAME = 4  # words of an outlet nobody knows


def channel_of(scene: Scene, quotation: Quotation) -> str | None:
    """Return a quotation's channel under its short name, None when its sentence names none."""
    for span in quotation.channel:
        first, last = scene.reading.range_of(span)
        named = _named(scene, first, last) or _unknown(scene, first, last)
        if named is not None:
            return named
    return _in_frame(scene, quotation)


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
        if any(start <= place < end for start, end in quotation.spans):
            continue
        at, _ = scene.reading.range_of(Span(place, place + 1))
        name = _unknown(scene, at, min(frame[1], at + MAX_NAME + 1))
        if name is not None:
            return name
    return None


def _unknown(scene: Scene, first: int, last: int) -> str | None:
    """Return an outlet's name in quotation marks: capitals, no person."""
    reading = scene.reading
    if first >= last:
        return None
    quoted = reading.tokens[first] in '„“"»«' or (first + 1 < last and reading.tokens[first + 1] in '„“"»«')
    if not quoted:
        return None
    words = [
        at for at in range(first, last) if reading.tokens[at][0].isalnum() and reading.tokens[at][0].isupper()
    ]
    if not words or any(at in scene.figures.by_token for at in words):
        return None
    end = words[0]
    while end + 1 < last and end + 1 in words:
        end += 1
    return reading.cut(words[0], end + 1)
