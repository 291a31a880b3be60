"""Markup becomes a tree that extraction can afford; refuses what no cap can tame.

libxml2 cuts at a depth of 256 and loses the text below without a word, and the libraries above it are
superlinear in elements, in attribute length and in broken JSON-LD. So the caps stand here, before them.
"""

from __future__ import annotations

from typing import Any

from lxml import etree, html

from worker.articles.trim import MAX_TAGS, check_tags, trim_markup, unwrap_markup
from worker.errors import GiveUp

MAX_ELEMENTS = 20_000  # 560 real article pages: at most 10,112; 20,000 headings take trafilatura 2 s
MAX_DEPTH = 200  # libxml2 cuts at 256, Python recurses to 1,000
MAX_INLINE = 4_000  # 10,000 spans under one parent take 4 s, 20,000 take 13 s
_MAX_ATTRIBUTE = 2_000  # a class of 1 MB costs trafilatura 0.6 s
_INLINE = frozenset(("span", "font", "b", "i", "em", "strong", "u", "small", "big", "a", "s"))
_DROPPED = ("style", "template", "svg", "canvas", "object", "embed", "math")


def parse_markup(markup: str) -> Any:
    """Return the lxml tree of a page: no scripts but JSON-LD; depth, size and attributes capped.

    A page past a cap is parsed again without its wrappers, so that no text is lost.

    Raises:
        GiveUp: ``too-large`` or ``not-an-article`` when that doesn't help; ``not-html`` when nothing
            can be parsed.
    """
    markup = trim_markup(markup)
    if markup.count("<") <= MAX_TAGS:
        tree = _parse(markup)
        if _excess(tree) is None:
            return tree
    markup = unwrap_markup(markup)
    check_tags(markup)
    tree = _parse(markup)
    excess = _excess(tree)
    if excess:
        raise excess
    return tree


def _parse(markup: str) -> Any:
    parser = html.HTMLParser(encoding="utf-8", collect_ids=False, remove_comments=True, remove_pis=True)
    try:
        tree = html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise GiveUp("not-html", str(error)) from error
    for element in list(tree.iter()):
        if element.tag in _DROPPED or (element.tag == "script" and not _is_linked_data(element)):
            element.drop_tree()
        else:
            _cap_attributes(element)
    return tree


def _is_linked_data(script: Any) -> bool:
    return "ld+json" in (script.get("type") or "").lower()


def _cap_attributes(element: Any) -> None:
    for name, value in element.attrib.items():
        if len(value) > _MAX_ATTRIBUTE:
            element.set(name, value[:_MAX_ATTRIBUTE] if element.tag == "meta" else "")


def _excess(tree: Any) -> GiveUp | None:
    deepest = depth = elements = inline = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if event == "end":
            depth -= 1
            continue
        depth += 1
        elements += 1
        inline += element.tag in _INLINE
        deepest = max(deepest, depth)
    if deepest > MAX_DEPTH:
        return GiveUp("not-an-article", f"nested {deepest} deep")
    if elements > MAX_ELEMENTS or inline > MAX_INLINE:
        return GiveUp("too-large", f"{elements:,} elements")
    return None
