"""The report in a real browser: on a wide screen, a phone and in the dark, without a script."""

from __future__ import annotations

import pytest
from worker.report import ReportArticle, ReportStatement, render_report
from worker.shapes import Span

TEXT = "Norway condemned the raid.\n“We protest,” the minister said.\n" + "Averylongword" * 20


@pytest.fixture
def page(tmp_path):
    """Return the address of a report with names and texts that are hard to fit."""
    said = [
        ReportStatement(
            "direct",
            (Span(27, 40),),
            "ACCUSE/disapprove",
            speaker="Ada Lind",
            country=f"C{number}",
            country_name=f"The United Commonwealth of Island {number}",
            targets=(f"C{number + 1}",),
        )
        for number in range(30)
    ]
    file = tmp_path / "report.html"
    file.write_text(render_report([ReportArticle(TEXT, tuple(said), title="A raid")] * 2, "Sample"), "utf-8")
    return file.as_uri()


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (1280, True), (390, False), (320, True)])
def test_nothing_sticks_out_and_everything_can_be_read(chromium, page, width, dark):
    """The page never scrolls sideways, and ink stands out from paper by 7 to 1 (WCAG 2.2, 1.4.6)."""
    chromium.look(width, 900, dark=dark)
    chromium.call("Emulation.setScriptExecutionDisabled", value=True)
    chromium.open(page)
    chromium.call("Emulation.setScriptExecutionDisabled", value=False)
    assert chromium.ask("document.documentElement.scrollWidth") <= width
    ink, paper = (
        chromium.ask(f"getComputedStyle(document.body).{name}") for name in ("color", "backgroundColor")
    )
    assert _contrast(ink, paper) >= 7
    assert (_light(paper) < 0.1) is dark


def _light(colour):
    channels = [int(part) / 255 for part in colour[4:-1].split(",")]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _contrast(one, other):
    darker, lighter = sorted((_light(one), _light(other)))
    return (lighter + 0.05) / (darker + 0.05)
