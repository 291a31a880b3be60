"""Subjects of verbs that close the sentence, in languages that leave subjects unmarked (Turkish)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.packs.lexicon import Trait
from worker.quotations.chunks import chunks

if TYPE_CHECKING:
    from worker.packs.lexicon import Word
    from worker.quotations.chunks import Chunk
    from worker.quotations.progress import Progress

ADVERBIAL = Trait.GERUNDS | Trait.OBLIQUES
EVIDENT = 2  # capitals that show a name where any word may open the content


def unmarked_subject(
    progress: Progress, begin: int, first_quote: int, end: int, *, bare: bool
) -> tuple[Chunk | None, int]:
    """Return who speaks, and the token where the content begins that ends at ``end``.

    A comma or the quotation itself parts the subject from the content; asides of time and place
    ("in a speech on Monday,") between them belong to neither. ``bare`` contents show no sign of
    their own, so only an evident name is taken out of them.
    """
    words = progress.sentence.words
    quoted = first_quote < end
    signs = [k for k in range(begin + 1, min(first_quote, end - 1)) if words[k].traits & Trait.COMMA]
    if quoted and first_quote > begin:
        signs.append(first_quote)
    speaker: Chunk | None = None
    start, left, turned = begin, begin, False
    for k in signs:
        closing = words[k - 1].traits
        if not quoted and closing & Trait.QUOTATIVES:
            break
        found = _subject_in(progress, left, k, quoted=quoted, bare=bare and not quoted)
        if found is not None and (speaker is None or (turned and found.last == k)):
            speaker, start = found, k + 1
        elif closing & ADVERBIAL or (quoted and closing & (Trait.COMMA | Trait.COLON)):
            start = k + 1 if speaker is not None or closing & Trait.GERUNDS or quoted else start
        elif not quoted:
            break
        left, turned = k + 1, bool(closing & Trait.GERUNDS)
    if quoted:
        return speaker, min(start, first_quote) if start > begin or speaker else first_quote
    return (speaker, start) if speaker is not None else _opening(progress, begin, end, bare=bare)


def _subject_in(progress: Progress, left: int, right: int, *, quoted: bool, bare: bool) -> Chunk | None:
    """Return the phrase of a stretch that can be the subject: the last where it ends the stretch."""
    words = progress.sentence.words
    named = [
        chunk
        for chunk in chunks(progress.sentence, left, right, progress.pack)
        if chunk.may_speak and not _is_time(words, chunk)
    ]
    if bare:
        named = [chunk for chunk in named if _is_evident(progress, chunk)]
    if not named:
        return None
    last = named[-1]
    if all(word.traits & Trait.ADVERBS for word in words[last.last : right]):
        return last
    if quoted or words[right - 1].traits & ADVERBIAL:
        return named[0]
    return None


def _is_time(words: list[Word], chunk: Chunk) -> bool:
    """Tell "bu sabah" from a subject."""
    article = chunk.last - chunk.first == 1 and words[chunk.first].traits & Trait.ARTICLES
    last = chunk.last if article and chunk.last < len(words) else chunk.last - 1
    return bool(words[last].traits & Trait.TIMES)


def _is_evident(progress: Progress, chunk: Chunk) -> bool:
    words = progress.sentence.words[chunk.first : chunk.last]
    return chunk.pronoun or sum(bool(word.traits & Trait.CAPITAL) for word in words) >= EVIDENT


def _opening(progress: Progress, begin: int, end: int, *, bare: bool) -> tuple[Chunk | None, int]:
    """Take the phrase that opens the sentence for its subject, without any sign behind it."""
    words = progress.sentence.words
    start = begin
    while start < end and words[start].traits & (Trait.ADVERBS | Trait.TIMES):
        start += 1
    found = [chunk for chunk in chunks(progress.sentence, start, end, progress.pack) if chunk.may_speak]
    if not found or found[0].first != start or found[0].last >= end:
        return None, begin
    named = words[start].traits & (Trait.CAPITAL | Trait.PRONOUNS)
    if not named or (bare and not _is_evident(progress, found[0])):
        return None, begin
    return found[0], found[0].last
