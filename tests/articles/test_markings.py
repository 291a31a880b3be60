"""What a page marks for machines is found by its names, in the page's order."""

from lxml import html
from worker.articles.markings import Markings

PAGE = """
    <html><head><meta property="og:title" content="Of the graph"><meta name="date" content="a day">
    <meta name="og:title" property="og:title" content="Again"><meta property="og:title">
    <meta http-equiv="content-language" content="de"><meta itemprop="headline" content="In microdata"></head>
    <body><h1 itemprop="headline">Shown</h1><p itemprop="headline about">Both</p></body></html>
"""


def test_meta_elements_are_told_by_name_and_property():
    """Each counts once, and one without content not at all."""
    marked = Markings(html.document_fromstring(PAGE))
    assert marked.contents("og:title") == ["Of the graph", "Again"]
    assert marked.contents("date", "og:title") == ["Of the graph", "a day", "Again"]
    assert marked.contents("headline") == []


def test_other_attributes_are_asked_for():
    marked = Markings(html.document_fromstring(PAGE))
    assert marked.contents("headline", by=("itemprop",)) == ["In microdata"]
    assert marked.contents("content-language", by=("http-equiv",)) == ["de"]


def test_marked_elements_carry_the_word_alone():
    marked = Markings(html.document_fromstring(PAGE))
    assert [each.tag for each in marked.elements("headline")] == ["meta", "h1"]
    assert marked.elements("author") == []
