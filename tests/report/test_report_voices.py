"""Who speaks about whom, and who is heard most."""

from __future__ import annotations

import re

from worker.report.about import MOST, render_about
from worker.report.shapes import ReportStatement
from worker.report.talkers import render_talkers
from worker.shapes import Span


def said(country=None, *targets, act="STATE", speaker=None, **facts):
    """Return a statement of a country about others."""
    return ReportStatement(
        "direct", (Span(0, 1),), act, country=country, targets=targets, speaker=speaker, **facts
    )


def cells(table):
    """Return the words of each row."""
    return [re.sub(r"<[^>]+>", " ", row).split() for row in table.split("<tr>")[1:]]


def test_rows_speak_about_columns():
    """The most talkative country first, the one most spoken about first; nobody speaks about itself."""
    table = render_about(
        [said("NO", "IS", "NO"), said("NO", "IS", "EU"), said("EU", "IS"), said(None, "IS"), said("US")]
    )
    assert cells(table) == [["IS", "EU"], ["NO", "2", "1"], ["EU", "1"]]


def test_a_cell_has_the_colour_of_what_is_said_most():
    """Among equals conflict is shown: it is what a reader must not miss."""
    hostile, friendly = said("NO", "IS", act="ACCUSE"), said("NO", "IS", act="SUPPORT")
    assert 'class="against shade4"' in render_about([hostile, friendly])
    assert 'class="with shade4"' in render_about([hostile, friendly, friendly])


def test_countries_have_names_and_the_table_stays_on_a_screen():
    """Codes stand only where there is no name; names are escaped."""
    named = said("NO", "X<", country_name="Norway", target_names=("Isl<and",))
    assert "Norway about Isl&lt;and" in render_about([named])
    many = [said(f"A{number}", f"B{number}") for number in range(40)]
    assert len(cells(render_about(many))) == MOST + 1


def test_without_targets_there_is_no_table():
    assert render_about([said("NO"), said("NO", "NO")]) == ""


def test_those_heard_most_come_first_with_office_and_tones():
    """Namesakes of two countries are two people."""
    table = render_talkers(
        [
            said("NO", speaker="Ada Lind", role="foreign_minister", country_name="Norway"),
            said("NO", speaker="Ada Lind", act="ACCUSE"),
            said("SE", speaker="Ada Lind"),
            said("NO"),
        ]
    )
    assert cells(table) == [
        ["Ada", "Lind", "foreign", "minister", "·", "Norway", "2"],
        ["Ada", "Lind", "SE", "1"],
    ]
    assert 'class="against" style="width:50.0%" title="1 conflictual"' in table
    assert render_talkers([said("NO")]) == ""
