"""Markup cut down, before any parser sees it, to what a parser can afford; every step is linear.

libxml2 compares each attribute of an element with all before it: one tag with 200,000 of them, 2 MB,
took it 279 s. Scripts go here too, because their operators look like tags.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from worker.errors import GiveUp

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_TAGS = 100_000  # opening and closing; their tree takes about 30 MB
MAX_MARKUP = 2_500_000  # characters without scripts; 560 real article pages have at most 0.54 million
_MAX_SIGNS = 300_000  # of "<", scripts included: a million short matches take 300 MB
_MAX_TAG = 4_000  # characters
_MAX_LONG_TAGS = 500  # tags past 1,000 characters that keep their attributes
_LONG_TAG = 1_000
_CODE = re.compile(r"<(script|style|template|svg)(?=[\s>/])([^<>]{0,4000})>", re.IGNORECASE)
_CLOSINGS = {
    name: re.compile(rf"</{name}(?=[\s/>])[^>]{{0,4000}}>", re.IGNORECASE)
    for name in ("script", "style", "template", "svg")
}
# A start tag as the HTML standard's tokenizer reads it: a quote opens a value only after an equals sign.
_TAG = re.compile(
    r"""<([a-z][^\s/>]{0,30}+)[^\s/>]*+
    (?: [^>=]++ | =\s*+ (?: "[^"]*+" | '[^']*+' | [^\s>"'][^\s>]*+ )?+ )*+ >?""",
    re.IGNORECASE | re.VERBOSE,
)
# Wrappers nest without meaning; block elements stay and keep the paragraphs apart.
_WRAPPERS = re.compile(
    r"</?(?:div|span|font|b|i|em|strong|u|center|section|small|big|a|tt|s|o:p)(?=[\s/>])[^<>]{0,4000}>",
    re.IGNORECASE,
)


def trim_markup(markup: str) -> tuple[str, bool]:
    """Return markup without scripts, styles and drawings, and whether a tag of 1,000 characters is left.

    JSON-LD stays as it is. A tag of more than 4,000 characters keeps its name and loses its attributes.

    Raises:
        GiveUp: ``too-large`` when what stays would take more memory than a page is worth.
    """
    if markup.count("<") > _MAX_SIGNS:
        raise GiveUp("too-large", f"more than {_MAX_SIGNS:,} tags")
    shorten = _Shortener()
    trimmed = "".join(part if verbatim else _TAG.sub(shorten, part) for part, verbatim in _parts(markup))
    if len(trimmed) > MAX_MARKUP:
        raise GiveUp("too-large", f"{len(trimmed):,} characters without scripts")
    return trimmed, shorten.long_tags > 0


def unwrap_markup(markup: str) -> str:
    """Return markup without the wrappers and inline elements that carry no structure."""
    return _WRAPPERS.sub("\n", markup)


def check_tags(markup: str) -> None:
    """Raise ``GiveUp("too-large")`` when the tree would take more memory than a page is worth."""
    if markup.count("<") > MAX_TAGS:
        raise GiveUp("too-large", f"more than {MAX_TAGS:,} tags")


class _Shortener:
    """Cuts long tags down to their names; some may stay long, because pages carry long addresses."""

    def __init__(self) -> None:
        self.long_tags = 0

    def __call__(self, tag: re.Match[str]) -> str:
        length = tag.end() - tag.start()
        if length <= _LONG_TAG:
            return tag[0]
        self.long_tags += 1
        return tag[0] if length <= _MAX_TAG and self.long_tags <= _MAX_LONG_TAGS else f"<{tag[1]}>"


def _parts(markup: str) -> Iterator[tuple[str, bool]]:
    """Yield what stays of the markup, in order, and whether it is JSON-LD, which only looks like tags."""
    at = 0
    endless = set[str]()  # elements that never end again: looking once is enough
    for opening in _CODE.finditer(markup):
        name = opening[1].lower()
        if opening.start() < at or name in endless or opening[2].endswith("/"):
            continue
        closing = _CLOSINGS[name].search(markup, opening.end())
        if closing is None:
            endless.add(name)
            continue
        yield markup[at : opening.start()], False
        at = closing.end()
        if "ld+json" in opening[2].lower():
            yield markup[opening.start() : at], True
    yield markup[at:], False
