"""The room's one door: an article's text in, its quotations out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.quotations.attribution import attribute
from worker.quotations.dashes import DashedSpeech
from worker.quotations.reading import sentences
from worker.quotations.unframed import Context, complete

if TYPE_CHECKING:
    from worker.packs.language import LanguagePack
    from worker.quotations.drafts import Draft
    from worker.shapes import Quotation, Spans

VERSION = "1"  # of the rules in this room; part of every statement


def find_quotations(text: str, pack: LanguagePack, skip: Spans = ()) -> tuple[Quotation, ...]:
    """Return every quotation of a text in the order of its first span.

    Args:
        text: paragraphs separated by line feeds.
        pack: the language the text is written in.
        skip: spans that are no article text (captions, share bars); nothing that touches one is reported.
    """
    context, speech = Context(pack), DashedSpeech()
    for sentence in sentences(text, pack):
        start, end = sentence.starts[0], sentence.ends[-1]
        if any(start < b and a < end for a, b in skip):
            speech.end(context)
            context.interrupt()
            continue
        framed = attribute(sentence, pack)
        if not speech.take(context, sentence, framed):
            complete(context, sentence, framed)
            context.before = sentence
    speech.end(context)
    return tuple(draft.finish() for draft in _in_order(context.drafts))


def _in_order(drafts: list[Draft]) -> list[Draft]:
    """Sort by place, and let ``follows`` count into the sorted list."""
    order = sorted(range(len(drafts)), key=lambda i: drafts[i].spans[0])
    place = {old: new for new, old in enumerate(order)}
    for draft in drafts:
        if draft.follows is not None:
            draft.follows = place[draft.follows]
    return [drafts[i] for i in order]
