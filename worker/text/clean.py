"""Characters made storable and comparable; it refuses nothing and never guesses at meaning.

PostgreSQL refuses NUL, SQLite refuses lone surrogates, and soft hyphens break the matching of
quotations, so all of them go once, at the door.
"""

from __future__ import annotations

import html
import re
import unicodedata
from functools import cache
from itertools import groupby, islice

# What no reader sees: controls except tab and line feed, soft hyphen, byte order mark, non-characters.
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\ufeff\ufdd0-\ufdef\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_LINE_END = re.compile("\r\n?")
_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9:-]*)[^<>]*>|<[!?][^<>]*>")
_LONG_NUMBER = re.compile(r"&#[xX]?[0-9A-Fa-f]{9,};?")
_HIDDEN = ("script", "style")
_INLINE_NAMES = """
    a abbr acronym b bdi bdo big cite code del dfn em font i ins kbd mark q s samp small span strike strong
    sub sup tt u var wbr
"""
_INLINE = frozenset(_INLINE_NAMES.split())
_LONGEST_MARKS = 30  # UAX 15, Stream-Safe Text Format: no language stacks more


def clean_text(value: str) -> str:
    """Return the text without characters that can't be stored or break matching, in NFC.

    Line ends become line feeds. Compatibility forms (NFKC) stay apart: they carry meaning in quotations.
    Running it twice changes nothing.
    """
    if value.isascii() and value.isprintable():
        return value
    if _SURROGATE.search(value):
        value = _without_surrogates(value)
    value = _UNSEEN.sub("", _LINE_END.sub("\n", value))
    if value.isascii():
        return value
    # Normalising sorts the marks of one letter in quadratic time; a million of them would be an attack.
    return unicodedata.normalize("NFC", _crowds().sub(_first_marks, value))


def plain_text(markup: str) -> str:
    """Return the readable text of an HTML fragment on one line: no tags, no entities, single spaces.

    A ``<`` that opens no tag stays. The work grows with the length alone, however broken the markup.
    """
    if "<" in markup:
        markup = _TAG.sub(_gap, _without_hidden(markup))
    if "&" in markup:
        markup = html.unescape(_LONG_NUMBER.sub("", markup))
    return " ".join(clean_text(markup).split())


def _without_surrogates(value: str) -> str:
    # Two halves that belong together become their character; a lone half goes.
    return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")


@cache
def _crowds() -> re.Pattern[str]:
    # Each range beyond 0xFFFF in a class costs a comparison at every character of every text, and marks have
    # 66 there: all characters of these planes stand for them, and are looked at one by one when they crowd.
    marks = "".join(chr(code) for code in range(0x300, 0x10000) if unicodedata.combining(chr(code)))
    return re.compile(f"[{marks}\U00010000-\U0001ffff]{{{_LONGEST_MARKS + 1},}}")


def _first_marks(crowd: re.Match[str]) -> str:
    runs = groupby(crowd[0], lambda character: unicodedata.combining(character) > 0)
    return "".join("".join(islice(run, _LONGEST_MARKS) if marks else run) for marks, run in runs)


def _gap(tag: re.Match[str]) -> str:
    name = tag[1]
    return "" if name is None or name.lower() in _INLINE else " "


def _without_hidden(markup: str) -> str:
    """Cut comments, scripts and styles; one that never ends hides nothing."""
    markup = _cut(markup, re.compile("<!--"), re.compile("-->"))
    for name in _HIDDEN:
        opening = re.compile(rf"<{name}(?=[\s>/])", re.IGNORECASE)
        markup = _cut(markup, opening, re.compile(rf"</{name}\s*>", re.IGNORECASE))
    return markup


def _cut(markup: str, opening: re.Pattern[str], closing: re.Pattern[str]) -> str:
    kept: list[str] = []
    at = 0
    while (start := opening.search(markup, at)) and (end := closing.search(markup, start.end())):
        kept += (markup[at : start.start()], " ")
        at = end.end()
    return "".join((*kept, markup[at:]))
