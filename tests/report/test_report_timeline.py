"""The timeline picks a scale that can be read, the matrix keeps its sums."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from worker.report.matrix import render_matrix
from worker.report.shapes import ReportStatement
from worker.report.tables import STATEMENT_COLUMNS, table_rows
from worker.report.timeline import MOST_BARS, render_timeline
from worker.shapes import Span


def said(day=None, act="STATE", country=None):
    return ReportStatement("direct", (Span(0, 1),), act, said_on=day, country=country)


@pytest.mark.parametrize("days", [0, 1, 30, 61, 62, 400, 2000, 40_000])
def test_any_stretch_of_time_fits(days):
    """From one day to a century: few bars, all statements counted."""
    first = date(1920, 2, 29)
    drawn = render_timeline([said(first), said(first + timedelta(days)), said(first, act="AGREE")])
    assert 1 <= drawn.count("<rect") <= MOST_BARS * 3
    assert "3 dated statements" in drawn


def test_no_dates_no_timeline():
    """An empty axis says nothing."""
    assert render_timeline([said(), said()]) == ""


def test_matrix_counts_by_country_and_act():
    """Modes of one act share a column; every row ends with its sum."""
    drawn = render_matrix(
        [said(act="ACCUSE/allege", country="NO"), said(act="ACCUSE/disapprove", country="NO")]
    )
    assert drawn.count('scope="col"') == 2
    assert '<td class="sum">2</td>' in drawn


def test_many_countries_share_the_last_row():
    """A page is no atlas."""
    drawn = render_matrix([said(country=f"C{n:02}") for n in range(40)])
    assert "24 more" in drawn
    assert '<td class="sum">24</td>' in drawn


def test_rows_have_a_cell_for_every_column():
    """Words come from the article's text, on one line."""
    (row,) = table_rows(
        [ReportStatement("direct", (Span(0, 5), Span(6, 9)), "DENY", polarity="denied")], "a\nb c d e"
    )
    assert len(row) == len(STATEMENT_COLUMNS)
    assert row[-1] == "a b c … d e"
    assert row[3] == "deny (denied)"
