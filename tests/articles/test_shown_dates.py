"""The day beside the headline is the article's; those around it are not."""

from datetime import date

import pytest
from lxml import html
from worker.articles.shown_dates import find_shown_day

TITLE = "Talks on the strait continue next week"
PROSE = "The foreign ministers met for the fourth time since January and called the meeting useful."


def shown(body, lang="en", title=TITLE):
    found = find_shown_day(html.document_fromstring(f"<html><body>{body}</body></html>"), title, lang)
    return found and found.day


H1 = f"<h1>{TITLE}</h1>"
FOUND = {
    "a time element": f'{H1}<time datetime="2024-03-05T10:00:00Z">yesterday</time><p>{PROSE}</p>',
    "a line of its own": f"{H1}<div>By Mira Holt</div><div>Tuesday, 5 March 2024</div><p>{PROSE}</p>",
    "text behind an element": f"{H1}<p><b>Mira Holt</b> | 5 March 2024</p>",
    "in parts": f'{H1}<p class="date"><span>5</span> <span>March</span> <span>2024</span></p>',
    "before the headline": f"<main><p>5 March 2024</p>{H1}<p>{PROSE}</p></main>",
    "at the head of the text": f"{H1}<p>5.3.2024 – {PROSE}</p>",
    "marked at the head of the text": f"{H1}<p><span>5 March 2024.</span> {PROSE}</p>",
    "an archive's link": f'{H1}<a class="date" href="/2024/03/05">5 March 2024</a>',
    "written, then updated": f"{H1}<p>Written: 2024-03-05 10:00 / Updated: 2024-03-06 09:00</p>",
    "an update first": f"{H1}<p>Updated 7 March 2024</p><p>Published 5 March 2024</p>",
    "a heading that links elsewhere": (
        f'<ul><li><h3><a href="/x">{TITLE}</a></h3><p>7 March 2024</p></li></ul><article>{H1}'
        "<p>5 March 2024</p></article>"
    ),
    "a heading with a kicker": f"<h1><span>Strait:</span> {TITLE}</h1><p>5 March 2024</p>",
    "an aside of the article's own": f'{H1}<aside class="meta"><time>5 March 2024</time></aside>',
}


@pytest.mark.parametrize("body", FOUND.values(), ids=FOUND)
def test_the_day_shown_is_found(body):
    assert shown(body) == date(2024, 3, 5)


LEFT = {
    "a comment": f'{H1}<div class="comment"><time>5 March 2024</time></div>',
    "another article": f'{H1}<div class="related-item"><span>5 March 2024</span></div>',
    "a link to another article": f'{H1}<a href="/b">Ministers met on 5 March 2024 in Holmvik again</a>',
    "an event in bold": f"{H1}<p>{PROSE} They meet <strong>on 5 March 2024</strong> in the capital.</p>",
    "a day in prose": f"{H1}<p>{PROSE} They meet again on 5 March 2024 in the capital.</p>",
    "an update": f"{H1}<p>Aktualisiert: 5. März 2024</p>",
    "far below": f"{H1}<p>{PROSE * 10}</p><p>5 March 2024</p>",
    "hidden": f'{H1}<span class="hidden">5 March 2024</span>',
    "no headline": "<h1>Another headline altogether</h1><p>5 March 2024</p>",
    "no year": f"{H1}<p>5 March</p>",
}


@pytest.mark.parametrize("body", LEFT.values(), ids=LEFT)
def test_a_day_of_something_else_is_left_alone(body):
    assert shown(body, lang="de" if "Aktual" in body else "en") is None


def test_a_page_without_title_shows_no_day():
    assert shown(f"{H1}<p>5 March 2024</p>", title=None) is None
