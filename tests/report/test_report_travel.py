"""How words travelled: drawn without a script, safe against what outlets bring, counted once."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

from worker.report import (
    ReportArticle,
    ReportRendering,
    ReportStatement,
    ReportUtterance,
    render_report,
)
from worker.report.travel import MOST_ROWS, render_travels
from worker.shapes import Span

START = datetime(2026, 3, 4, 9, tzinfo=UTC)


def rendering(hours, outlet="Herald", **facts):
    at = None if hours is None else START + timedelta(hours=hours)
    known = {"text": "We object.", "lang": "en", "origin": "relay", "told": "whole"}
    return ReportRendering(outlet=outlet, at=at, **(known | facts))


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


def test_a_travel_is_drawn_over_time_and_outlets():
    """One row an outlet and language, a dot a rendering, the first at the left, the last at the right."""
    told = ReportUtterance(
        "We object.",
        (
            rendering(0, "Ministry", origin="source"),
            rendering(1, "Herald", told="cut", left_out=("To all of it.",)),
            rendering(2, "Herald", lang="de", origin="translation", told="translated"),
            rendering(2, "Ministry"),
            rendering(None, None, url="https://outlet.example/a"),
        ),
        "Ada Lind",
        "Norway",
    )
    drawn = render_travels([told])
    parser = Balance()
    parser.feed(drawn)
    assert parser.open == []
    assert re.findall(r'class="row"[^>]*>([^<]*)<', drawn) == ["Ministry · en", "Herald · en", "Herald · de"]
    dots = re.findall(r'<circle class="(\w+)" cx="([\d.]+)" cy="([\d.]+)"', drawn)
    assert [kind for kind, _, _ in dots] == ["source", "relay", "translation", "relay"]
    places = [float(x) for _, x, _ in dots]
    assert places == sorted(places)
    assert len({y for _, _, y in dots}) == 3
    assert "<del" in drawn
    assert "To all of it." in drawn
    assert "5 renderings" in drawn
    assert 'href="https://outlet.example/a"' in drawn


def test_what_one_article_tells_did_not_travel():
    """No section without an echo; no figure without two times; many outlets stay readable."""
    assert render_travels([ReportUtterance("a", (rendering(0),))]) == ""
    assert "<svg" not in render_travels([ReportUtterance("a", (rendering(0), rendering(None)))])
    same = render_travels([ReportUtterance("a", (rendering(0), rendering(0, "Anzeiger" * 9)))])
    assert same.count("<circle") == 2
    assert "…" in same
    many = tuple(rendering(hour, f"Outlet {hour}") for hour in range(40))
    assert render_travels([ReportUtterance("a", many)]).count("<circle") == MOST_ROWS


def test_strangers_words_are_shown_and_not_obeyed():
    """Texts, outlets and sentences come from outside."""
    evil = '"><script>alert(1)</script>'
    hostile = rendering(0, evil, text=evil, left_out=(evil,), lang=evil)
    drawn = render_travels([ReportUtterance(evil, (hostile, rendering(1)), evil, evil)])
    assert "<script" not in drawn


def test_an_utterance_is_counted_once():
    """Three articles tell one thing; a fourth statement is not matched yet."""
    told = [ReportStatement("direct", (Span(0, 3),), "STATE", utterance="u1") for _ in range(3)]
    told.append(ReportStatement("direct", (Span(0, 3),), "STATE"))
    page = render_report([ReportArticle("one two", (each,)) for each in told], "t")
    assert "<b>2</b><span>statements</span>" in page
    assert "<b>4</b><span>articles</span>" in page
