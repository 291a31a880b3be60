"""What a step has to say about how it went, for the one who called it: a few words that Flower shows."""

from __future__ import annotations

from collections import Counter
from contextvars import ContextVar
from typing import TYPE_CHECKING

from worker.log import mask

if TYPE_CHECKING:
    from collections.abc import Iterable

_words: ContextVar[str] = ContextVar("told", default="")


def tell(words: str) -> None:
    """Keep the words of this thread, without secrets, until ``told`` takes them; the last ones count."""
    _words.set(mask(words))


def told() -> str:
    """Take the words that the last step of this thread left."""
    words = _words.get()
    _words.set("")
    return words


def tell_of_all(words: Iterable[str]) -> None:
    """Keep what several turns of a step had to say; what was said more than once is counted."""
    counts = Counter(filter(None, words))
    tell("; ".join(f"{count} x {said}" if count > 1 else said for said, count in counts.most_common()))
