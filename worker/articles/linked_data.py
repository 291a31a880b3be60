"""What a page's JSON-LD says about itself; what is broken, huge or nested too deep is dropped from the page.

Dropped, because trafilatura's fallback for broken JSON-LD is quadratic: 81 kB take 0.4 s, 1.3 MB over 40 s.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_BLOCK = 200_000  # characters
_MAX_BROKEN = 20_000  # broken but short: trafilatura finds authors in it
_MAX_NODES = 2_000
_MAX_AUTHORS = 10
_ARTICLES = """
    article newsarticle reportagenewsarticle backgroundnewsarticle opinionnewsarticle analysisnewsarticle
    blogposting liveblogposting report socialmediaposting pressrelease
"""
ARTICLE_TYPES = frozenset(_ARTICLES.split())


@dataclass(frozen=True, slots=True)
class LinkedData:
    """The facts extraction and gates ask for; types are lower-case schema.org names."""

    types: frozenset[str] = frozenset()
    headline: str | None = None
    published: str | None = None  # as written
    free: bool | None = None  # isAccessibleForFree
    authors: tuple[str, ...] = ()

    @property
    def is_article(self) -> bool:
        """Tell whether the page calls itself an article."""
        return not ARTICLE_TYPES.isdisjoint(self.types)


def take_linked_data(tree: Any) -> LinkedData:
    """Read every JSON-LD block of a page; remove, in place, the blocks that would cost too much."""
    nodes: list[dict[str, Any]] = []
    for script in list(tree.iter("script")):
        text = script.text or ""
        try:
            nodes += _nodes(json.loads(text[:MAX_BLOCK], strict=False))
        except (ValueError, RecursionError):
            if len(text) > _MAX_BROKEN:
                script.drop_tree()
    return _facts(nodes[:_MAX_NODES])


def _facts(nodes: list[dict[str, Any]]) -> LinkedData:
    articles = [node for node in nodes if not ARTICLE_TYPES.isdisjoint(_types(node))]
    return LinkedData(
        types=frozenset().union(*map(_types, nodes)),
        headline=_first(articles, "headline"),
        published=_first(articles, "datePublished") or _first(nodes, "datePublished"),
        free=_free(articles or nodes),
        authors=_authors(articles),
    )


def _authors(articles: list[dict[str, Any]]) -> tuple[str, ...]:
    found: list[str] = []
    for value in (node.get("author") for node in articles):
        for author in (value if isinstance(value, list) else [value])[:_MAX_AUTHORS]:
            name = author.get("name") if isinstance(author, dict) else author
            names = name if isinstance(name, list) else [name]
            found += [each for each in names if isinstance(each, str)]
    return tuple(dict.fromkeys(found))


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Yield the objects that describe the page: at the top, in lists and graphs, and as main entity."""
    waiting = [value]
    for item in waiting:  # grows while it is read
        if isinstance(item, list):
            waiting += item[:_MAX_NODES]
        elif isinstance(item, dict):
            yield item
            waiting += [item[key] for key in ("@graph", "mainEntity") if key in item]


def _types(node: dict[str, Any]) -> frozenset[str]:
    value = node.get("@type")
    names = value if isinstance(value, list) else [value]
    return frozenset(name.rpartition("/")[2].lower() for name in names if isinstance(name, str))


def _first(nodes: list[dict[str, Any]], key: str) -> str | None:
    values = (node.get(key) for node in nodes)
    return next((value.strip() for value in values if isinstance(value, str) and value.strip()), None)


def _free(nodes: list[dict[str, Any]]) -> bool | None:
    """Return what a page says of access; where it says nothing, a part that isn't free speaks for it."""
    nodes = nodes + [part for node in nodes for part in _parts(node.get("hasPart"))]
    values = [str(node["isAccessibleForFree"]).lower() for node in nodes if "isAccessibleForFree" in node]
    return values[0] not in ("false", "0", "https://schema.org/false") if values else None


def _parts(value: Any) -> list[dict[str, Any]]:
    values = value if isinstance(value, list) else [value]
    return [each for each in values[:_MAX_AUTHORS] if isinstance(each, dict)]
