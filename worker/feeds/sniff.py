"""Telling what a poll's body is, from its first element: the declared type is wrong too often."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

BodyKind = Literal["empty", "json", "html", "sitemap", "sitemapindex", "feed", "xml", "binary"]

_HEAD = 65_536  # characters looked at
_FIRST = re.compile(r"<(?:(!--)|([?!])|(?:[\w.-]{1,64}:)?([^\W\d][\w.-]{0,64}))")
_FEED_ROOT = re.compile(r"(?:<\?xml[^<>]{0,200}>\s{0,100})?<(?:rss|feed|rdf:RDF)[\s>]", re.IGNORECASE)
_KINDS: dict[str, BodyKind] = {
    "rss": "feed",
    "feed": "feed",
    "rdf": "feed",
    "channel": "feed",
    "html": "html",
    "urlset": "sitemap",
    "sitemapindex": "sitemapindex",
}
_OF_HTML = frozenset(
    {"head", "body", "title", "meta", "script", "style", "link", "div", "p", "br", "b", "h1", "table", "font"}
)
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\ufffd]")
_BINARY_SHARE = 0.02  # text has none; 600 kB of random bytes have a third


@dataclass(frozen=True, slots=True)
class Sniffed:
    """What a text is, and where it starts: some servers print warnings before their feed."""

    kind: BodyKind
    start: int = 0


def sniff(text: str) -> Sniffed:
    """Return what a decoded body is, judged by its first element alone."""
    head = text[:_HEAD]
    start = len(head) - len(head.lstrip("\ufeff\x00 \t\r\n"))
    if start == len(head):
        return Sniffed("empty" if len(text) == len(head) else "binary")
    if head[start] in "{[":
        return Sniffed("json", start)
    name = _first_element(head, start)
    kind = _KINDS.get(name)
    if kind:
        return Sniffed(kind, start)
    if found := _FEED_ROOT.search(head):
        return Sniffed("feed", found.start())
    if name in _OF_HTML or "<!doctype html" in head[start : start + 200].lower():
        return Sniffed("html", start)
    return Sniffed("binary" if not name or _is_binary(head) else "xml", start)


def _first_element(head: str, at: int) -> str:
    """Return the first start tag's local name, past comments, instructions and declarations."""
    while found := _FIRST.search(head, at):
        if found[3]:
            return found[3].lower()
        end = "-->" if found[1] else ">"
        behind = head.find(end, found.end())
        if behind < 0:
            break
        at = behind + len(end)
    return ""


def _is_binary(head: str) -> bool:
    return len(_UNPRINTABLE.findall(head)) > _BINARY_SHARE * len(head)
