"""The extracted body becomes plain paragraphs joined by a line feed; lines that repeat the metadata go.

Headings, list items and table rows are paragraphs of their own; white space inside one is squeezed.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

from lxml import etree

from worker.text.clean import clean_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

_BLOCKS = frozenset(("p", "head", "item", "list", "quote", "row", "table", "lb", "code", "div", "body", "fw"))
_ESCAPED = re.compile(
    r"&(?:quot|amp|apos|lt|gt|nbsp|[lr][sd]quo|[lr]aquo|ndash|mdash|#\d{2,4}|#x[0-9a-f]{2,4});", re.IGNORECASE
)
_NOT_WORD = re.compile(r"\W+")
_NUMBER = re.compile(r"\d+")
_HEAD_LINES = 5
_LONGEST_BYLINE = 80


def body_paragraphs(body: Any) -> Iterator[str]:
    """Yield the paragraphs of trafilatura's body element, none empty."""
    collected: list[str] = []
    for event, element in etree.iterwalk(body, events=("start", "end")):
        if element.tag in _BLOCKS:
            yield from _flushed(collected)
        elif element.tag == "cell":
            collected.append(" ")
        collected.append((element.text if event == "start" else element.tail) or "")
    yield from _flushed(collected)


def without_bylines(paragraphs: list[str], author: str | None, published_at: datetime | None) -> list[str]:
    """Return the paragraphs without opening lines that only repeat the author or the day of publication."""
    head = [line for line in paragraphs[:_HEAD_LINES] if not _is_byline(line, author, published_at)]
    return head + paragraphs[_HEAD_LINES:]


def without_title(paragraphs: list[str], title: str | None) -> list[str]:
    """Return the paragraphs without a first one that is the title again."""
    if paragraphs and title and _letters(paragraphs[0]) == _letters(title):
        return paragraphs[1:]
    return paragraphs


def _flushed(collected: list[str]) -> Iterator[str]:
    text = "".join(collected)
    collected.clear()
    # Pages escape twice, and a quotation mark written &amp;quot; is a mark for their readers too.
    if "&" in text:
        text = _ESCAPED.sub(lambda entity: html.unescape(entity[0]), text)
    line = " ".join(clean_text(text).split())
    if line:
        yield line


def _is_byline(line: str, author: str | None, published_at: datetime | None) -> bool:
    if len(line) > _LONGEST_BYLINE or line.endswith((".", "!", "?", "”", "“", "»", '"', "。")):
        return False
    names = [name.strip() for name in (author or "").split(";") if len(name.strip()) > 4]
    rest = line
    for name in names:
        rest = re.sub(re.escape(name), " ", rest, flags=re.IGNORECASE)
    if rest != line:  # "By Jane Doe", "Jane Doe, Berlin", "Von Jane Doe und John Roe"
        return len(rest.split()) <= 4
    return published_at is not None and len(line) <= 60 and _names_day(line, published_at)


def _names_day(line: str, published_at: datetime) -> bool:
    numbers = [int(number) for number in _NUMBER.findall(line) if len(number) < 5]
    days = {published_at.day - 1, published_at.day, published_at.day + 1}  # the outlet's zone is unknown
    return published_at.year in numbers and not days.isdisjoint(numbers) and len(line.split()) <= 9


def _letters(text: str) -> str:
    return _NOT_WORD.sub("", text.casefold())
