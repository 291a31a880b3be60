"""Captions, share bars and counters go; sentences and speech stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worker.articles.boilerplate import boilerplate_test, cut_boilerplate
from worker.shapes import Boilerplate

GERMAN = Boilerplate(
    credits=("Quelle", "Foto", "Bild"),
    lines=("Quelle", "Teilen", "Drucken"),
    starts=("Lesen Sie auch", "Newsletter"),
)

CUT = [
    "Präsidentin Ines Voss (links) und Kanzler Per Lund besuchen die Werft in Holmvik (Quelle: AFP). |",
    "Ines Voss in Holmvik am Montag. Foto: Lena Brandt/dpa",
    "Ines Voss vor der Werft Foto: dpa",
    "The minister arrives at the summit on Monday (Photo by Kim Roe/Getty Images)",
    "Foto: Lena Brandt",
    "© AFP",
    "[Anzeige_2]",
    "[ad_1]",
    "[...]",
    "Quelle",
    "QUELLE:",
    "Kommentar (0)",
    "Comments (12)",
    "Teilen",
    "Teilen | Drucken",
    "Facebook",
    "Lesen Sie auch: Werft in Holmvik bleibt geschlossen",
    "+++",
]
KEPT = [
    "Voss sprach von einem großen Erfolg (siehe oben).",
    "Der Sprecher nannte als Quelle: Geheimdienste.",
    "Das Foto: ein Skandal",
    "Sie wuchs in Quelle auf, einem Dorf (damals 300 Einwohner).",
    "„Wir werden nicht weichen und auch nicht verhandeln“, sagte Voss (Foto: dpa).",
    "Im Bild: die Kanzlerin. Sie sagte: „Wir kommen wieder, und zwar sehr bald.“",
    "„Lesen Sie auch das Kleingedruckte, bevor Sie unterschreiben“, riet der Minister.",
    "Teilen will die Regierung die Macht nicht.",
    "Holmvik (dpa)",
    "Ja.",
]


@pytest.mark.parametrize("line", CUT)
def test_what_is_no_text_is_cut(line):
    """Each of these lines stands on real news pages and is none of the article."""
    assert boilerplate_test(GERMAN)(line)


@pytest.mark.parametrize("line", KEPT)
def test_text_stays(line):
    """Sentences that only resemble such lines stay, and speech always does."""
    assert not boilerplate_test(GERMAN)(line)


def test_whole_paragraphs_are_cut():
    """With their line feeds."""
    text = "Erster Satz.\n[Anzeige_2]\nZweiter Satz.\nKommentar (0)"
    assert cut_boilerplate(text, Boilerplate()) == "Erster Satz.\nZweiter Satz."


@given(st.lists(st.sampled_from(CUT + KEPT), max_size=8), st.text(max_size=60))
def test_cutting_twice_changes_nothing(lines, noise):
    """What is left holds no boilerplate, and only whole paragraphs are gone."""
    text = "\n".join([*lines, noise])
    once = cut_boilerplate(text, GERMAN)
    assert cut_boilerplate(once, GERMAN) == once
    assert set(once.split("\n")) <= {*text.split("\n"), ""}
