"""Streaming detection: one article a line in, its quotes a line out; a malformed line ends the run."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from typing import Any

from worker.cli.exports import json_line
from worker.cli.quotes import quote_record
from worker.cli.texts import parse_moment, read_lines
from worker.errors import GiveUp, WrongUse
from worker.shapes import Article
from worker.steps.recognise import recognise
from worker.text.language import detect_language, language_code


@dataclass(frozen=True, slots=True)
class Line:
    """One article with the id it came under, returned as it was."""

    id: Any
    article: Article


def detect_lines(name: str, lang: str | None) -> None:
    """Print ``{"id","quotes"}`` for each article of a JSON lines file; no pack, no quotes.

    Raises:
        WrongUse: nothing came in, or a line is malformed; its number is named, the lines before it are out.
    """
    count = 0
    for count, (number, line) in enumerate(read_lines(name), 1):  # noqa: B007 - the count is asked for below
        given = parse_line(line, f"{name}, line {number}", lang)
        sys.stdout.write(json_line({"id": given.id, "quotes": _quotes(given.article)}) + "\n")
        sys.stdout.flush()
    if count == 0:
        raise WrongUse(f"{name}: no articles; one JSON object a line is expected")


def parse_line(line: str, place: str, lang: str | None) -> Line:
    """Read one line; keys that are not ours are left alone.

    Raises:
        WrongUse: not JSON, no object, or a field of the wrong type; it starts with ``place``.
    """
    try:
        given = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise WrongUse(f"{place}: not JSON ({getattr(error, 'msg', 'nested too deeply')})") from None
    if not isinstance(given, dict):
        raise WrongUse(f"{place}: a JSON object is expected, not {type(given).__name__}")
    if not isinstance(given.get("text"), str):
        raise WrongUse(f'{place}: "text" is missing or no string')
    for key in ("lang", "title", "date"):
        if not isinstance(given.get(key), str | None):
            raise WrongUse(f'{place}: "{key}" is no string')
    return Line(given.get("id"), _article(given, place, lang))


def _article(given: dict[str, Any], place: str, lang: str | None) -> Article:
    try:
        published_at = parse_moment(given["date"]) if given.get("date") else None
    except WrongUse as error:
        raise WrongUse(f"{place}: {error}") from None
    return Article(
        text=given["text"],
        lang=_language(given.get("lang") or lang, given["text"]),
        title=given.get("title"),
        published_at=published_at,
    )


def _language(tag: str | None, text: str) -> str:
    # A tag of a language we don't know is no fault of the line: there is no pack for it, that is all.
    return (language_code(tag) or tag) if tag else detect_language(text)[0]


def _quotes(article: Article) -> list[dict[str, Any]]:
    try:
        return [quote_record(statement) for statement in recognise(article)]
    except GiveUp:
        return []
