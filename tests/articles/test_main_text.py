"""Trafilatura's own extractor speaks first, and its second opinions only where it falls short."""

from datetime import UTC, datetime

import pytest
from pages import PARAGRAPHS, URL, article_html, page
from trafilatura import bare_extraction
from worker.articles import dates
from worker.articles.extract import extract_article
from worker.articles.main_text import main_body
from worker.articles.paragraphs import body_paragraphs
from worker.articles.second_opinions import best_body
from worker.articles.tree import parse_markup
from worker.shapes import Entry

LONG = [f"{number}. {paragraph}" for number in range(3) for paragraph in PARAGRAPHS]
TEASERS = "".join(
    f"<div><p>{number}: another report of the day, told in one line.</p></div>" for number in range(60)
)
MENU = "".join(f'<li><a href="/{number}">Section {number}</a></li>' for number in range(200))
ITEMS = "".join(f"<li>{line}</li>" for line in LONG)
LINES = "".join(f"<p>{line} {line}</p>" for line in LONG)
PAGES = {
    "an article": article_html(LONG),
    "headings and lists": article_html([*LONG, "</p><h2>Next</h2><ul><li>A meeting</li></ul><p>", *LONG]),
    "comments": article_html(LONG, around='<div class="comments"><p>I read every word of this.</p></div>'),
    "links around": article_html(LONG, around='<div class="related"><a href="/a">More of this</a></div>'),
    "a short article": article_html(PARAGRAPHS[:2]),
    "a long one beside teasers": article_html(LONG, around=TEASERS * 2),
    "one sentence": article_html(PARAGRAPHS[:1]),
    "one sentence beside teasers": article_html(PARAGRAPHS[:1], around=TEASERS),
    "text without paragraphs": "<html><body>"
    + "".join(f"<div>{line}<br></div>" for line in LONG)
    + "</body>",
    "text in a table": "<html><body><table>"
    + "".join(f"<tr><td>{line}</td></tr>" for line in LONG)
    + "</table>",
    "text in a form": f"<html><body><form><p>{LONG[0]}</p></form><div><p>Note.</p></div>{TEASERS}</body>",
    "a frame of menus": f"<html><body><article><p>{LONG[0]}</p></article><ul>{MENU}</ul></body></html>",
    "a list of lines": f"<html><body><article><p>A heading</p></article><ul>{ITEMS}</ul></body></html>",
    "text in a sidebar": article_html(PARAGRAPHS[:4], around=f'<div class="sidebar">{LINES}</div>'),
    "a large page": article_html(PARAGRAPHS[:1], around=LINES + 8_000 * "<br>"),
    "nothing": "<html><body><p></p></body></html>",
}


def paragraphs_of(body):
    return list(body_paragraphs(body))


@pytest.mark.parametrize("name", PAGES)
def test_it_is_what_trafilatura_finds(name):
    """The inner functions called one by one find what ``bare_extraction`` finds: a new release is noticed."""
    fast = name == "a large page"
    whole = bare_extraction(parse_markup(PAGES[name]), url=URL, include_comments=False, fast=fast)
    found = paragraphs_of(whole.body) if whole else []
    assert paragraphs_of(main_body(parse_markup(PAGES[name]), URL)) == found


@pytest.mark.parametrize(
    ("html", "asked"),
    [
        (article_html(LONG), False),
        (article_html(PARAGRAPHS[:2]), True),  # short
        (article_html(LONG, around=TEASERS * 2), True),  # long, and a small part of the page
    ],
)
def test_second_opinions_are_asked_where_the_text_falls_short(html, asked, monkeypatch):
    calls = []

    def note(*arguments):
        calls.append(arguments)
        return best_body(*arguments)

    monkeypatch.setattr("worker.articles.main_text.best_body", note)
    main_body(parse_markup(html), URL)
    assert bool(calls) is asked


def test_the_tree_stays_whole():
    """What is cut for the text is still there for gates and metadata."""
    tree = parse_markup(article_html(LONG, around='<div class="comments"><p>I read it.</p></div>'))
    before = len(list(tree.iter()))
    main_body(tree, URL)
    assert len(list(tree.iter())) == before


def test_a_known_time_saves_the_search_for_one(monkeypatch):
    """Htmldate reads the whole page; where the feed tells the time nobody asks it."""

    def search(*_args, **_named):
        raise AssertionError("searched")

    monkeypatch.setattr(dates, "find_date", search)
    told = datetime(2024, 3, 5, 16, 30, tzinfo=UTC)
    entry = Entry(key="1", url=URL, published_at=told)
    assert extract_article(page(article_html(LONG)), entry).published_at == told
