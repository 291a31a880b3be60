"""The pure middle of the line: an article in, its statements out; no database, no broker, no network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.articles.boilerplate import boilerplate_spans
from worker.errors import GiveUp
from worker.packs.actors import load_actors
from worker.packs.load import load_pack
from worker.packs.naming import naming_of
from worker.quotations.detect import find_quotations
from worker.statements.reading import read_article
from worker.statements.resolve import resolve_diplomatic, resolve_statements
from worker.statements.standing import names_state
from worker.text.tokens import tokens_of

if TYPE_CHECKING:
    from worker.shapes import Article, Statement


def recognise(article: Article, *, diplomatic_only: bool = False) -> tuple[Statement, ...]:
    """Return every statement of an article, or those that are diplomatic, in the order of the text.

    Captions, share bars and other boilerplate stay in the text, so that offsets
    hold, but nothing in them is reported.

    Raises:
        GiveUp: ``no-pack`` when the article's language has no pack.
        BadPack: the pack breaks its format.
    """
    pack = load_pack(article.lang) if article.lang else None
    if pack is None:
        raise GiveUp("no-pack", article.lang or "language unknown")
    actors, tokens = load_actors(), tokens_of(article.text, pack.tokens)
    reading = read_article(tokens, pack, naming_of(pack, actors))
    if diplomatic_only and not names_state(reading, actors):
        return ()
    skip = boilerplate_spans(article.text, pack.boilerplate)
    quotations = find_quotations(article.text, pack, skip, tokens)
    resolve = resolve_diplomatic if diplomatic_only else resolve_statements
    return resolve(article, quotations, pack, actors, reading)
