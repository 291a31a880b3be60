"""Grouping a file of statements without a database; a malformed line ends the run before it begins."""

from __future__ import annotations

import hashlib
import json
import sys
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from worker.cli.exports import json_line
from worker.cli.texts import read_lines
from worker.echoes.grouping import group
from worker.echoes.renderings import Rendering
from worker.echoes.voices import voice_of
from worker.errors import WrongUse
from worker.packs.actors import load_actors
from worker.text.language import detect_language, language_code

if TYPE_CHECKING:
    from worker.echoes.vectors import Meaning


@dataclass(frozen=True, slots=True)
class Line:
    """One statement with the id it came under, returned as it was."""

    id: Any
    rendering: Rendering


def match_lines(name: str, meaning: Meaning | None) -> None:
    """Print ``{"id","utterance"}`` for each statement of a JSON lines file, in its order.

    Two statements have the same word under ``utterance`` when they are renderings of one thing said once.
    The word depends on the speaker, the day and the text of the first of them alone. With a model,
    translations are joined by their meaning as well.

    Raises:
        WrongUse: nothing came in, or a line is malformed; its number is named.
    """
    lines = [parse_line(text, f"{name}, line {number}", str(number)) for number, text in read_lines(name)]
    if not lines:
        raise WrongUse(f"{name}: no statements; one JSON object a line is expected")
    renderings = [line.rendering for line in lines]
    utterance = {}
    vectors = (
        meaning.vectors([each.text for each in renderings], [each.lang for each in renderings])
        if meaning
        else None
    )
    for places in group(renderings, load_actors(), vectors):
        first = _name_of(renderings[places[0]])
        utterance.update(dict.fromkeys(places, first))
    for at, line in enumerate(lines):
        sys.stdout.write(json_line({"id": line.id, "utterance": utterance[at]}) + "\n")


def parse_line(line: str, place: str, number: str) -> Line:
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
    for key in ("lang", "actor", "country", "said_on"):
        if not isinstance(given.get(key), str | None):
            raise WrongUse(f'{place}: "{key}" is no string')
    tag, text = given.get("lang"), given["text"]
    rendering = Rendering(
        id=number,
        lang=(language_code(tag) or tag) if tag else detect_language(text)[0],
        text=text,
        voice=voice_of(given.get("actor"), given.get("country"), load_actors()),
        said_on=_day(given.get("said_on"), place),
        speaks_for=given.get("country"),
    )
    return Line(given.get("id"), rendering)


def _day(given: str | None, place: str) -> date | None:
    if not given:
        return None
    try:
        return date.fromisoformat(given[:10])
    except ValueError:
        raise WrongUse(f'{place}: "said_on" {given!r} is no day: write it as 2026-11-19') from None


def _name_of(first: Rendering) -> str:
    told = "\x1f".join((first.voice, str(first.said_on or ""), first.lang, first.text))
    return f"u{hashlib.blake2b(told.encode(), digest_size=8).hexdigest()}"
