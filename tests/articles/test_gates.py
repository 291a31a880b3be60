"""Each gate refuses its own page and lets an article that talks about the same thing pass."""

from pathlib import Path

import pytest
from pages import PARAGRAPHS, URL, article_html, page
from worker.articles.extract import ArticleHints, extract_article
from worker.errors import BadPack, GiveUp
from worker.packs.gates import load_gate_phrases

CONFIG = Path(__file__).parents[2] / "config" / "gates.toml"
HINTS = ArticleHints(phrases=load_gate_phrases(CONFIG))
TEASER = PARAGRAPHS[0]


def small(body, title="The North Courier", head=""):
    return f"<!doctype html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>"


def linked(data):
    return f'<script type="application/ld+json">{data}</script>'


def outcome(*args, **named):
    try:
        extract_article(page(*args, **named), None, HINTS)
    except GiveUp as refused:
        return refused.outcome
    return "article"


TEASERS = "".join(
    f'<div><h3><a href="/n{i}">Minister number {i} travels to the summit in Holmvik again</a></h3></div>'
    for i in range(30)
)
LEADS = "".join(
    f'<div><h3><a href="/n{i}">Minister number {i} travels to the summit in Holmvik</a></h3>'
    f"<p>Minister number {i} leaves tonight and will speak to {i} envoys about the strait.</p></div>"
    for i in range(12)
)
NOT_FREE = linked('{"@type": "NewsArticle", "isAccessibleForFree": false}')
REFUSED = {
    "declared paywall": ("paywall", (article_html([TEASER], NOT_FREE),), {}),
    "worded paywall": (
        "paywall",
        (article_html([TEASER], around='<div class="paywall-box">Subscribe to continue reading</div>'),),
        {},
    ),
    "consent words": (
        "consent-page",
        (
            small(
                "<h1>We value your privacy</h1><p>We and our partners store things. Accept all cookies.</p>"
            ),
        ),
        {},
    ),
    "consent host": (
        "consent-page",
        (article_html(),),
        {"final_url": "https://consent.portal.example/v2/collectConsent?x=1"},
    ),
    "challenge header": ("bot-challenge", (article_html(),), {"headers": [("cf-mitigated", "challenge")]}),
    "challenge words": (
        "bot-challenge",
        (small("<p>Checking your browser before access.</p>", "Just a moment..."),),
        {},
    ),
    "challenge script": (
        "bot-challenge",
        (small('<p>Wait.</p><script src="/cdn-cgi/challenge-platform/h/b"></script>'),),
        {"status": 403},
    ),
    "soft 404 code": ("soft-404", (small("<p>Sorry, try the search.</p>", "404"),), {}),
    "soft 404 words": (
        "soft-404",
        (small("<h1>Seite nicht gefunden</h1><p>Leider gibt es hier nichts.</p>"),),
        {},
    ),
    "soft 404 path": (
        "soft-404",
        (small("<p>Sorry.</p>"),),
        {"final_url": "https://www.thenorthcourier.example/404.html"},
    ),
    "sent to the front": (
        "soft-404",
        (small(TEASERS),),
        {"final_url": "https://www.thenorthcourier.example/"},
    ),
    "listing": ("listing-page", (small(f"<main>{TEASERS}</main>", "World"),), {}),
    "video": (
        "video-only",
        (
            article_html(
                ["Watch Ada Lindqvist answer questions."], '<meta property="og:type" content="video.other">'
            ),
        ),
        {},
    ),
    "player": (
        "video-only",
        (small(f'<h1>Lindqvist answers</h1><video src="a.mp4"></video><p>{TEASER[:90]}</p>'),),
        {},
    ),
    "paywall of a part": (
        "paywall",
        (
            article_html(
                [TEASER],
                linked('{"@type": "NewsArticle", "hasPart": [{"isAccessibleForFree": "False"}, 7]}'),
            ),
        ),
        {},
    ),
    "locked tier": (
        "paywall",
        (article_html([TEASER], '<meta property="article:content_tier" content="locked">'),),
        {},
    ),
    "paywall where the text breaks off": (
        "paywall",
        (article_html([TEASER, PARAGRAPHS[1], "Il vous reste 80 % de cet article à lire."]),),
        {},
    ),
    "long consent": (
        "consent-page",
        (
            small(
                "<h1>Before you continue to Portal</h1>"
                + "<p>We use cookies and data to keep our services running and to measure their use.</p>" * 9
                + "<p>If you choose “Accept all cookies”, we will do more.</p>"
            ),
        ),
        {},
    ),
    "challenge frame": (
        "bot-challenge",
        (small('<iframe src="/_Incapsula_Resource?a=1">Request unsuccessful.</iframe>'),),
        {},
    ),
    "soft 404 with a curly apostrophe": (
        "soft-404",
        (small(f"<h1>Sorry, we can’t find that page</h1><p>Try these.</p>{TEASERS}"),),
        {},
    ),
    "sent to the front with a reason": (
        "soft-404",
        (small(TEASERS),),
        {"final_url": "https://www.thenorthcourier.example/?notfound=1"},
    ),
    "listing with leads": ("listing-page", (small(f"<main><h1>World</h1>{LEADS}</main>", "World"),), {}),
    "too short": ("too-short", (small("<p>Hello there.</p>"),), {}),
}


@pytest.mark.parametrize(("word", "args", "named"), REFUSED.values(), ids=REFUSED)
def test_a_page_that_is_no_article_is_named(word, args, named):
    """The outcome word says which kind of page it is."""
    assert outcome(*args, **named) == word


PASSED = {
    "a plain article": (article_html(), {}),
    "a flash": (article_html(PARAGRAPHS[:2]), {}),
    "an article about paywalls": (
        article_html(["Readers must subscribe to continue reading.", *PARAGRAPHS]),
        {},
    ),
    "an article with a consent banner": (
        article_html(around="<div>We value your privacy. Accept all cookies.</div>"),
        {},
    ),
    "an article about robots": (
        article_html(["“Are you a robot?” asked the minister of the machine.", *PARAGRAPHS]),
        {},
    ),
    "an article with a player": (article_html(around='<video src="a.mp4"></video>'), {}),
    "a whole article that is not free": (article_html(PARAGRAPHS, NOT_FREE), {}),
    "an article among teasers": (article_html(around=f"<aside>{TEASERS}</aside>"), {}),
    "an article before teasers": (
        small(f"<main><h1>Talks go on</h1>{''.join(f'<p>{p}</p>' for p in PARAGRAPHS * 2)}{LEADS}</main>"),
        {},
    ),
    "an article with headings that are links": (
        small(
            "<main><h1>Talks go on</h1>"
            + "".join(
                f'<h2><a href="#{i}">What the talks are about, part {i}</a></h2>'
                + "".join(f"<p>{p} ({i})</p>" for p in PARAGRAPHS)
                for i in range(8)
            )
            + "</main>"
        ),
        {},
    ),
    "an article about a page": (
        article_html(["“This page is no longer available”, says the ministry's site.", *PARAGRAPHS]),
        {},
    ),
    "an article moved to another path": (article_html(), {"final_url": URL + "-2"}),
}


@pytest.mark.parametrize(("body", "named"), PASSED.values(), ids=PASSED)
def test_an_article_passes(body, named):
    """No gate refuses an article for its subject or its surroundings."""
    assert outcome(body, **named) == "article"


def test_one_chinese_paragraph_is_no_short_text():
    """Sixty characters of Chinese say as much as 150 of English."""
    chinese = (
        "外交部发言人林小雨星期一在例行记者会上表示，双方将于下周继续谈判，希望各方保持克制，"
        "共同维护地区和平与稳定的大局，不要采取任何单方面行动。"
    )
    assert outcome(article_html([chinese], lang="zh")) == "article"


def test_bad_gate_data_is_told_at_once(tmp_path):
    """Every fault of the data file is listed in one error."""
    path = tmp_path / "gates.toml"
    path.write_text('paywal = []\npaywall = "x"\nconsent = [1]\nchallenge = []\n', "utf-8")
    with pytest.raises(BadPack) as bad:
        load_gate_phrases(path)
    assert len(bad.value.faults) == 4
    path.write_text("paywall = [", "utf-8")
    with pytest.raises(BadPack):
        load_gate_phrases(path)
