"""A page becomes an article: clean text, the right title, day, author, address and language."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from pages import PARAGRAPHS, URL, article_html, page
from worker.articles.extract import ArticleHints, extract_article
from worker.articles.facts import same_site
from worker.articles.paragraphs import body_paragraphs
from worker.errors import GiveUp
from worker.shapes import Boilerplate, Entry


def test_the_text_is_its_paragraphs():
    """Paragraphs are joined by a line feed; navigation, title and footer are not among them."""
    article = extract_article(page(article_html()))
    assert article.text == "\n".join(PARAGRAPHS)
    assert article.title == "Talks on the strait continue next week"
    assert article.lang == "en"
    assert article.url == article.canonical_url == URL


def test_the_same_page_gives_the_same_article_again():
    """Nothing is remembered from page to page."""
    first = extract_article(page(article_html()))
    assert [extract_article(page(article_html())) for _ in range(3)] == [first] * 3


def test_characters_that_cannot_be_stored_are_gone():
    """Soft hyphens, NUL and lone surrogates go; white space is squeezed; double escapes are undone."""
    dirty = (
        "Min\u00adister Ada\u00a0 Lindqvist &#0;said: &amp;quot;We have\n\n not &#xD800;gone.&amp;quot; \x1b"
    )
    article = extract_article(page(article_html([dirty, *PARAGRAPHS])))
    assert article.text.split("\n")[0] == 'Minister Ada Lindqvist said: "We have not gone."'


def test_headings_and_list_items_stand_alone():
    """A heading does not run into the sentence after it, nor one list item into the next."""
    body = [
        *PARAGRAPHS[:3],
        "</p><h2>What comes next</h2><ul><li>A meeting in May</li><li>A text in June</li></ul><p>",
        *PARAGRAPHS[3:],
    ]
    lines = extract_article(page(article_html(body))).text.split("\n")
    assert {"What comes next", "A meeting in May", "A text in June"} <= set(lines)


def test_bylines_go_when_the_metadata_has_them():
    """The author's line and the date line repeat what is stored beside the text."""
    head = '<meta name="author" content="Mira Holt">'
    head += '<meta property="article:published_time" content="2024-03-05T18:30:00+02:00">'
    article = extract_article(page(article_html(["By Mira Holt", "March 5, 2024", *PARAGRAPHS], head)))
    assert article.author == "Mira Holt"
    assert article.published_at == datetime(2024, 3, 5, 16, 30, tzinfo=UTC)
    assert article.text.startswith("Foreign Minister")


@pytest.mark.parametrize(
    ("stated", "published"),
    [
        ("2024-03-05", datetime(2024, 3, 5, tzinfo=UTC)),
        ("2024-03-05T10:00:00Z", datetime(2024, 3, 5, 10, tzinfo=UTC)),
        ("2024-03-05T23:30:00-0500", datetime(2024, 3, 6, 4, 30, tzinfo=UTC)),
        ("2024-03-05T10:00:00", datetime(2024, 3, 5, 10, tzinfo=UTC)),
        ("2031-01-01", None),
        ("0000-00-00", None),
        ("soon", None),
    ],
)
def test_times_are_utc_and_possible(stated, published):
    """A bare day is midnight UTC; the future and nonsense are no dates."""
    head = f'<meta property="article:published_time" content="{stated}">'
    assert extract_article(page(article_html(head=head))).published_at == published


def test_the_feed_knows_title_and_time_better():
    """What the feed says wins; what it leaves out comes from the page."""
    head = '<meta property="article:published_time" content="2024-03-05T10:00:00Z">'
    said = datetime(2024, 3, 5, 9, 58, tzinfo=UTC)
    entry = Entry("k", URL, title=" Strait  talks go on ", author="M. Holt", published_at=said)
    article = extract_article(page(article_html(head=head)), entry)
    assert (article.title, article.published_at, article.author) == ("Strait talks go on", said, "M. Holt")
    bare = extract_article(page(article_html(head=head)), Entry("k", URL, updated_at=said))
    assert bare.title == "Talks on the strait continue next week"
    assert bare.published_at == datetime(2024, 3, 5, 10, tzinfo=UTC)
    assert extract_article(page(article_html()), Entry("k", URL, updated_at=said)).published_at == said


@pytest.mark.parametrize(
    ("href", "canonical"),
    [
        ("/world/talks", "https://www.thenorthcourier.example/world/talks"),
        ("https://m.thenorthcourier.example/a?utm_source=x", "https://m.thenorthcourier.example/a"),
        ("https://elsewhere.example/world/talks", URL),
        ("https://www.thenorthcourier.example/", URL),
        ("javascript:void(0)", URL),
    ],
)
def test_the_canonical_address_is_the_sites_own(href, canonical):
    """A page may name its address, but not another site's and not the front page."""
    article = extract_article(page(article_html(head=f'<link rel="canonical" href="{href}">')))
    assert article.canonical_url == canonical


def test_boilerplate_of_the_articles_language_is_cut():
    """The rules asked for are those of the language found."""
    asked = []

    def rules_for(lang):
        asked.append(lang)
        return Boilerplate(lines=("Share this story",))

    hints = ArticleHints(outlet="The North Courier", outlet_lang="de-AT", rules_for=rules_for)
    article = extract_article(page(article_html([*PARAGRAPHS, "Share this story"])), None, hints)
    assert article.text == "\n".join(PARAGRAPHS)
    assert asked == ["en"]
    assert article.outlet == "The North Courier"


@given(st.text(alphabet="<>/ap=\"' \n&;#x0", max_size=200))
def test_any_markup_ends(noise):
    """Whatever is inside, the end is an article or an outcome word."""
    with suppress(GiveUp):
        assert extract_article(page(article_html([noise, *PARAGRAPHS]))).text


def test_table_rows_are_paragraphs():
    """Cells stand apart, rows on lines of their own."""
    table = "</p><table><tr><td>Ships</td><td>40</td></tr><tr><td>Crews</td><td>12</td></tr></table><p>"
    text = extract_article(page(article_html([*PARAGRAPHS, table]))).text
    assert {"Ships 40", "Crews 12"} <= set(text.split("\n"))


def test_inline_elements_break_no_line():
    """Only blocks end a paragraph."""
    body = etree.fromstring("<body><p>One <hi>bold</hi> word<lb/>and a line</p>tail</body>")
    assert list(body_paragraphs(body)) == ["One bold word", "and a line", "tail"]


def test_a_novel_is_no_article():
    """Text past half a million characters is refused: no rule was made for it, and it costs seconds."""
    with pytest.raises(GiveUp, match="too-large"):
        extract_article(page(article_html([f"{i} {PARAGRAPHS[0]}" for i in range(6_000)])))


def test_a_fault_of_the_library_is_an_outcome(monkeypatch):
    """What trafilatura trips over is refused by name, and the worker goes on."""

    def trip(*_args, **_named):
        raise AttributeError("broken")

    monkeypatch.setattr("worker.articles.main_text.extract_content", trip)
    with pytest.raises(GiveUp, match="not-an-article: extraction failed: AttributeError: broken"):
        extract_article(page(article_html()))


def test_sites_are_told_apart():
    """Subdomains belong together; shared endings and bare addresses don't."""
    assert same_site("https://m.courier.example/a", "https://www.courier.example/b")
    assert same_site("https://news.courier.co.uk/", "https://courier.co.uk/")
    assert not same_site("https://courier.co.uk/", "https://herald.co.uk/")
    assert not same_site("https://192.0.2.1/", "https://198.51.2.1/")
    assert not same_site("mailto:a", "mailto:b")


def test_a_kicker_in_a_heading_is_no_part_of_the_title():
    """The press sets a kicker into an element of its own."""
    plain = "<h1>Talks on the strait continue next week</h1>"
    heading = "<h1><span>Strait</span> <span>Talks go on for a second week</span></h1>"
    body = article_html().replace(plain, heading)
    assert extract_article(page(body)).title == "Talks go on for a second week"
