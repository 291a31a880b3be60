"""The room's one door: an article's text in, its quotations out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.packs.lexicon import Trait
from worker.quotations.attribution import SPEAKING, attribute
from worker.quotations.context import Context
from worker.quotations.dashes import DashedSpeech
from worker.quotations.paragraphs import paragraphs
from worker.quotations.reading import sentences
from worker.quotations.runs import REPORTED
from worker.quotations.unframed import complete
from worker.text.tokens import tokens_of

if TYPE_CHECKING:
    from worker.packs.language import LanguagePack
    from worker.quotations.drafts import Draft
    from worker.shapes import Quotation, Spans
    from worker.text.tokens import Tokens

TELLING = SPEAKING | REPORTED | Trait.REFERRERS  # a paragraph with none of them, or a dash, is not read
VERSION = "2"  # of the rules in this room; part of every statement


def find_quotations(
    text: str, pack: LanguagePack, skip: Spans = (), tokens: Tokens | None = None
) -> tuple[Quotation, ...]:
    """Return every quotation of a text in the order of its first span.

    Args:
        text: paragraphs separated by line feeds.
        pack: the language the text is written in.
        skip: spans that are no article text (captions, share bars); nothing that touches one is reported.
        tokens: of the text, where somebody has cut it already.
    """
    context, speech = Context(pack), DashedSpeech()
    skipped = _Skipped(skip)
    for paragraph in paragraphs(tokens or tokens_of(text, pack.tokens), pack):
        if not (paragraph.united & TELLING or (pack.marks.dash and paragraph.traits[0] & Trait.DASH)):
            speech.end(context)
            context.interrupt()
            continue
        for sentence in sentences(paragraph, pack):
            if skipped.touches(sentence.starts[0], sentence.ends[-1]):
                speech.end(context)
                context.interrupt()
                continue
            framed = attribute(sentence, pack)
            if not speech.take(context, sentence, framed):
                complete(context, sentence, framed)
                context.before = sentence
    speech.end(context)
    return tuple(draft.finish() for draft in _in_order(context.drafts))


class _Skipped:
    """Spans to leave out, asked for from left to right: each is looked at once, however many there are."""

    def __init__(self, spans: Spans) -> None:
        self._spans = sorted(spans)
        self._next = 0

    def touches(self, start: int, end: int) -> bool:
        """Tell whether a span touches one to leave out; later calls must not start before earlier ones."""
        while self._next < len(self._spans) and self._spans[self._next][1] <= start:
            self._next += 1
        return self._next < len(self._spans) and self._spans[self._next][0] < end


def _in_order(drafts: list[Draft]) -> list[Draft]:
    """Sort by place, and let ``follows`` count into the sorted list."""
    order = sorted(range(len(drafts)), key=lambda i: drafts[i].spans[0])
    place = {old: new for new, old in enumerate(order)}
    for draft in drafts:
        if draft.follows is not None:
            draft.follows = place[draft.follows]
    return [drafts[i] for i in order]
