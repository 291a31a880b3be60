"""The pure middle of the line: an article in, its statements out; no database, no broker, no network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.articles.boilerplate import boilerplate_test
from worker.errors import GiveUp
from worker.packs.actors import load_actors
from worker.packs.load import load_pack
from worker.packs.naming import naming_of
from worker.quotations.detect import find_quotations
from worker.statements.reading import read_article
from worker.statements.resolve import resolve_diplomatic, resolve_statements
from worker.statements.standing import (
    beside_states,
    may_hold_office,
    names_speaker,
    names_state,
)
from worker.text.tokens import tokens_of

if TYPE_CHECKING:
    from worker.packs.language import LanguagePack
    from worker.packs.registry import ActorRegistry
    from worker.shapes import Article, Statement
    from worker.statements.reading import Reading
    from worker.text.tokens import Tokens


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
    if diplomatic_only:
        return _diplomatic(article, tokens, reading, pack, actors)
    quotations = find_quotations(article.text, pack, boilerplate_test(pack.boilerplate), tokens)
    return resolve_statements(article, quotations, pack, actors, reading)


def _diplomatic(
    article: Article, tokens: Tokens, reading: Reading, pack: LanguagePack, actors: ActorRegistry
) -> tuple[Statement, ...]:
    """Return the diplomatic statements of an article; most have none, and are left as soon as that is sure.

    Where no person of an article holds an office, a state can only speak under its own name: the paragraphs
    that name one are searched first.
    """
    if not names_state(reading, actors):
        return ()
    skip = boilerplate_test(pack.boilerplate)
    if not may_hold_office(reading, actors, pack.script):
        near = find_quotations(article.text, pack, skip, tokens, beside_states(reading, actors))
        if not names_speaker(reading, near, actors):
            return ()
    quotations = find_quotations(article.text, pack, skip, tokens)
    return resolve_diplomatic(article, quotations, pack, actors, reading)
