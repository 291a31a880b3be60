"""Lists of feeds as files: OPML, which feed readers exchange, and CSV; XML entities are not expanded."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from worker.errors import WrongUse

if TYPE_CHECKING:
    from collections.abc import Iterable

COLUMNS = ("url", "outlet", "lang", "country")
MAX_FILE_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class ListedFeed:
    """One line of a list; nothing checked but that there is an address."""

    url: str
    outlet: str | None = None
    lang: str | None = None
    country: str | None = None


def read_feed_list(name: str) -> list[ListedFeed]:
    """Read a file by its ending, ``.opml`` (or ``.xml``) or ``.csv``.

    Raises:
        WrongUse: it can't be read, is of another kind, broken, or lists no feed.
    """
    ending = Path(name).suffix.lower()
    if ending not in (".opml", ".xml", ".csv"):
        raise WrongUse(f"{name}: a list of feeds ends in .opml or .csv")
    try:
        raw = Path(name).read_bytes()
    except OSError as error:
        raise WrongUse(f"can't read {name}: {error.strerror}") from None
    if len(raw) > MAX_FILE_BYTES:
        raise WrongUse(f"{name} is longer than {MAX_FILE_BYTES // 1_000_000} MB: no list of feeds")
    found = read_csv(raw, name) if ending == ".csv" else read_opml(raw, name)
    if not found:
        raise WrongUse(f"{name} lists no feed")
    return found


def read_opml(raw: bytes, name: str) -> list[ListedFeed]:
    """Return every outline with an ``xmlUrl``, however deep, in document order."""
    from lxml import etree  # noqa: PLC0415 - heavy

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as error:
        raise WrongUse(f"{name} is no OPML: {error.msg}") from None
    return [
        ListedFeed(
            url,
            outline.get("title") or outline.get("text") or None,
            outline.get("language") or None,
            outline.get("country") or None,
        )
        for outline in root.iter("outline")
        if (url := (outline.get("xmlUrl") or outline.get("xmlurl") or "").strip())
    ]


def read_csv(raw: bytes, name: str) -> list[ListedFeed]:
    """Return the rows under a heading that names ``url`` and, if known, ``outlet``, ``lang``, ``country``."""
    try:
        text = raw.decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise WrongUse(f"{name} is no CSV in UTF-8: {error}") from None
    heading = [cell.strip().lower() for cell in rows[0]] if rows else []
    if "url" not in heading:
        raise WrongUse(f"{name}: the first line has to name the columns, {','.join(COLUMNS)}")
    listed = [dict(zip(heading, (cell.strip() for cell in row), strict=False)) for row in rows[1:]]
    return [
        ListedFeed(row["url"], *(row.get(column) or None for column in COLUMNS[1:]))
        for row in listed
        if row.get("url")
    ]


def write_opml(feeds: Iterable[ListedFeed]) -> str:
    """Return an OPML 2.0 document that ``read_opml`` and feed readers read."""
    from xml.sax.saxutils import quoteattr  # noqa: PLC0415

    lines = (
        f'    <outline type="rss" text={quoteattr(f.outlet or f.url)} xmlUrl={quoteattr(f.url)}'
        + (f" language={quoteattr(f.lang)}" if f.lang else "")
        + (f" country={quoteattr(f.country)}" if f.country else "")  # our own: other readers pass over it
        + "/>\n"
        for f in feeds
    )
    head = "  <head><title>communiqué</title></head>\n"
    body = f"  <body>\n{''.join(lines)}  </body>\n"
    return f'<?xml version="1.0" encoding="utf-8"?>\n<opml version="2.0">\n{head}{body}</opml>\n'


def write_csv(feeds: Iterable[ListedFeed]) -> str:
    """Return the CSV that ``read_csv`` reads."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([getattr(feed, column) or "" for column in COLUMNS] for feed in feeds)
    return out.getvalue()
