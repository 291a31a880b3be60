"""Reading an article once for what its words name: tokens and the terms found at them; decides nothing."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from itertools import compress
from typing import TYPE_CHECKING, NamedTuple

from worker.text.tokens import tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from worker.packs.forms import Term
    from worker.packs.language import LanguagePack
    from worker.packs.naming import Naming
    from worker.shapes import Span
    from worker.text.tokens import Tokens

HYPHENS = "-‑"
HYPHENED = re.compile(f"[{HYPHENS}]")
POSSESSIVES = ("'s", "’s", "'", "’")
# A first part of these kinds stands for itself: "EU-Außenbeauftragte", "Konzern-Sprecher".
SPLITTING = frozenset(
    {"country", "demonym", "place", "organisation", "body", "agency", "person", "kind", "town"}
)


class Hit(NamedTuple):
    """Terms that share their tokens, first to last (exclusive)."""

    first: int
    last: int
    terms: tuple[Term, ...]

    def value(self, *kinds: str) -> str | None:
        """Return the value of the first term of one of the kinds."""
        for kind, value in self.terms:
            if kind in kinds:
                return value
        return None


@dataclass(slots=True)
class Reading:
    """One article's tokens, what they look like, and the terms found, in text order."""

    text: str
    endings: tuple[str, ...] = POSSESSIVES  # … and what a sign sets apart from names: "Örnek'e", "EU-ban"
    tokens: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    traits: list[int] = field(default_factory=list)
    hits: list[Hit] = field(default_factory=list)
    article: str = ""  # written onto nouns; one without it is somebody new
    cover: list[int] = field(default_factory=list)  # token → index of its hit, -1 without one
    _brackets: dict[str, int] | None = None  # "MFA" → token of the bracket before it

    def range_of(self, span: Span) -> tuple[int, int]:
        """Return the tokens that a character span touches."""
        first = bisect_left(self.ends, span[0] + 1)
        return first, max(first, bisect_left(self.starts, span[1]))

    def hits_in(self, first: int, last: int) -> Iterator[Hit]:
        """Yield the hits that start inside a token range."""
        for at in range(first, last):
            number = self.cover[at]
            if number >= 0 and (self.hits[number].first == at or at == first):
                yield self.hits[number]

    def hit_at(self, token: int) -> Hit | None:
        """Return the hit that covers a token."""
        number = self.cover[token] if 0 <= token < len(self.cover) else -1
        return self.hits[number] if number >= 0 else None

    @property
    def bracketed(self) -> dict[str, int]:
        """Return each word that is all that a bracket holds → the token of the first such bracket."""
        if self._brackets is None:
            self._brackets = _single_words(self.tokens)
        return self._brackets

    def cut(self, first: int, last: int) -> str:
        """Return the text of a token range."""
        return self.text[self.starts[first] : self.ends[last - 1]] if last > first else ""


def _single_words(tokens: list[str]) -> dict[str, int]:
    opened = [at for at, written in enumerate(tokens[:-2]) if written == "(" and tokens[at + 2] == ")"]
    return {tokens[at + 1]: at for at in reversed(opened)}


def read_article(tokens: Tokens, pack: LanguagePack, naming: Naming) -> Reading:
    """Return the reading of a whole text that was cut into the tokens of its language."""
    endings = (*naming.terms.endings, *POSSESSIVES)
    reading = Reading(tokens.text, endings, article=pack.script.article)
    if not pack.script.spaces:
        _take_forms(reading, pack, naming)
    elif pack.single is not None:
        _take_words(reading, tokens_of(tokens.text, pack.single), pack, naming)
    else:
        _take_words(reading, tokens, pack, naming)
    known = pack.lexicon.known.__getitem__
    reading.traits = [word.traits for word in map(known, reading.tokens)]
    _find_terms(reading, naming)
    return reading


def _take_words(reading: Reading, tokens: Tokens, pack: LanguagePack, naming: Naming) -> None:
    """Take the tokens over, in parts where one holds several words."""
    written, cutter, taken = tokens.written, pack.cutter, 0
    for number in range(len(written)) if cutter else _hyphened(tokens):
        token, joint = written[number], 0
        parts: Sequence[str] = cutter.parts_of(token) if cutter else (token,)
        if len(parts) == 1 and ("-" in token or "‑" in token):
            parts, joint = _parts(token, naming), 1
        if len(parts) > 1:
            _take_whole(reading, tokens, taken, number)
            _take_parts(reading, parts, tokens.starts[number], joint)
            taken = number + 1
    _take_whole(reading, tokens, taken, len(written))


def _hyphened(tokens: Tokens) -> list[int]:
    """Return the tokens that hold a hyphen; few do, so the text is searched and not each of them."""
    found: set[int] = set()
    for hyphen in HYPHENS:
        at = tokens.text.find(hyphen)
        while at >= 0:
            found.add(bisect_right(tokens.starts, at) - 1)
            at = tokens.text.find(hyphen, at + 1)
    return sorted(found)


def _take_whole(reading: Reading, tokens: Tokens, first: int, last: int) -> None:
    reading.tokens += tokens.written[first:last]
    reading.starts += tokens.starts[first:last]
    reading.ends += tokens.ends[first:last]


def _take_parts(reading: Reading, parts: Sequence[str], at: int, joint: int) -> None:
    """Take the parts of a token that starts at a character, so many characters between two of them."""
    for part in parts:
        reading.tokens.append(part)
        reading.starts.append(at)
        reading.ends.append(at + len(part))
        at += len(part) + joint


def _parts(token: str, naming: Naming) -> list[str]:
    """Return the parts of a compound like "US-Außenminister"; none when it is one word."""
    whole = naming.terms.starting_with(token)
    if any(not entry.words[0].startswith("*") for entry in whole):
        return []
    parts = HYPHENED.split(token)
    if not all(parts):
        return []
    named = [naming.terms.starting_with(part) for part in parts]
    if whole and not any(entry.term.kind in SPLITTING for entries in named[:-1] for entry in entries):
        return []
    return parts if any(named) else []


def _take_forms(reading: Reading, pack: LanguagePack, naming: Naming) -> None:
    """Cut a text without spaces into the forms it holds, between them into the words of the pack."""
    text, at, form_at = reading.text, 0, naming.terms.form_at
    match = pack.tokens.match
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        length = form_at(text, at)
        if not length:
            word = match(text, at)
            length = word.end() - at if word else 1
        reading.tokens.append(text[at : at + length])
        reading.starts.append(at)
        reading.ends.append(at + length)
        at += length


def _find_terms(reading: Reading, naming: Naming) -> None:
    tokens, hits, behind = reading.tokens, reading.hits, 0
    known, longest = naming.terms.known.__getitem__, naming.terms.longest
    cover = reading.cover = [-1] * len(tokens)
    for at in compress(range(len(tokens)), map(known, tokens)):
        found = longest(tokens, at) if at >= behind else None
        if found is None:
            continue
        behind = at + found.length
        cover[at:behind] = [len(hits)] * found.length
        hits.append(Hit(at, behind, found.terms))
