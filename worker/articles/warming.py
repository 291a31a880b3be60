"""What the first pages of a process load, loaded before: one invented page takes every slow path once.

htmldate's last resort builds 205 locales for a date that none of them reads (1.6 s, 38 MB), justext has the
stop words of 100 languages (80 ms, 20 MB), CLDR the months of each language (4 ms, 1 MB), and every rule of
ours is compiled when it is first asked. Processes forked afterwards share all of it.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from worker.articles.extract import extract_article
from worker.errors import GiveUp
from worker.shapes import Page

if TYPE_CHECKING:
    from collections.abc import Iterable

    from worker.articles.extract import ArticleHints

_URL = "https://www.thenorthcourier.example/first"
_FETCHED = datetime(2026, 1, 1, tzinfo=UTC)
# Hardly any text, so that all extractors are asked, and a day whose month no language knows.
_PAGE = """
    <!doctype html><html lang="{lang}"><head><title>Été</title></head><body><h1>Été</h1>
    <p class="date">3 Nomonth 2021</p><p>A page that is too short for an article.</p></body></html>
"""


def warm_extraction(languages: Iterable[str], hints: ArticleHints) -> None:
    """Extract an invented page in each language, so that no later page pays for what is loaded once.

    Takes about two seconds the first time and milliseconds from then on.
    """
    for lang in languages:
        page = Page(_URL, _URL, 200, (), _PAGE.format(lang=lang).encode(), _FETCHED)
        with suppress(GiveUp):
            extract_article(page, None, hints)
