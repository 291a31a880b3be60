"""Hostile markup is tamed in linear time, and no text is lost without a word."""

import time

import pytest
from worker.articles.linked_data import take_linked_data
from worker.articles.tree import parse_markup
from worker.articles.trim import trim_markup
from worker.errors import GiveUp

WORDS = "The minister said on Monday that the talks would continue next week. "


@pytest.mark.parametrize("depth", [100, 300, 10_000])
def test_nesting_loses_no_text(depth):
    """Text under 10,000 div elements, where libxml2 stops reading at 256, is still found."""
    markup = f"<html><body>{'<div>' * depth}<p>{WORDS}</p>{'</div>' * depth}<p>after</p></body></html>"
    assert WORDS.strip() in parse_markup(markup).text_content()
    assert "after" in parse_markup(markup).text_content()


HOSTILE = {
    "lists in lists": ("<html><body>" + "<ul><li>" * 3000 + WORDS, "not-an-article"),
    "too many paragraphs": ("<html><body>" + f"<p>{WORDS}" * 30_000, "too-large"),
    "too many tags": ("<html><body>" + "<p>" * 1_000_000, "too-large"),
    "too many paragraphs for a tree": ("<html><body>" + "<p>" * 150_000, "too-large"),
    "tags that never close": ("<html><body>" + "<p " * 400_000, "too-large"),
    "too much markup": (f"<html><body><p>{WORDS * 40_000}", "too-large"),
    "nothing": ("<!-- -->", "not-html"),
}


@pytest.mark.parametrize(("markup", "outcome"), HOSTILE.values(), ids=HOSTILE)
def test_what_no_cap_can_tame_is_named(markup, outcome):
    """A page past every cap ends with a word, not with its text cut."""
    with pytest.raises(GiveUp) as refused:
        parse_markup(markup)
    assert refused.value.outcome == outcome


SLOW = {
    "200,000 attributes": "<p " + " ".join(f'a{i}="x"' for i in range(200_000)) + f">{WORDS}",
    "attributes holding >": "<p " + " ".join(f'a{i}=">"' for i in range(90_000)) + f">{WORDS}",
    "one class of 3 MB": f'<article class="{"a " * 1_500_000}"><p>{WORDS}</article>',
    "scripts that never end": "<p>" + WORDS + "<style></script>" * 40_000,
    "150,000 tags that carry nothing": f"<p>{WORDS}" + "<b>" * 150_000,
    "one address of 3,000 letters": f'<a href="/{"a" * 3000}"><p>{WORDS}</a>' * 3,
    "spans under one parent": f"<p>{WORDS}" + "<span>a</span> b" * 15_000,
}


@pytest.mark.parametrize("markup", SLOW.values(), ids=SLOW)
def test_costly_markup_is_read_in_time(markup):
    """What took the parser minutes, or the extraction quadratic time, is cut down first."""
    started = time.process_time()
    tree = parse_markup(f"<html><body>{markup}</body></html>")
    assert time.process_time() - started < 3
    assert WORDS.strip() in tree.text_content()


def test_scripts_go_and_their_data_stays():
    """Code is no text; JSON-LD is kept whole even where it looks like tags."""
    markup = (
        '<html><head><script>if (a<b && "</p>") {}</script  junk><style>p{}</style>'
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "<b x=\\"1\\">"}</script>'
        f"</head><body><svg><path d='x'/></svg><p>{WORDS}</p></body></html>"
    )
    tree = parse_markup(markup)
    assert [element.tag for element in tree.iter("script", "style", "svg")] == ["script"]
    assert take_linked_data(tree).headline == '<b x="1">'


def test_short_tags_stay_as_they_are():
    """An ordinary page passes the trimmer unchanged."""
    markup = "<html lang='en'><body class=a data-x='>'><p title=\"a>b\">1 < 2 & 3 > 2</p><br/></body></html>"
    assert trim_markup(markup) == (markup, False)


def test_long_tags_are_told():
    """Past 1,000 characters a tag is told of; past 4,000 it keeps its name alone."""
    long, longer = (f'<p class="{length * "x"}">' for length in (1_000, 4_000))
    assert trim_markup(f"<div>{long}a") == (f"<div>{long}a", True)
    assert trim_markup(f"<div>{longer}a") == ("<div><p>a", True)


@pytest.mark.parametrize(
    ("block", "kept"),
    [
        ('{"@type":["Article",' * 9_000, False),
        ("[" * 50_000, False),
        ('{"@type":"Article"', True),
        ('{"@context":"https://schema.org","@graph":[{"@type":"NewsArticle"}]}', True),
    ],
    ids=["broken and long", "nested too deep", "broken but short", "sound"],
)
def test_costly_json_is_dropped(block, kept):
    """Broken JSON-LD past 20,000 characters would take trafilatura quadratic time."""
    tree = parse_markup(
        f'<html><head><script type="application/ld+json">{block}</script></head><body><p>a</p></body></html>'
    )
    take_linked_data(tree)
    assert bool(list(tree.iter("script"))) is kept


def test_linked_data_is_read():
    """Types, headline, date and access come from lists, graphs and main entities alike."""
    tree = parse_markup(
        '<html><head><script type="application/ld+json">[{"@type": "WebPage", "mainEntity": {"@type": '
        '["NewsArticle", 5], "headline": " Talks ", "datePublished": "2024-03-05", '
        '"isAccessibleForFree": "False"}}, 7]'
        '</script><script type="application/ld+json">"text"</script></head><body><p>a</p></body></html>'
    )
    linked = take_linked_data(tree)
    assert linked.types == {"webpage", "newsarticle"}
    assert linked.is_article
    assert (linked.headline, linked.published, linked.free) == ("Talks", "2024-03-05", False)
