"""What a person types to find words, taken apart; and text made ready to be indexed by words.

It knows words, "phrases", word* for beginnings and -word for what must not be there. No OR, no brackets.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# Scripts whose words have no spaces between them, or carry their particles (hangul): each sign is indexed as
# a word, and a word of several signs is found as a phrase.
_SIGN = re.compile("[\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_TERM = re.compile(r"(?P<minus>-?)(?:[\"“”„](?P<phrase>[^\"“”„]*)[\"“”„]|(?P<word>[^\s\"“”„]+))")
_HAS_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase to find.

    ``is_beginning``: its last word may go on; ``is_unwanted``: it must be absent.
    """

    words: str
    is_beginning: bool = False
    is_unwanted: bool = False


def read_query(typed: str) -> tuple[Term, ...]:
    """Return the terms of a query in order; empty when it names no word at all."""
    terms = []
    for found in _TERM.finditer(typed):
        words = found["phrase"] if found["phrase"] is not None else found["word"]
        if _HAS_WORD.search(words):
            stem = words.rstrip("*")
            terms.append(Term(spaced_signs(stem).strip(), stem != words, bool(found["minus"])))
    return tuple(terms)


def spaced_signs(text: str) -> str:
    """Return the text with each sign of a script without spaces standing alone, for an index of words."""
    return text if text.isascii() else _SIGN.sub(r" \g<0> ", text)
