"""Character and entity references made harmless: no number outside Unicode, no expansion of expansions."""

from __future__ import annotations

import re
from html.entities import html5
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Mapping

_REFERENCE = re.compile(
    r"&(?:#(?:[xX]0{0,8}([0-9A-Fa-f]{1,6})|0{0,8}([0-9]{1,7}));|([A-Za-z][A-Za-z0-9_]{0,31});)?"
)
_SUBSET = re.compile(r"[^\[<>]{0,2000}\[")
_ENTITY = re.compile(
    r"<!ENTITY\s{1,20}(\w{1,32})\s{1,20}[\"']((?:[^\"'&<>%]|&#\w{1,8};){0,64})[\"']\s{0,20}>"
)
_OF_XML = frozenset({"amp", "lt", "gt", "quot", "apos"})
_MAX_SUBSET = 65_536
_MAX_ENTITIES = 64


def harmless_references(run: str, entities: Mapping[str, str]) -> str:
    """Return character data or attributes in which an XML parser accepts every ``&``.

    HTML's names and the document's own short entities become their characters, what is unknown becomes
    text, and references to what is no character (``&#0;``, ``&#xD800;``, ``&#x110000;``) go.
    """
    return _REFERENCE.sub(lambda found: _harmless(found, entities), run)


def declared_entities(text: str, start: int) -> tuple[dict[str, str], int]:
    """Return the short, flat entities of a document type's internal subset and the index behind it.

    The index is 0 when there is no internal subset at ``start``.
    """
    opening = _SUBSET.match(text, start)
    closing = re.compile(r"\]\s{0,20}>").search(text, opening.end(), start + _MAX_SUBSET) if opening else None
    if opening is None or closing is None:
        return {}, 0
    found = _ENTITY.findall(text, opening.end(), closing.start())[:_MAX_ENTITIES]
    return {name: harmless_references(value, {}) for name, value in found}, closing.end()


def _harmless(found: re.Match[str], entities: Mapping[str, str]) -> str:
    hexadecimal, decimal, name = found.groups()
    if hexadecimal or decimal:
        return found[0] if _is_character(int(hexadecimal or decimal, 16 if hexadecimal else 10)) else ""
    if not name:
        return "&amp;"
    if name in _OF_XML:
        return found[0]
    if name in entities:
        return entities[name]
    character = html5.get(name + ";")
    return f"&amp;{name};" if character is None else escape(character, {'"': "&quot;", "'": "&apos;"})


def _is_character(code: int) -> bool:
    """Tell whether XML 1.0 allows this code point (§2.2)."""
    return (
        code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000
    )
