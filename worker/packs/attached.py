"""Cutting small words off the words they are written onto; names stay whole.

Arabic وقال is و and قال, Indonesian "katanya" is "kata" and "nya".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from worker.packs.lexicon import Trait
from worker.packs.remembered import Remembered
from worker.text.tokens import Tokens

if TYPE_CHECKING:
    from worker.packs.lexicon import Lexicon

MAX_REMEMBERED = 100_000  # tokens kept per language, then forgotten at once
LOOKS = Trait.CAPITAL | Trait.OTHER_SIGN | Trait.ATTRIBUTES  # what a word has without being listed


@dataclass(slots=True)
class Cutter:
    """Cuts tokens of one language; the lexicon tells which words there are."""

    lexicon: Lexicon
    enclitics: tuple[str, ...] = ()  # pronouns written onto the end of a cue
    known: Remembered[str, tuple[str, ...]] = field(init=False)  # token → itself cut behind attached words

    def __post_init__(self) -> None:
        self.known = Remembered(self._cut, MAX_REMEMBERED)

    def parts_of(self, token: str) -> tuple[str, ...]:
        """Return a token cut behind each attached word; the token alone when it has none."""
        return self.known[token]

    def cut(self, tokens: Tokens) -> Tokens:
        """Return tokens with the attached words as tokens of their own."""
        cut = Tokens(tokens.text, tokens.pattern)
        for token, start in zip(tokens.written, tokens.starts, strict=True):
            at = start
            for part in self.known[token]:
                cut.written.append(part)
                cut.starts.append(at)
                at += len(part)
                cut.ends.append(at)
        return cut

    def _cut(self, token: str) -> tuple[str, ...]:
        """Cut where what stays is known, then where an article follows, then what may be cut off any word."""
        for enclitic in () if self.lexicon.look_up(token).cues else self.enclitics:
            verb = token[: -len(enclitic)]
            if verb and token.endswith(enclitic) and self._takes_enclitic(verb):
                return (verb, enclitic)
        parts = self._cut_known(token)
        if parts:
            return parts
        spelling = self.lexicon.spelling
        article = spelling.article
        for word, first in spelling.cuts(token):
            rest = token[first:]
            shown = len(article) > 1 and rest.startswith(article) and len(rest) > len(article) + 1
            if word in spelling.always or shown:  # an article of one letter shows nothing
                return (token[:first], *(self._cut_known(rest) or (rest,)))
            if self.lexicon.look_up(word).traits & Trait.CONJUNCTIONS and len(parts := self._cut(rest)) > 1:
                return (token[:first], *parts)
        return (token,)

    def _cut_known(self, token: str) -> tuple[str, ...]:
        """Cut attached words off a word that the lexicon has; nothing where none stays."""
        if self._knows(token):
            return (token,)
        for _, first in self.lexicon.spelling.cuts(token):
            parts = self._cut_known(token[first:])
            if parts:
                return (token[:first], *parts)
        return ()

    def _takes_enclitic(self, verb: str) -> bool:
        word = self.lexicon.look_up(verb)
        return bool(word.cues or word.traits & Trait.AUXILIARIES)

    def _knows(self, token: str) -> bool:
        word = self.lexicon.look_up(token)
        return bool(word.cues or word.traits & ~LOOKS)
