"""How much of a text belongs to a list of other articles: linked headlines, and the lines below them."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_HEADLINE = 25  # characters; links inside sentences are shorter
_MAX_LINKS = 500
_MAX_TEASERS = 100
_LEVELS = 3  # from a teaser's heading up to what holds its lines as well
_MAX_LINES = 3
_HEADINGS = ("h2", "h3", "h4")
_FRAMES = frozenset(("aside", "nav", "footer"))


def linked_headlines(tree: Any, text: str, fold: Callable[[str], str]) -> tuple[int, float]:
    """Return how many links of a headline's length stand in a folded text, and how much of it they are.

    Of a page with thousands of links every so many are looked at, and stand for the others.
    """
    links = list(tree.iter("a"))
    step = max(1, len(links) // _MAX_LINKS)
    lines = {fold(link.text_content()) for link in links[::step]}
    number, share = _found((line for line in lines if len(line) >= _HEADLINE), text)
    return number * step, share * step


def teasers(tree: Any, text: str, fold: Callable[[str], str]) -> tuple[int, float]:
    """Return how many headings that are links have their lines in a folded text, and how much they are of it.

    Extraction drops such headings and keeps the lines, which read like an article of many subjects.
    """
    headings = list(islice(filter(_is_link, tree.iter(*_HEADINGS)), _MAX_TEASERS))
    blocks = [block for heading in headings if (block := _block(heading)) is not None]
    lines = {
        fold(line.text_content())
        for block in dict.fromkeys(blocks)
        for line in islice(block.iter("p"), _MAX_LINES)
    }
    own = {fold(heading.text_content()) for heading in headings}
    number, _ = _found((line for line in lines if len(line) >= _HEADLINE), text)
    _, share = _found(lines | own, text)
    return number, share


def _is_link(heading: Any) -> bool:
    return heading.find(".//a") is not None or next(heading.iterancestors("a"), None) is not None


def _block(heading: Any) -> Any:
    """Return what holds one teaser: the nearest element with a line, unless it holds other headings too."""
    block = heading
    for _ in range(_LEVELS):
        block = block.getparent()
        if block is None or block.tag in _FRAMES or len(list(islice(block.iter(*_HEADINGS), 2))) > 1:
            return None
        if block.find(".//p") is not None:
            return block
    return None


def _found(lines: Iterable[str], text: str) -> tuple[int, float]:
    found = [line for line in lines if line and line in text]
    return len(found), sum(map(len, found)) / max(1, len(text))
