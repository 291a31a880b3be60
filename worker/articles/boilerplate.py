"""Paragraphs that are no article text: captions with credits, share bars, counters, newsletter lines.

What is language is data (``Boilerplate``, from a pack); what every language shares stands here. It cuts
whole paragraphs and refuses to cut speech: a paragraph with a quotation longer than a caption's stays.
"""

from __future__ import annotations

import re
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from worker.shapes import Boilerplate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

# Languages mix on one page: an English template around a German text still says "Share".
EVERYWHERE = Boilerplate(
    credits=("Photo", "Foto", "Image", "Credit", "Getty Images"),
    lines=("Facebook", "Twitter", "X", "WhatsApp", "Telegram", "LinkedIn", "E-Mail", "Email", "Pinterest"),
)
_BRACKETED = re.compile(
    r"[\[{(<]\s*(?:[\w-]+_\d+|[\w ]{1,20}_[\w]{1,10}|/?ad|\.{3}|…)\s*[\]})>]", re.IGNORECASE
)
_COUNTER = re.compile(r"[^\W\d_]{2,20}(?: [^\W\d_]{2,20})?:? ?[\[(]\s*\d{1,6}\s*[\])]")
_CLOSING = frozenset("])}>")
_ONLY_SIGNS = re.compile(r"[\W_]+")
_BAR_SIGNS = re.compile(r"[|•·/]")
# No credit is written without such a sign near its end, or a bracket that closes it.
_CREDIT_SIGNS, _CREDIT_ENDS = re.compile(r"[©:|/]"), (")", "]")
_SPEECH = re.compile(r"[“„«»”「『\"][^“„«»”「」『』\"]{25,}[“”«»」』\"]")
# Who sells pictures to newspapers: behind one of these names a credit needs no full stop before it.
_AGENCIES = (
    r"afp|ap|reuters|dpa|epa|efe|ansa|getty|imago|picture.alliance|tass|ria|xinhua|kcna|yonhap|kyodo|anadolu"
    r"|aa|apa|keystone|tt|ntb|ritzau|lusa|belga|anp|pap|mti|ctk|čtk|ukrinform|shutterstock|pixabay"
    r"|unsplash|wikimedia"
)
_LONGEST_CAPTION = 400
_LONGEST_LINE = 200
_LONGEST_CREDIT = 80  # from its sign on
_BEHIND_LINE = " :.!…>»"


def cut_boilerplate(text: str, rules: Boilerplate) -> str:
    """Return a text without the paragraphs, one a line, that are none of the article's."""
    is_boilerplate = boilerplate_test(rules)
    return "\n".join([line for line in text.split("\n") if not is_boilerplate(line)])


def boilerplate_test(rules: Boilerplate) -> Callable[[str], bool]:
    """Return what tells whether a paragraph is none of the article's text.

    Args:
        rules: the language's words; the rules that hold everywhere are added.
    """
    return partial(_is_none, compiled=_compiled(rules))


def _is_none(paragraph: str, compiled: _Compiled) -> bool:
    bare = paragraph.strip().strip("|•·*–—- ").strip()
    if not bare or _ONLY_SIGNS.fullmatch(bare):
        return True
    if bare[-1] in _CLOSING and (_BRACKETED.fullmatch(bare) or _COUNTER.fullmatch(bare)):
        return True
    line = bare.rstrip(_BEHIND_LINE)
    if len(line) <= compiled.longest_line and line.casefold() in compiled.lines:
        return True
    if _BAR_SIGNS.search(bare) and _is_bar(bare, compiled.lines):
        return True
    if len(bare) > _LONGEST_CAPTION:
        return False
    starts = len(bare) <= _LONGEST_LINE and compiled.starts(bare)
    return (starts or _is_caption(bare, compiled.credits)) and not _SPEECH.search(bare)


class _Compiled:
    """One language's rules, ready to match."""

    __slots__ = ("_starts", "credits", "lines", "longest_line", "longest_start")

    def __init__(self, rules: Boilerplate) -> None:
        words = _either((*EVERYWHERE.credits, *rules.credits))
        self.lines = frozenset(
            line.casefold().rstrip(_BEHIND_LINE) for line in (*EVERYWHERE.lines, *rules.lines)
        )
        self.longest_line = max(map(len, self.lines), default=0)
        starts = [line.casefold() for line in (*EVERYWHERE.starts, *rules.starts)]
        self.longest_start = max(map(len, starts), default=0)
        self._starts = re.compile(_either(starts)) if starts else None
        # "(Quelle: AFP)", "[Photo by X / AP]", "© AFP", "Foto: dpa" at the end, or as the whole line.
        self.credits = re.compile(
            rf"(?:[(\[]\s*(?:{words}|©)(?=\W)[^()\[\]]{{1,80}}[)\]]"
            rf"|(?:(?:^|[.!?|)\]»“”\"]\s*)(?:{words})\s?[:©|/]|©|\b(?:{words}):\s?(?=(?:{_AGENCIES})\b))"
            r"\s?[^.!?]{1,60}(?:\.(?:com|de|net|org))?)\s*[|.]?$",
            re.IGNORECASE,
        )

    def starts(self, line: str) -> bool:
        """Tell whether a line starts as one that is no article text; folding makes none shorter."""
        return self._starts is not None and bool(self._starts.match(line[: self.longest_start].casefold()))


@lru_cache(maxsize=128)
def _compiled(rules: Boilerplate) -> _Compiled:
    return _Compiled(rules)


def _is_caption(line: str, credit: re.Pattern[str]) -> bool:
    # A caption is one or two sentences and its credit closes it; a story's paragraph goes on after it.
    told = line[:-1].rstrip() if line[-1] in "|." else line
    if told[-1:] not in _CREDIT_ENDS and not _CREDIT_SIGNS.search(told, max(0, len(told) - _LONGEST_CREDIT)):
        return False
    match = credit.search(line)
    return match is not None and line[: match.start()].count(". ") < 3


def _is_bar(line: str, lines: frozenset[str]) -> bool:
    """Tell whether a paragraph is a row of such lines: "Share | Print | E-Mail"."""
    parts = [part.strip() for part in _BAR_SIGNS.split(line) if part and not part.isspace()]
    return len(parts) > 1 and all(part.casefold() in lines for part in parts)


def _either(words: Iterable[str]) -> str:
    # Longest first: a regular expression takes the first that fits.
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))
