"""Finding words that name actors: forms with stars, compiled for one look-up a token; knows no language."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from worker.packs.affixes import Affixes
from worker.packs.forms import Entry, Match, Term, fits
from worker.packs.inflections import Inflections
from worker.packs.inside import Inside
from worker.packs.openings import ANY_LETTER, Found, Opening, opening_of
from worker.packs.remembered import Remembered
from worker.packs.shelves import joints_of
from worker.packs.spelling import HYPHENS, Spelling

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MAX_REMEMBERED = 50_000  # tokens kept per language, then forgotten at once
MIN_NAMED = 3  # letters of a name behind an attached word; shorter ones are chance


@dataclass(slots=True)
class TermTable:
    """All forms of one language; filled once, sealed, then read only.

    The other forms of a name ("Norwegens") are not listed, they would be ten times as many as the names:
    a token is traced back to the names it may be a form of. ``shared`` holds what other languages list, too.
    """

    spaces: bool = True
    endings: tuple[str, ...] = ()  # what may follow any name: "'s"
    spelling: Spelling = field(default_factory=Spelling)
    inflections: Inflections = field(default_factory=Inflections)
    shared: TermTable | None = None
    count: int = 0
    exact: dict[str, list[Entry]] = field(default_factory=dict)
    stems: dict[str, list[Entry]] = field(default_factory=dict)
    inner: list[tuple[str, Entry]] = field(default_factory=list)
    by_character: dict[str, list[Entry]] = field(default_factory=dict)
    _joints: re.Pattern[str] = re.compile(r"(?!)")
    _tables: tuple[TermTable, ...] = field(
        init=False, repr=False, compare=False
    )  # itself, then the shared one
    _stems: Affixes = field(default_factory=lambda: Affixes(()))
    _last: dict[str, list[str]] = field(default_factory=dict)  # letter → endings that end in it
    _inner: Inside | None = None
    known: Remembered[str, Opening | None] = field(init=False)  # token → what it starts

    def __post_init__(self) -> None:
        self._tables = (self,) if self.shared is None else (self, self.shared)
        self.known = Remembered(self._opening_of, MAX_REMEMBERED)

    def add(self, form: str, term: Term, *, declines: bool = False) -> None:
        """Note one form; a star at either end of a word stands for any letters.

        Of a single word that ``declines`` the forms that the language's inflections make of it count as well.
        """
        words = tuple(self._fold(form).split()) if self.spaces else (form.strip("*"),)
        if not words or not words[0].strip("*"):
            return
        declines = declines and len(words) == 1 and "*" not in words[0]
        entry = Entry(words, term, sum([len(word.strip("*")) for word in words]), self.count, declines)
        self.count += 1
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
        for ending in self.endings:
            self._last.setdefault(ending[-1:], []).append(ending)
        self._stems = Affixes(stem for table in self._tables for stem in table.stems)
        inner = [listed for table in self._tables for listed in table.inner]
        self._inner = Inside(inner) if inner else None
        for entries in self.by_character.values():
            entries.sort(key=lambda entry: -entry.weight)
        listed = (entries for table in self._tables for entries in table.by_character.values())
        known = {entry.words[0] for entries in listed for entry in entries}
        self._joints = re.compile(joints_of(known))

    def starting_with(self, token: str) -> tuple[Entry, ...]:
        """Return the entries whose first word a token is, best first."""
        opening = self.known[token]
        return opening.entries if opening else ()

    def matches(self, tokens: list[str], at: int) -> list[Match]:
        """Return the best match of each kind that starts at a token, longest first."""
        opening = self.known[tokens[at]]
        if opening is None:
            return []
        alone = opening.alone.terms if opening.alone else ()
        found: dict[str, Match] = {}
        for match in (*self._several(opening, tokens, at), *[Match(1, term) for term in alone]):
            found.setdefault(match.term.kind, match)
        return list(found.values())

    def longest(self, tokens: list[str], at: int) -> Found | None:
        """Return what the longest form that starts at a token means, None without one."""
        opening = self.known[tokens[at]]
        if opening is None:
            return None
        several = self._several(opening, tokens, at) if opening.further else ()
        if not several:
            return opening.alone
        length = several[0].length
        terms: dict[str, Term] = {}
        for match in several:
            if match.length == length:
                terms.setdefault(match.term.kind, match.term)
        return Found(length, tuple(terms.values()))

    def form_at(self, text: str, at: int) -> int:
        """Return the length of the longest form at a character, 0 without one; for scripts without spaces."""
        found = self._joints.match(text, at)
        return found.end() - at if found else 0

    def _several(self, opening: Opening, tokens: list[str], at: int) -> list[Match]:
        """Return the forms of several words at a token, the longest first."""
        behind = self._fold(tokens[at + 1]) if at + 1 < len(tokens) else ""
        further = opening.further.get(behind[:1].lower()[:1]) or opening.further.get(ANY_LETTER)
        if not further:
            return []
        following = [entry for entry in further if self._follow(entry.words, tokens, at)]
        return [Match(len(entry.words), entry.term) for entry in following]

    def _follow(self, words: tuple[str, ...], tokens: list[str], at: int) -> bool:
        last = len(words) - 1
        if at + last >= len(tokens):
            return False
        for offset in range(1, last + 1):
            if not self._takes(words[offset], tokens[at + offset], last=offset == last):
                return False
        return True

    def _takes(self, pattern: str, token: str, *, last: bool) -> bool:
        """Tell whether a form's further word takes a token; the last one may carry an ending."""
        token = self._fold(token)
        if self._fits_with_article(pattern, token) or fits(pattern, token):
            return True
        return last and self._fits_bare(pattern, token)

    def bare(self, token: str) -> str:
        """Return a token without the particle that may be written onto any name."""
        endings = self._last.get(token[-1:], ())
        return next((token[: -len(end)] for end in endings if self._ends_in(token, end)), token)

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
        return any(
            token.endswith(end)
            and self.spelling.joins(token[: -len(end)], end)
            and fits(pattern, token[: -len(end)])
            for end in self._last.get(token[-1:], ())
        )

    def _opening_of(self, token: str) -> Opening | None:
        return opening_of(self._starting_with(token), self.spelling.article)

    def _starting_with(self, token: str) -> Sequence[Entry]:
        plain = self._fold(token)
        found = self._find(plain)
        if not found and plain[-1:] in self._last:
            found = self._without_ending(plain)
        if not found and (self.spelling.attached or self.spelling.article):
            found = self._without_prefix(plain)
        return found

    def _find(self, token: str) -> Sequence[Entry]:
        """Return the entries whose first word a folded token is; nineteen of twenty are none."""
        low = token.lower()
        found = self._listed(low)
        for length in self._stems.lengths(low):
            if length <= len(low):
                for table in self._tables:
                    found += table.stems.get(low[:length], ())
        if self._inner is not None:
            found += self._inner.held_by(low)
        if not found:
            return ()
        found = [entry for entry in found if fits(entry.words[0], token)]
        found.sort(key=lambda entry: (-len(entry.words), -entry.weight))
        return found

    def _listed(self, low: str) -> list[Entry]:
        """Return the entries that a word is or is a form of, in the order in which the tables list them."""
        origins = self.inflections.origins(low) if self.inflections.table else ()
        found: list[Entry] = []
        for table in self._tables:
            exact, first = table.exact, len(found)
            found += exact.get(low, ())
            for base, ending, other in origins:
                if base in exact and (ending or other.isalpha()):
                    found += self._declined(exact[base], ending, other)
            if len(found) > first + 1:
                found[first:] = sorted(found[first:], key=lambda entry: entry.number)
        return found

    def _declined(self, entries: list[Entry], ending: str, other: str) -> Iterator[Entry]:
        """Yield the entries whose name has an ending that another one replaces, as the form it makes."""
        for entry in entries:
            name = entry.words[0]
            if entry.declines and self.inflections.ending_of(name) == ending:
                form = name[: len(name) - len(ending)] + other
                yield entry._replace(words=(form,), weight=len(form))

    def _without_ending(self, token: str) -> Sequence[Entry]:
        for ending in self._last.get(token[-1:], ()):
            if self._ends_in(token, ending):
                found = self._find(token[: -len(ending)])
                if found:
                    return found
        return ()

    def _without_prefix(self, token: str) -> Sequence[Entry]:
        """Look behind the article and the small words that are written onto a name."""
        article = self.spelling.article
        if article and token.startswith(article) and len(token) > len(article) + 1:
            found = self._find(token[len(article) :].lstrip(HYPHENS))
            if found:
                return found
        for word in self.spelling.attached if token.startswith(self.spelling.attached) else ():
            rest = token[len(word) :].lstrip(HYPHENS)
            if len(rest) >= MIN_NAMED and token.startswith(word):
                found = self._find(rest) or self._without_prefix(rest)
                if found:
                    return found
        return self._find(article + token) if article else ()  # it melts into some: للأمم is ل and الأمم
