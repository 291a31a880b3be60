"""Paragraphs that extraction lost: whole containers of the kind it took its text from; never single lines.

Long articles come in several equal containers, with advertisements between them, and trafilatura may keep
but one. A container of another kind, or one it looked into, is its own decision and stays as it is.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from worker.text.clean import clean_text

if TYPE_CHECKING:
    from collections.abc import Iterator

_LEAST_KEPT = 3  # paragraphs of the kind that were extracted, before its twins are believed
_LEAST_LOST = 2  # paragraphs a twin has: teasers and comments have one
_LEAST_LETTERS = 40
_OUTSIDE = ("aside", "footer", "nav", "header", "form", "figure", "figcaption", "blockquote", "li", "a")


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    container: Any
    kind: str


def with_lost_paragraphs(paragraphs: list[str], tree: Any) -> list[str]:
    """Return the paragraphs with those of lost twin containers put back, in the page's order."""
    have = set(paragraphs)
    kept: dict[str, int] = defaultdict(int)
    looked_into: set[Any] = set()
    lines = list(_lines(tree))
    for line in lines:
        if line.text in have:
            kept[line.kind] += 1
            looked_into.add(line.container)
    main = max(kept, key=lambda kind: kept[kind], default="")
    if kept[main] < _LEAST_KEPT:
        return paragraphs
    lost = {
        index
        for index, line in enumerate(lines)
        if line.kind == main and line.container not in looked_into and line.text not in have
    }
    in_container = Counter(lines[index].container for index in lost)
    lost = {index for index in lost if in_container[lines[index].container] >= _LEAST_LOST}
    return _merged(paragraphs, lines, lost) if lost else paragraphs


def _lines(tree: Any) -> Iterator[_Line]:
    """Yield the paragraphs whose container has a class to know it by, outside of what frames an article."""
    for element in tree.iter("p"):
        container = element.getparent()
        kind = (container.get("class") or "").strip()
        if kind and next(element.iterancestors(*_OUTSIDE), None) is None:
            text = " ".join(clean_text(element.text_content()).split())
            linked = sum(len(link.text_content()) for link in element.iter("a"))
            if len(text) >= _LEAST_LETTERS and linked < len(text) / 2:
                yield _Line(text, container, f"{container.tag} {kind}")


def _merged(paragraphs: list[str], lines: list[_Line], lost: set[int]) -> list[str]:
    places = {text: place for place, text in reversed(list(enumerate(paragraphs)))}
    behind: dict[int, list[str]] = defaultdict(list)
    place = -1
    for index, line in enumerate(lines):
        if index in lost:
            behind[place].append(line.text)
        else:
            place = max(place, places.get(line.text, -1))
    merged = list(behind[-1])
    for place, text in enumerate(paragraphs):
        merged += [text, *behind[place]]
    return merged
