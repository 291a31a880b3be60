"""Finding words that name actors: forms with stars, compiled for one look-up a token; knows no language."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from worker.packs.remembered import Remembered
from worker.packs.shelves import joints_of
from worker.packs.spelling import HYPHENS, Spelling

MAX_REMEMBERED = 50_000  # tokens kept per language, then forgotten at once
MIN_NAMED = 3  # letters of a name behind an attached word; shorter ones are chance
MAX_ACRONYM = 5  # letters; "US" is no "us", and "WHO" no "who"


class Term(NamedTuple):
    """What a form stands for: ``country`` KP, ``role`` foreign_minister, ``agency`` KCNA."""

    kind: str
    value: str


class Entry(NamedTuple):
    """One form: its words as patterns, what it stands for, how exact it is."""

    words: tuple[str, ...]
    term: Term
    weight: int


class Match(NamedTuple):
    """A term found at a token, so many tokens long."""

    length: int
    term: Term


def fits(pattern: str, token: str) -> bool:
    """Tell whether a token is what one word of a form asks for: case counts where the form has capitals."""
    core = pattern.strip("*")
    if core != core.lower() and not _cased_like(core, token):
        return False
    low, core = token.lower(), core.lower()
    if pattern.startswith("*"):
        return core in low[1:] or low.startswith(core) if pattern.endswith("*") else low.endswith(core)
    return low.startswith(core) if pattern.endswith("*") else low == core


def _cased_like(core: str, token: str) -> bool:
    if core.isupper() and len(core) <= MAX_ACRONYM:
        return token.startswith(core)
    return token[:1] != token[:1].lower() or not core[:1].isupper()


@dataclass(slots=True)
class TermTable:
    """All forms of one language; filled once, sealed, then read only."""

    spaces: bool = True
    endings: tuple[str, ...] = ()  # what may follow any name: "'s"
    spelling: Spelling = field(default_factory=Spelling)
    exact: dict[str, list[Entry]] = field(default_factory=dict)
    stems: dict[str, list[Entry]] = field(default_factory=dict)
    inner: list[tuple[str, Entry]] = field(default_factory=list)
    by_character: dict[str, list[Entry]] = field(default_factory=dict)
    _joints: re.Pattern[str] = re.compile(r"(?!)")
    _lengths: tuple[int, ...] = ()
    known: Remembered[str, tuple[Entry, ...]] = field(init=False)  # token → entries it starts, best first

    def __post_init__(self) -> None:
        self.known = Remembered(self._starting_with, MAX_REMEMBERED)

    def add(self, form: str, term: Term) -> None:
        """Note one form; a star at either end of a word stands for any letters."""
        words = tuple(self._fold(form).split()) if self.spaces else (form.strip("*"),)
        if not words or not words[0].strip("*"):
            return
        entry = Entry(words, term, sum(len(word.strip("*")) for word in words))
        first = words[0].strip("*").lower()
        if not self.spaces:
            self.by_character.setdefault(first[0], []).append(entry)
        if words[0].startswith("*"):
            self.inner.append((first, entry))
        elif words[0].endswith("*"):
            self.stems.setdefault(first, []).append(entry)
        else:
            self.exact.setdefault(first, []).append(entry)

    def seal(self) -> None:
        """Order what was added; the longest form wins."""
        self._lengths = tuple(sorted({len(stem) for stem in self.stems}, reverse=True))
        for entries in self.by_character.values():
            entries.sort(key=lambda entry: -entry.weight)
        known = {entry.words[0] for entries in self.by_character.values() for entry in entries}
        self._joints = re.compile(joints_of(known))

    def starting_with(self, token: str) -> tuple[Entry, ...]:
        """Return the entries whose first word a token is, best first."""
        return self.known[token]

    def matches(self, tokens: list[str], at: int) -> list[Match]:
        """Return the best match of each kind that starts at a token, longest first."""
        found: dict[str, Match] = {}
        for words, term, _ in self.starting_with(tokens[at]):
            if term.kind in found:
                continue
            if len(words) == 1 or self._follow(words, tokens, at):
                found[term.kind] = Match(len(words), term)
        return (
            sorted(found.values(), key=lambda match: -match.length)
            if len(found) > 1
            else list(found.values())
        )

    def form_at(self, text: str, at: int) -> int:
        """Return the length of the longest form at a character, 0 without one; for scripts without spaces."""
        found = self._joints.match(text, at)
        return found.end() - at if found else 0

    def _follow(self, words: tuple[str, ...], tokens: list[str], at: int) -> bool:
        if at + len(words) > len(tokens):
            return False
        for offset in range(1, len(words)):
            token, last = self._fold(tokens[at + offset]), offset == len(words) - 1
            if self._fits_with_article(words[offset], token):
                continue
            if not fits(words[offset], token) and not (last and self._fits_bare(words[offset], token)):
                return False
        return True

    def bare(self, token: str) -> str:
        """Return a token without the particle that may be written onto any name."""
        return next((token[: -len(end)] for end in self.endings if self._ends_in(token, end)), token)

    def _ends_in(self, token: str, end: str) -> bool:
        size = len(end)
        return (
            token.endswith(end)
            and len(token) > size + 1
            and self.spelling.joins(token[:-size], token[-size:])
        )

    def _fold(self, form: str) -> str:
        return form.translate(self.spelling.folds) if self.spelling.folds else form

    def _fits_with_article(self, pattern: str, token: str) -> bool:
        article = self.spelling.article
        return bool(article) and token.startswith(article) and fits(pattern, token[len(article) :])

    def _fits_bare(self, pattern: str, token: str) -> bool:
        if not token.endswith(self.endings):
            return False
        return any(
            token.endswith(end)
            and self.spelling.joins(token[: -len(end)], end)
            and fits(pattern, token[: -len(end)])
            for end in self.endings
        )

    def _starting_with(self, token: str) -> tuple[Entry, ...]:
        plain = self._fold(token)
        return self._find(plain) or self._without_ending(plain) or self._without_prefix(plain)

    def _find(self, token: str) -> tuple[Entry, ...]:
        low = token.lower()
        found = list(self.exact.get(low, ()))
        for length in self._lengths:
            if length <= len(low):
                found += self.stems.get(low[:length], ())
        found += [entry for core, entry in self.inner if core in low]
        found = [entry for entry in found if fits(entry.words[0], token)]
        found.sort(key=lambda entry: (-len(entry.words), -entry.weight))
        return tuple(found)

    def _without_ending(self, token: str) -> tuple[Entry, ...]:
        for ending in self.endings if token.endswith(self.endings) else ():
            if self._ends_in(token, ending):
                found = self._find(token[: -len(ending)])
                if found:
                    return found
        return ()

    def _without_prefix(self, token: str) -> tuple[Entry, ...]:
        """Look behind the article and the small words that are written onto a name."""
        article = self.spelling.article
        if article and token.startswith(article) and len(token) > len(article) + 1:
            found = self._find(token[len(article) :].lstrip(HYPHENS))
            if found:
                return found
        for word in self.spelling.attached:
            rest = token[len(word) :].lstrip(HYPHENS)
            if len(rest) >= MIN_NAMED and token.startswith(word):
                found = self._find(rest) or self._without_prefix(rest)
                if found:
                    return found
        return self._find(article + token) if article else ()  # it melts into some: للأمم is ل and الأمم
