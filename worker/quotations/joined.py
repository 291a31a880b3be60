"""Subject and object in one run of words, where the verb comes first and no case parts them (Arabic)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.packs.lexicon import Trait

if TYPE_CHECKING:
    from worker.packs.language import LanguagePack
    from worker.quotations.chunks import Chunk
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
    if hit.cue.by:  # the object stands behind a preposition: "welcomed the king | to the plan"
        return speaker
    words = sentence.words
    complete = words[speaker.first].low.startswith(article)
    split = -1
    for k in range(speaker.first + 1, speaker.last):
        word = words[k]
        if not word.low.startswith(article):
            continue
        if complete and not word.traits & Trait.ATTRIBUTES:
            split = k
        complete = True
    return speaker._replace(last=split) if split > speaker.first else speaker
