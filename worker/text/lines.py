"""The lines of a text with their places; in an article each is a paragraph."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield where each line of a text starts, and the line without its line feed; empty ones too."""
    start = 0
    for line in text.split("\n"):
        yield start, line
        start += len(line) + 1
