"""What a page marks for machines in its elements: meta elements and microdata, found in two walks.

They are asked for by two dozen names, and each search of its own would visit every element again.
"""

from __future__ import annotations

from typing import Any

from lxml import etree

_WITH_ITEMPROP = etree.XPath("//*[@itemprop]")


class Markings:
    """The meta elements and the marked elements of one page, in its order."""

    def __init__(self, tree: Any) -> None:
        self._metas = [dict(each.attrib) for each in tree.iter("meta")]
        self._marked = [(each.get("itemprop"), each) for each in _WITH_ITEMPROP(tree)]

    def contents(self, *names: str, by: tuple[str, ...] = ("name", "property")) -> list[str]:
        """Return the contents of the meta elements that an attribute of ``by`` gives one of the names."""
        named = (meta for meta in self._metas if any(meta.get(attribute) in names for attribute in by))
        return [meta["content"] for meta in named if "content" in meta]

    def elements(self, itemprop: str) -> list[Any]:
        """Return the elements that carry exactly this ``itemprop``."""
        return [each for value, each in self._marked if value == itemprop]
