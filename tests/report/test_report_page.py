"""The HTML report: complete in one file, safe against what articles bring, right in its figures."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from html.parser import HTMLParser

import pytest
from worker.report import ReportArticle, ReportStatement, render_report
from worker.report.acts import label_of, tone_of
from worker.report.markup import link, safe
from worker.shapes import Span

TEXT = "Norway condemned the raid.\n“We protest,” the minister said, adding that talks go on."


def statement(start, end, **facts):
    given = {"kind": "direct", "act": "STATE", "spans": (Span(start, end),)} | facts
    return ReportStatement(**given)


def article(*statements, **facts):
    return ReportArticle(**({"text": TEXT, "statements": statements, "title": "A raid"} | facts))


class Balance(HTMLParser):
    """Keeps the open elements; a wrong end tag fails at once."""

    VOID = {"meta", "line", "rect", "br"}  # noqa: RUF012 - read only

    def __init__(self):
        super().__init__()
        self.open = []

    def handle_starttag(self, tag, attrs):
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in self.VOID:
            assert self.open.pop() == tag


def test_page_is_well_formed_and_loads_nothing_from_elsewhere():
    """No script, no sheet, no picture: only links that a reader may follow."""
    page = render_report([article(statement(27, 40, said_on=date(2026, 11, 19), country="NO"))], "One day")
    parser = Balance()
    parser.feed(page)
    assert parser.open == []
    assert not re.search(r"<(script|img|link|iframe|object|embed)\b|\bsrc=|url\(|@import", page)


def test_markup_in_an_article_is_shown_and_not_obeyed():
    """Text, title, outlet, speaker and channel come from strangers."""
    evil = "<script>alert(1)</script>"
    hostile = ReportArticle(
        text=f"{evil} he said",
        statements=(statement(0, 9, speaker=evil, channel=evil, country=evil, targets=(evil,), act=evil),),
        title=evil,
        outlet=evil,
        lang='"><script>',
        url='javascript:alert("x")',
    )
    page = render_report([hostile], evil)
    assert "<script" not in page
    assert 'href="javascript' not in page


def test_an_address_cannot_leave_its_attribute():
    """Quotes in an address are escaped, other schemes are no links at all."""
    assert '"onclick' not in link('https://outlet.example/"onclick="x', "go")
    assert link("ftp://outlet.example/", "go") == link(None, "go") == "go"


@pytest.mark.parametrize("seen", ["\x1b[31m", "\u202e", "\x00", "\ud800"])
def test_unseen_characters_are_left_out(seen):
    """Escapes and direction overrides would show words in an order nobody wrote."""
    assert "\x1b" not in safe(f"a{seen}b")
    assert seen[0] not in safe(f"a{seen}b")


def test_all_text_is_on_the_page():
    """Marking a statement loses no word of the article."""
    spans = [statement(27, 40), statement(30, 60, kind="mixed"), statement(56, 83, kind="indirect")]
    page = render_report([article(*spans)], "t")
    paragraphs = re.findall(r'<p class="text"[^>]*>(.*?)</p>', page)
    plain = [re.sub(r"<a class=.*?</a>|<[^>]+>", "", paragraph) for paragraph in paragraphs]
    assert "\n".join(plain) == TEXT


def test_every_card_has_its_place_in_the_text():
    """Each number leads from the text to the card and back."""
    page = render_report([article(statement(0, 10), statement(27, 40)), article(statement(0, 3))], "t")
    targets = set(re.findall(r'id="([st][\d-]+)"', page))
    assert targets == {"s1-1", "t1-1", "s1-2", "t1-2", "s2-1", "t2-1"}
    assert {ref[1:] for ref in re.findall(r'href="(#[st][^"]+)"', page)} == targets


def test_undiplomatic_statements_are_shown_and_not_counted():
    """A coach after the match belongs beside his words, in no figure."""
    page = render_report(
        [article(statement(0, 10, diplomatic=False, speaker="The coach", country="NO"))], "t"
    )
    assert "not diplomatic" in page
    assert "<b>0</b><span>statements</span>" in page
    assert "<table" not in page


def test_missing_facts_leave_no_empty_labels():
    """A statement without speaker, date, title or address still draws."""
    page = render_report([article(statement(0, 10), title=None)], "t")
    assert "speaker not named" in page
    assert "Untitled article" in page
    assert "<dt>about</dt>" not in page
    assert "<svg" not in page


def test_facts_stand_on_the_card():
    """Who, for whom, when, to whom, about whom, through what, and how sure."""
    full = statement(
        0,
        10,
        speaker="Sunniva Rækstad",
        role="foreign_minister",
        country="NO",
        country_name="Norway",
        channel="press conference",
        addressee="reporters",
        targets=("IS", "EU"),
        said_on=date(2026, 11, 9),
        said_on_basis="relative",
        act="ACCUSE/disapprove",
        polarity="denied",
        confidence=0.834,
    )
    page = render_report([article(full, published_at=datetime(2026, 11, 9, 8, 5, tzinfo=UTC))], "t")
    for fact in (
        "Sunniva Rækstad", "foreign minister · Norway", "press conference", "reporters", "IS, EU",
        "9 November 2026", "accuse · disapprove", "denied", "83 %", "9 November 2026, 08:05",
    ):  # fmt: skip
        assert fact in page


def test_no_articles_make_a_page():
    """An empty database is not an error."""
    assert "<b>0</b><span>articles</span>" in render_report([], "Nothing yet")


@pytest.mark.parametrize(
    ("act", "tone", "label"),
    [
        ("AGREE", "with", "agree"),
        ("ACCUSE/disapprove", "against", "accuse · disapprove"),
        ("STATE", "plain", "state"),
        ("NOVEL", "plain", "novel"),
        ("", "plain", "state"),
    ],
)
def test_acts_have_a_tone_and_words(act, tone, label):
    """An unknown act takes no side."""
    assert (tone_of(act), label_of(act)) == (tone, label)
