"""What only the script shows where words do not stand apart: clause ends in Hiragana, nouns without it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.packs.lexicon import PUNCTUATION, Trait

if TYPE_CHECKING:
    from worker.packs.lexicon import Word

ATTRIBUTIVE = frozenset("たるうすくぐむぶつぬ")  # how verbs end before a noun
OPEN = frozenset("なのがをに")  # what leads to a noun or a verb instead: 協調的な|姿勢
NO_NOUN = (
    PUNCTUATION
    | Trait.CONJUNCTIONS
    | Trait.ADVERBS
    | Trait.SUBJECT_MARKS
    | Trait.QUOTATIVES
    | Trait.VERBS
    | Trait.LINKS
    | Trait.TIMES
    | Trait.QUOTE
)


def ends_clause(words: list[Word], last: int) -> bool:
    """Tell whether the words before a token can be a clause or a quotation: …した|と, never ロシア|と.

    A Japanese clause ends in the Hiragana of its verb; と behind a noun means "with" or "and".
    """
    if not last:
        return False
    before = words[last - 1]
    if before.traits & (Trait.QUOTE | PUNCTUATION):
        return True
    open_ended = before.traits & (Trait.SUBJECT_MARKS | Trait.LINKS) or before.low[-1:] in OPEN
    return _hiragana(before.low[-1:]) and not open_ended


def describes(words: list[Word], last: int) -> bool:
    """Tell a verb that describes the noun behind it (述べた|大統領は) from one that closes its clause."""
    if last >= len(words) or words[last].traits & NO_NOUN or words[last - 1].low[-1:] not in ATTRIBUTIVE:
        return False
    return not _hiragana(words[last].low[:1])


def is_noun(words: list[Word], last: int) -> bool:
    """Tell the nouns コメント|で and 支持|者 from the verb: no ending, and a particle or a noun behind."""
    if last >= len(words) or _hiragana(words[last - 1].low[-1:]):
        return False
    behind = words[last].traits
    particle = behind & (Trait.ADVERBS | Trait.SUBJECT_MARKS | Trait.LINKS)
    closed = behind & (PUNCTUATION | Trait.QUOTE | Trait.VERBS)
    return bool(particle) or not (closed or _hiragana(words[last].low[:1]))


def has_object(words: list[Word], verb: int) -> bool:
    """Tell 停戦を|求めた: the case right before the verb shows what is demanded."""
    return verb > 0 and bool(words[verb - 1].traits & Trait.OBLIQUES)


def _hiragana(letter: str) -> bool:
    return "ぁ" <= letter <= "ゖ"
