"""A text cut into words and signs, once for everybody who reads it; what they mean is not looked at here."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re


@dataclass(slots=True)
class Tokens:
    """Words and signs in the order of a text: as written, and where each of them starts and ends.

    Nobody changes one; a frozen class would take three times as long to make, one for every paragraph.
    """

    text: str
    pattern: re.Pattern[str]
    written: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)

    def between(self, start: int, end: int) -> Tokens:
        """Return the tokens of a span as if the text ended where the span does."""
        first = bisect_left(self.starts, start)
        last = bisect_left(self.starts, end, first)
        ends, following = self.ends, self.text[end : end + 1]
        # The last token before a place may go on over it, as a mark inside a word does.
        crossed = (first and ends[first - 1] > start) or (last and ends[last - 1] > end)
        if crossed or following.isalnum() or following == "_":
            return tokens_of(self.text, self.pattern, start, end)
        part = slice(first, last)
        return Tokens(self.text, self.pattern, self.written[part], self.starts[part], self.ends[part])


def tokens_of(text: str, pattern: re.Pattern[str], start: int = 0, end: int | None = None) -> Tokens:
    """Cut a text, or a span of it, as a language's pattern has it."""
    tokens = Tokens(text, pattern)
    written, starts, ends = tokens.written, tokens.starts, tokens.ends
    for found in pattern.finditer(text, start, len(text) if end is None else end):
        written.append(found.group())
        starts.append(found.start())
        ends.append(found.end())
    return tokens
