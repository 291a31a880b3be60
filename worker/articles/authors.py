"""Who signed an article: what a page states in JSON-LD and metadata, else a short byline marked as one."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Any

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from worker.articles.markings import Markings

_STATED = (
    ("author", "parsely-author", "sailthru.author"),
    ("article:author", "dc.creator"),
)
_AUTHORS = etree.XPath(
    '//@itemprop[.="author"]/.. | //@rel[.="author"]/..'
    ' | //@class[contains(., "author-name")]/.. | //@data-testid[.="AuthorURL"]/..'
)
_BYLINES = ("a", "span", "div", "p", "h3", "h4", "address")
_BYLINE_CLASS = re.compile(r"[aA]uthor|[bB]yline|posted-by|submitted")
_MAX_MARKED = 6  # elements that may hold the byline; the first with a name in it does
_MAX_NAME = 60  # characters; a longer byline is a sentence about its author
_MAX_AUTHORS = 5
_MAX_READ = 300  # characters of an element that may be a byline
_COMMENT = re.compile(r"comment|respond|reply|kommentar", re.IGNORECASE)
_BY = re.compile(r"^(?:by|von|par|por|di|door|af|av|od|от|автор|autor(?:in)?|text)\b[\s:]*", re.IGNORECASE)
_REST = re.compile(r"\s*(?:[|•·]|\s[–—-]\s|,?\s*(?=\d)).*$")


def find_author(tree: Any, marked: Markings, linked: tuple[str, ...]) -> str | None:
    """Return the names of an article's authors, None when nobody signed.

    Args:
        tree: the page.
        marked: what it marks for machines.
        linked: the authors of its JSON-LD.
    """
    for names in (linked, *(marked.contents(*names)[:_MAX_AUTHORS] for names in _STATED)):
        found = _names(names)
        if found:
            return found
    bylines = (element for element in _bylines(tree) if not _is_comment(element))
    return next((name for element in bylines if (name := _name(element.text_content()[:_MAX_READ]))), None)


def _bylines(tree: Any) -> Iterator[Any]:
    """Yield the first elements that are marked as the author's name, then those that may hold a byline."""
    yield from _AUTHORS(tree)[:_MAX_MARKED]
    yield from islice(filter(_is_byline, tree.iter(*_BYLINES)), _MAX_MARKED)


def _is_byline(element: Any) -> bool:
    get = element.get
    return (
        _BYLINE_CLASS.search(get("class", "")) is not None
        or "author" in get("itemprop", "")
        or "author" in get("id", "")
    )


def _is_comment(element: Any) -> bool:
    """Tell whether an element belongs to a reader's comment or to the form for one."""
    around = (element, *element.iterancestors())
    return any(_COMMENT.search(f"{each.get('class')} {each.get('id')}") for each in around)


def _names(values: Iterable[str]) -> str | None:
    names = (_name(value) for value in values)
    return "; ".join(dict.fromkeys(name for name in names if name)) or None


def _name(value: str) -> str:
    """Return one name without "By" before it and date or office behind it; empty for what is none."""
    line = " ".join(value.split())
    line = _REST.sub("", _BY.sub("", line)).strip(" ,;|")
    is_name = 2 < len(line) <= _MAX_NAME and " " in line and not set("@*(:") & set(line)
    return line if is_name else ""
