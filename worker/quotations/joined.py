"""Subject and object in one run of words, where the verb comes first and no case parts them (Arabic)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.packs.lexicon import PUNCTUATION, Trait

if TYPE_CHECKING:
    from worker.packs.language import LanguagePack
    from worker.quotations.chunks import Chunk
    from worker.quotations.clauses import Range
    from worker.quotations.cues import CueHit
    from worker.quotations.reading import Sentence


def subject_alone(sentence: Sentence, hit: CueHit, speaker: Chunk | None, pack: LanguagePack) -> Chunk | None:
    """Return the speaker without the object right behind it: "condemned the government | the attack".

    A noun with the article opens the object when the subject is complete before it. Words that only
    describe are of the class ``attributes``; the first article behind a noun without one ends a genitive.
    """
    article = pack.script.article
    if not article or pack.syntax.order != "after" or speaker is None or speaker.first <= hit.finite:
        return speaker
    if hit.cue.by and hit.cue.frame == "judge":  # its object stands behind a preposition
        return speaker
    words = sentence.words
    complete = words[speaker.first].low.startswith(article)
    split = -1
    for k in range(speaker.first + 1, speaker.last):
        word = words[k]
        if word.traits & Trait.ARTICLES:  # "every", "all" open a phrase of their own
            split = k
            break
        if not word.low.startswith(article):
            continue
        if complete and not word.traits & Trait.ATTRIBUTES:
            split = k
        complete = True
    return speaker._replace(last=split) if split > speaker.first else speaker


def without_objects(sentence: Sentence, found: list[Chunk]) -> list[Chunk]:
    """Cut the objects off phrases that a sign closes: "the embassy this report | را" (Persian).

    The object begins at its article, else it is the last word before the sign; what is nothing else goes.
    """
    words = sentence.words
    kept: list[Chunk] = []
    for chunk in found:
        if chunk.last >= len(words) or not words[chunk.last].traits & Trait.OBLIQUES:
            opens = chunk.last - 1 > chunk.first and words[chunk.last - 1].traits & Trait.ARTICLES
            kept.append(chunk._replace(last=chunk.last - 1) if opens else chunk)
            continue
        articles = (k for k in range(chunk.first, chunk.last) if words[k].traits & Trait.ARTICLES)
        at = next(articles, chunk.last - 1)
        if at > chunk.first:
            kept.append(chunk._replace(last=at))
    return kept


def object_before(sentence: Sentence, hit: CueHit, clause: Range, speaker: Chunk | None) -> list[Range]:
    """Return what stands between the subject and a verb that closes the clause: "X | the attack | condemned".

    Where a particle closes it instead, the object stands between cue and particle.
    """
    words = sentence.words
    if hit.particle >= 0:
        return [(hit.last, hit.particle)] if hit.particle > hit.last else []
    begin = speaker.last if speaker is not None and speaker.last <= hit.first else clause[0]
    begin, last = max(begin, clause[0]), hit.first
    if begin == last and speaker is not None:  # "this report | را | the embassy | denied"
        begin, last = clause[0], speaker.first
    first = begin
    if hit.cue.frame == "judge":
        # A word that opens an object leaves time and place before it out, the sign behind it closes it.
        first = next((k for k in range(begin, last - 1) if words[k].traits & Trait.OBJECTS), begin)
        last = next((k for k in range(first + 1, last) if words[k].traits & Trait.OBLIQUES), last)
    while first < last and words[first].traits & (PUNCTUATION | Trait.ADVERBS | Trait.TIMES):
        first += 1
    return [(first, last)] if first < last else []
