"""Answers kept by what was asked, so that a word of a language is worked out once; it judges no answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


class Remembered(dict[Asked, Answer], Generic[Asked, Answer]):
    """A dict that fills itself: ``known[word]`` costs no call where the word was met before.

    Once it holds ``limit`` answers, all are forgotten at once: a bound on memory that costs nothing to keep.
    """

    __slots__ = ("_find", "_limit")

    def __init__(self, find: Callable[[Asked], Answer], limit: int) -> None:
        super().__init__()
        self._find = find
        self._limit = limit

    def __missing__(self, asked: Asked) -> Answer:
        """Work an answer out and keep it."""
        if len(self) >= self._limit:
            self.clear()
        answer = self[asked] = self._find(asked)
        return answer
