"""A process that was warmed pays nothing more for its first page, whatever that page asks for."""

import sys

import trafilatura.external
from pages import article_html, page
from worker.articles.extract import ArticleHints, extract_article
from worker.articles.warming import warm_extraction
from worker.packs.dates import month_numbers
from worker.shapes import Boilerplate


def test_after_warming_no_page_loads_anything():
    """The last resorts for date and text stand ready, and so do a language's months and rules."""
    asked = []

    def rules_for(lang):
        asked.append(lang)
        return Boilerplate()

    warm_extraction(("de", "en"), ArticleHints(rules_for=rules_for))
    assert asked == ["de", "en"]
    assert trafilatura.external.JT_STOPLIST
    modules, read = set(sys.modules), month_numbers.cache_info().misses
    undated = article_html(around='<p class="date">5 Othermonth 2022</p>', lang="de")
    assert extract_article(page(undated)).published_at is None
    assert set(sys.modules) == modules
    assert month_numbers.cache_info().misses == read


def test_a_second_warming_changes_nothing():
    """Whoever warms twice, or before the pages of one language only, gets the same silence."""
    warm_extraction(("en",), ArticleHints())
    warm_extraction(("en",), ArticleHints())
    warm_extraction((), ArticleHints())
