"""The room's door: one page in, one article out, or the outcome word that says why not.

Pure: no clock, no network, no settings. Whatever the bytes, it ends within seconds, because every cap
stands before the library that needs it.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from worker.articles.article_language import choose_language
from worker.articles.boilerplate import cut_boilerplate
from worker.articles.dates import on_local_clock
from worker.articles.decode import decode_page
from worker.articles.facts import PageFacts, one_line, read_facts
from worker.articles.gates import Sight, refusal
from worker.articles.linked_data import take_linked_data
from worker.articles.main_text import main_body
from worker.articles.paragraphs import body_paragraphs, without_bylines, without_title
from worker.articles.recovery import with_lost_paragraphs
from worker.articles.tree import parse_markup
from worker.errors import GiveUp
from worker.packs.gates import GatePhrases
from worker.shapes import Article, Boilerplate
from worker.text.language import language_code

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from worker.shapes import Entry, Page

# trafilatura reports every page it gives up on as an error; here that is an outcome, told once.
for _name in ("trafilatura", "htmldate"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)

VERSION = "2"  # of the rules in this room; noted with every page they have read
MAX_TEXT = 500_000  # characters; a novel, no article


def _no_rules(_lang: str) -> Boilerplate:
    return Boilerplate()


@dataclass(frozen=True, slots=True)
class ArticleHints:
    """What is known beside the page: its outlet, the outlet's language, and the data of languages."""

    outlet: str | None = None
    outlet_lang: str | None = None
    rules_for: Callable[[str], Boilerplate] = _no_rules
    phrases: GatePhrases = field(default_factory=GatePhrases)


NO_HINTS = ArticleHints()


def extract_article(page: Page, entry: Entry | None = None, hints: ArticleHints = NO_HINTS) -> Article:
    """Return the article a page holds: paragraphs joined by a line feed, and what is known about it.

    Title and time are the feed's where it gives them, else the page's (a date without a time is midnight
    UTC); author and address are the page's. The same page gives the same article every time.

    Raises:
        GiveUp: with the outcome ``not-html``, ``too-large``, ``bot-challenge``, ``consent-page``,
            ``soft-404``, ``listing-page``, ``paywall``, ``video-only``, ``too-short`` or ``not-an-article``.
    """
    markup = decode_page(page)
    tree = parse_markup(markup)
    linked = take_linked_data(tree)
    body = main_body(tree, page.final_url)
    dated = entry is not None and entry.published_at is not None
    facts = read_facts(tree, page, linked, dated=dated)
    paragraphs = with_lost_paragraphs(list(body_paragraphs(body)), tree)
    raw = "\n".join(paragraphs)
    if len(raw) > MAX_TEXT:
        raise GiveUp("too-large", f"{len(raw):,} characters of text")
    article = _article(paragraphs, (page, facts, entry, hints))
    _check(Sight(page, markup, tree, linked, facts.page_type, facts.title or "", article.text, hints.phrases))
    return article


def _article(paragraphs: list[str], known: tuple[Page, PageFacts, Entry | None, ArticleHints]) -> Article:
    page, facts, entry, hints = known
    title = one_line(entry.title if entry else None) or facts.title
    published_at = _published_at(facts, entry)
    paragraphs = without_title(without_bylines(paragraphs, facts.author, published_at), facts.title)
    declared = facts.declared_lang or (language_code(entry.lang) if entry and entry.lang else None)
    text = "\n".join(paragraphs)
    lang = choose_language(text, declared, hints.outlet_lang)
    return Article(
        text=cut_boilerplate(text, hints.rules_for(lang) if lang else Boilerplate()),
        lang=lang,
        title=title,
        url=page.url,
        canonical_url=facts.canonical_url,
        outlet=hints.outlet,
        author=facts.author or (one_line(entry.author) if entry else None) or None,
        published_at=published_at,
    )


def _published_at(facts: PageFacts, entry: Entry | None) -> datetime | None:
    """Return the feed's time, else the page's, on the outlet's clock where the page tells it."""
    stated = entry.published_at if entry else None
    if stated is not None and facts.published_at is not None:
        return on_local_clock(stated, facts.published_at.tzinfo)
    return stated or facts.published_at or (entry.updated_at if entry else None)


def _check(sight: Sight) -> None:
    refused = refusal(sight)
    if refused:
        raise GiveUp(*refused)
