"""Cutting at spans' edges: nothing lost, nothing doubled, the innermost statement first."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from worker.report.segments import cut_segments, first_places, paragraphs_of
from worker.report.shapes import ReportStatement
from worker.shapes import Span

spans = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda pair: Span(*sorted(pair))), max_size=3
)
statements = st.lists(
    st.builds(
        lambda text, cue: ReportStatement("direct", tuple(text), "STATE", cue=tuple(cue)), spans, spans
    ),
    max_size=4,
)


@given(st.text(alphabet="ab \n", max_size=40), statements)
def test_pieces_joined_are_the_text_again(text, found):
    """Whatever the spans, every paragraph comes back whole, and in order."""
    for paragraph in paragraphs_of(text):
        pieces = [
            text[piece.span.start : piece.span.end]
            for piece in cut_segments(paragraph, found, first_places(text, found))
        ]
        assert "".join(pieces) == text[paragraph.start : paragraph.end]
        assert all(pieces)


def test_a_nested_statement_comes_before_the_one_around_it():
    """Its colour is the one to see."""
    outer = ReportStatement("indirect", (Span(0, 20),), "STATE")
    inner = ReportStatement("direct", (Span(5, 9),), "STATE")
    cut = cut_segments(Span(0, 20), [outer, inner], [0, 5])
    assert [(piece.span, piece.owners, piece.opens) for piece in cut] == [
        (Span(0, 5), (0,), (0,)),
        (Span(5, 9), (1, 0), (1,)),
        (Span(9, 20), (0,), ()),
    ]


def test_a_statement_over_two_paragraphs_opens_once():
    """One number, one card, however long the statement."""
    text = "“First part.\n“Second part,” she said."
    long = ReportStatement("direct", (Span(0, 27),), "STATE")
    opened = [
        piece.opens
        for part in paragraphs_of(text)
        for piece in cut_segments(part, [long], first_places(text, [long]))
    ]
    assert opened == [(0,), (), ()]


def test_cues_are_known_beside_the_statements():
    """The word that reports is underlined where it stands."""
    told = ReportStatement("direct", (Span(0, 8),), "STATE", cue=(Span(9, 13),))
    assert [piece.cues for piece in cut_segments(Span(0, 20), [told], [0])] == [(), (), (0,), ()]


def test_a_statement_that_starts_on_a_blank_line_still_opens():
    """Its card stands beside the first words that can be seen."""
    early = ReportStatement("direct", (Span(0, 9),), "STATE")
    assert first_places("\n  \nWords", [early]) == [4]
