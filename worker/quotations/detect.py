"""The room's one door: an article's text in, its quotations out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.packs.lexicon import Trait
from worker.quotations.attribution import SPEAKING, attribute
from worker.quotations.context import Context
from worker.quotations.dashes import DashedSpeech
from worker.quotations.paragraphs import read_paragraph
from worker.quotations.reading import sentences
from worker.quotations.runs import REPORTED
from worker.quotations.unframed import complete
from worker.shapes import Span
from worker.text.lines import lines
from worker.text.tokens import tokens_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from worker.packs.language import LanguagePack
    from worker.quotations.drafts import Draft
    from worker.quotations.paragraphs import Paragraph
    from worker.shapes import Quotation
    from worker.text.tokens import Tokens

TELLING = SPEAKING | REPORTED | Trait.REFERRERS  # without any of them, or a dash, nothing is reported
VERSION = "2"  # of the rules in this room; part of every statement


def find_quotations(
    text: str,
    pack: LanguagePack,
    skip: Callable[[str], bool] | None = None,
    tokens: Tokens | None = None,
    within: Collection[int] | None = None,
) -> tuple[Quotation, ...]:
    """Return every quotation of a text in the order of its first span.

    Args:
        text: paragraphs separated by line feeds.
        pack: the language the text is written in.
        skip: tells a paragraph that is no article text (a caption, a share bar); nothing in it is reported.
        tokens: of the text, where somebody has cut it already.
        within: where the paragraphs start that are to be read, where not all of them are.
    """
    tokens = tokens or tokens_of(text, pack.tokens)
    context, speech = Context(pack), DashedSpeech()
    for number, (start, line) in enumerate(lines(text)):
        if not line or line.isspace():
            continue
        paragraph = None
        if within is None or start in within:
            paragraph = read_paragraph(tokens, number, Span(start, start + len(line)), pack)
            if not paragraph.words:
                continue
        if paragraph is None or not _tells(paragraph, pack) or (skip is not None and skip(line)):
            speech.end(context)
            context.interrupt()
            continue
        for sentence in sentences(paragraph, pack):
            framed = attribute(sentence, pack)
            if not speech.take(context, sentence, framed):
                complete(context, sentence, framed)
                context.before = sentence
    speech.end(context)
    return tuple(draft.finish() for draft in _in_order(context.drafts))


def _tells(paragraph: Paragraph, pack: LanguagePack) -> bool:
    """Tell whether a paragraph can report anything."""
    dashed = pack.marks.dash and paragraph.traits[0] & Trait.DASH
    return bool(dashed or paragraph.united & TELLING)


def _in_order(drafts: list[Draft]) -> list[Draft]:
    """Sort by place, and let ``follows`` count into the sorted list."""
    order = sorted(range(len(drafts)), key=lambda i: drafts[i].spans[0])
    place = {old: new for new, old in enumerate(order)}
    for draft in drafts:
        if draft.follows is not None:
            draft.follows = place[draft.follows]
    return [drafts[i] for i in order]
