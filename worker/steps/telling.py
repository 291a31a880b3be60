"""What a step has to say about how it went, for the one who called it: a few words that Flower shows."""

from __future__ import annotations

from contextvars import ContextVar

from worker.log import mask

_words: ContextVar[str] = ContextVar("told", default="")


def tell(words: str) -> None:
    """Keep the words of this thread, without secrets, until ``told`` takes them; the last ones count."""
    _words.set(mask(words))


def told() -> str:
    """Take the words that the last step of this thread left."""
    words = _words.get()
    _words.set("")
    return words
