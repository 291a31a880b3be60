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
# Counted in C: a page has 2,000 elements, and Python would visit each.
_COUNT = etree.XPath("count(//*)")
_COUNT_INLINE = etree.XPath("count(" + "|".join(f"//{name}" for name in sorted(_INLINE)) + ")")
_TOO_DEEP = etree.XPath("boolean(/" + "/*" * (MAX_DEPTH + 1) + ")")
_LONG_ATTRIBUTES = etree.XPath(f"//*[@*[string-length() > {_MAX_ATTRIBUTE}]]")
# Every element of one class, chosen in C: lxml.html's own look-up is a Python call for each element that is
# touched, 5,000 a page, to tell forms and inputs apart that nobody here asks for.
_CLASSES = etree.ElementDefaultClassLookup(element=html.HtmlElement)
_DROPPED = ("style", "template", "svg", "canvas", "object", "embed", "math")


def parse_markup(markup: str) -> Any:
    """Return the lxml tree of a page: no scripts but JSON-LD; depth, size and attributes capped.

    A page past a cap is parsed again without its wrappers, so that no text is lost.

    Raises:
        GiveUp: ``too-large`` or ``not-an-article`` when that doesn't help; ``not-html`` when nothing
            can be parsed.
    """
    markup, long_tags = trim_markup(markup)
    if markup.count("<") <= MAX_TAGS:
        tree = _parse(markup, long_tags=long_tags)
        if _excess(tree) is None:
            return tree
    markup = unwrap_markup(markup)
    check_tags(markup)
    tree = _parse(markup, long_tags=long_tags)
    excess = _excess(tree)
    if excess:
        raise excess
    return tree


def _parse(markup: str, *, long_tags: bool) -> Any:
    parser = html.HTMLParser(encoding="utf-8", collect_ids=False, remove_comments=True, remove_pis=True)
    parser.set_element_class_lookup(_CLASSES)
    try:
        tree = html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise GiveUp("not-html", str(error)) from error
    etree.strip_elements(tree, *_DROPPED, with_tail=False)
    for script in list(tree.iter("script")):
        if not _is_linked_data(script):
            script.drop_tree()
    if long_tags:
        for element in _LONG_ATTRIBUTES(tree):
            _cap_attributes(element)
    return tree


def _is_linked_data(script: Any) -> bool:
    return "ld+json" in (script.get("type") or "").lower()


def _cap_attributes(element: Any) -> None:
    for name, value in element.attrib.items():
        if len(value) > _MAX_ATTRIBUTE:
            element.set(name, value[:_MAX_ATTRIBUTE] if element.tag == "meta" else "")


def _excess(tree: Any) -> GiveUp | None:
    elements = int(_COUNT(tree))
    if elements > MAX_ELEMENTS or (elements > MAX_INLINE and int(_COUNT_INLINE(tree)) > MAX_INLINE):
        return GiveUp("too-large", f"{elements:,} elements")
    if _TOO_DEEP(tree):
        return GiveUp("not-an-article", f"nested more than {MAX_DEPTH} deep")
    return None
