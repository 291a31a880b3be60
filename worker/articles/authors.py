"""Who signed an article: what a page states in JSON-LD and metadata, else a short byline marked as one."""

from __future__ import annotations

import re
from typing import Any

_STATED = (
    '//meta[@name="author" or @name="parsely-author" or @name="sailthru.author"]/@content',
    '//meta[@property="article:author" or @property="author" or @name="dc.creator"]/@content',
)
_MARKED = (
    '//*[@itemprop="author" or @rel="author" or contains(@class, "author-name") or @data-testid="AuthorURL"]',
    (
        "//*[self::a or self::span or self::div or self::p or self::h3 or self::h4 or self::address]["
        'contains(@class, "author") or contains(@class, "Author") or contains(@class, "byline")'
        ' or contains(@class, "Byline") or contains(@itemprop, "author") or contains(@id, "author")'
        ' or contains(@class, "posted-by") or contains(@class, "submitted")]'
    ),
)
_MAX_MARKED = 6  # elements that may hold the byline; the first with a name in it does
_MAX_NAME = 60  # characters; a longer byline is a sentence about its author
_MAX_AUTHORS = 5
_MAX_READ = 300  # characters of an element that may be a byline
_COMMENT = re.compile(r"comment|respond|reply|kommentar", re.IGNORECASE)
_BY = re.compile(r"^(?:by|von|par|por|di|door|af|av|od|от|автор|autor(?:in)?|text)\b[\s:]*", re.IGNORECASE)
_REST = re.compile(r"\s*(?:[|•·]|\s[–—-]\s|,?\s*(?=\d)).*$")


def find_author(tree: Any, linked: tuple[str, ...]) -> str | None:
    """Return the names of an article's authors, None when nobody signed.

    Args:
        tree: the page.
        linked: the authors of its JSON-LD.
    """
    for names in (linked, *(tuple(map(str, tree.xpath(path)[:_MAX_AUTHORS])) for path in _STATED)):
        found = _names(names)
        if found:
            return found
    marked = (
        element for path in _MARKED for element in tree.xpath(path)[:_MAX_MARKED] if not _is_comment(element)
    )
    return next((name for element in marked if (name := _name(element.text_content()[:_MAX_READ]))), None)


def _is_comment(element: Any) -> bool:
    """Tell whether an element belongs to a reader's comment or to the form for one."""
    around = (element, *element.iterancestors())
    return any(_COMMENT.search(f"{each.get('class')} {each.get('id')}") for each in around)


def _names(values: tuple[str, ...]) -> str | None:
    names = (_name(value) for value in values)
    return "; ".join(dict.fromkeys(name for name in names if name)) or None


def _name(value: str) -> str:
    """Return one name without "By" before it and date or office behind it; empty for what is none."""
    line = " ".join(value.split())
    line = _REST.sub("", _BY.sub("", line)).strip(" ,;|")
    is_name = 2 < len(line) <= _MAX_NAME and " " in line and not set("@*(:") & set(line)
    return line if is_name else ""
