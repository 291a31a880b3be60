"""The main text of a page: trafilatura's own extractor, and second opinions where that one falls short.

``bare_extraction`` asks readability about every page and copies its tree five times; docs/decisions/008 has
what that buys.
"""

from __future__ import annotations

from copy import copy
from typing import Any

from lxml import etree
from trafilatura.htmlprocessing import convert_tags, tree_cleaning
from trafilatura.main_extractor import extract_content
from trafilatura.settings import Extractor

from worker.articles.pruning import prune_surroundings
from worker.articles.second_opinions import best_body
from worker.errors import GiveUp

_ENOUGH = 600  # characters of text; below, a second opinion is cheap and often better
_SHARE = 0.3  # of the page's text outside menus and forms; below, something was missed
_SLOW_ELEMENTS = 8_000  # past it, the second opinions of readability and justext cost more than they find
_COUNT = etree.XPath("count(//*)")
_BODY = etree.XPath("normalize-space(/html/body)")


def main_body(tree: Any, url: str) -> Any:
    """Return trafilatura's body element of a page, an empty one for nothing; the tree stays whole.

    Raises:
        GiveUp: ``not-an-article`` where trafilatura breaks.
    """
    options = Extractor(fast=_COUNT(tree) > _SLOW_ELEMENTS, comments=False, url=url)
    try:
        page = _pruned(tree)
        for head in page.findall("head"):
            page.remove(head)
        page = tree_cleaning(page, options)
        whole = len(_BODY(page))  # before the menus that hold links only are cut
        own = body, text = extract_content(convert_tags(page, options, url), options)
        return body if len(text) >= max(_ENOUGH, _SHARE * whole) else best_body(_pruned(tree), own, options)
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError) as error:
        raise GiveUp("not-an-article", f"extraction failed: {type(error).__name__}: {error}") from error


def _pruned(tree: Any) -> Any:
    page = copy(tree)
    prune_surroundings(page)
    return page
