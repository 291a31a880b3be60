"""News sitemaps and sitemap indexes, read without network, entities or unbounded trees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lxml import etree

from worker.errors import GiveUp
from worker.feeds.entries import RawEntry, build_entries
from worker.feeds.moments import from_iso
from worker.feeds.tame import Bounds, tame
from worker.shapes import FeedDocument
from worker.text.urls import absolute_url

if TYPE_CHECKING:
    from worker.shapes import Page

_MAX_URLS = 50_000  # the protocol's own limit for one file
_NO_NEWS = ("image", "video")  # extensions with titles and addresses of their own


def parse_sitemap(page: Page, text: str, max_entries: int) -> FeedDocument:
    """Read a sitemap's pages as entries, or an index's children as further feeds.

    Neither has an order: of more than ``max_entries`` pages those changed last are kept, and the children
    of an index come with those changed last first.

    Raises:
        GiveUp: ``not-a-feed`` when it can't be read as XML.
    """
    root = _root(text)
    if _name(root) == "sitemapindex":
        children = sorted(map(_values, root), key=lambda child: _changed(child, page), reverse=True)
        found = (absolute_url(page.final_url, child.get("loc", "")) for child in children)
        links = tuple(dict.fromkeys(link for link in found if link))
        return FeedDocument(
            "sitemapindex", links=links[:max_entries], dropped=max(0, len(links) - max_entries)
        )
    raws = [_raw(_values(node), page) for node in root[:_MAX_URLS] if _name(node) == "url"]
    raws = [raw for raw in raws if raw.link]
    return FeedDocument(
        kind="sitemap",
        entries=build_entries(_newest(raws, max_entries), page.final_url),
        dropped=max(0, len(raws) - max_entries),
    )


def _root(text: str) -> Any:
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=False)
    tamed = tame(text, Bounds(_MAX_URLS, tags=20 * _MAX_URLS))
    try:
        root = etree.fromstring(tamed.text.encode("utf-8"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise GiveUp("not-a-feed", f"broken sitemap: {type(error).__name__}") from error
    if root is None:
        raise GiveUp("not-a-feed", "broken sitemap")
    return root


def _newest(raws: list[RawEntry], count: int) -> list[RawEntry]:
    if len(raws) <= count:
        return raws
    by_age = sorted(range(len(raws)), key=lambda place: _age_key(raws[place]), reverse=True)
    return [raws[place] for place in sorted(by_age[:count])]


def _changed(child: dict[str, str], page: Page) -> float:
    moment = from_iso(child.get("lastmod"), page.fetched_at)
    return moment.timestamp() if moment else 0.0


def _age_key(raw: RawEntry) -> float:
    return raw.published_at.timestamp() if raw.published_at else 0.0


def _raw(values: dict[str, str], page: Page) -> RawEntry:
    dated = values.get("publication_date") or values.get("lastmod")
    return RawEntry(
        link=values.get("loc"),
        title=values.get("title"),
        lang=values.get("language"),
        published_at=from_iso(dated, page.fetched_at),
    )


def _values(node: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for child in node.iter(etree.Element):
        space = child.tag.partition("}")[0]
        if child.text and child.text.strip() and not any(word in space for word in _NO_NEWS):
            found.setdefault(_name(child), child.text.strip())
    return found


def _name(node: Any) -> str:
    return str(node.tag).rpartition("}")[2].lower() if isinstance(node.tag, str) else ""
