"""The main text of a page: trafilatura's own extractor, and its second opinions where that one falls short.

``bare_extraction`` asks readability about every page and copies its tree five times; docs/decisions/008 has
what that buys.
"""

from __future__ import annotations

from copy import copy
from typing import Any

from lxml import etree
from trafilatura import bare_extraction
from trafilatura.htmlprocessing import convert_tags, prune_unwanted_nodes, tree_cleaning
from trafilatura.main_extractor import extract_content
from trafilatura.settings import Extractor
from trafilatura.xpaths import RAW_TREE_PRUNE_XPATH, REMOVE_COMMENTS_AND_LISTS_XPATH

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
    try:
        body = _own_extraction(tree, url)
        return body if body is not None else _whole_cascade(tree, url)
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError) as error:
        raise GiveUp("not-an-article", f"extraction failed: {type(error).__name__}: {error}") from error


def _own_extraction(tree: Any, url: str) -> Any | None:
    options = Extractor(fast=True, comments=False, url=url)
    page = copy(tree)
    for head in page.findall("head"):
        page.remove(head)
    for expressions in (RAW_TREE_PRUNE_XPATH, REMOVE_COMMENTS_AND_LISTS_XPATH):
        page = prune_unwanted_nodes(page, expressions)
    page = tree_cleaning(page, options)
    whole = len(_BODY(page))  # before the menus that hold links only are cut
    body, text = extract_content(convert_tags(page, options, url), options)
    return body if len(text) >= max(_ENOUGH, _SHARE * whole) else None


def _whole_cascade(tree: Any, url: str) -> Any:
    # Never deduplicate=True: its memory is the process's, and it empties pages seen before.
    fast = _COUNT(tree) > _SLOW_ELEMENTS
    document: Any = bare_extraction(tree, url=url, fast=fast, include_comments=False)
    return document.body if document is not None else etree.Element("body")
