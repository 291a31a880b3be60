"""Titles come without the site's name and with the whole headline."""

import pytest
from worker.articles.titles import TitleEvidence, choose_title

HEADLINE = "Lindqvist: talks on the strait go on"


@pytest.mark.parametrize(
    ("headings", "stated", "element", "site", "title"),
    [
        ([HEADLINE], [], f"{HEADLINE} | The North Courier", "", HEADLINE),
        ([], [f"{HEADLINE} - The North Courier"], "", "The North Courier", HEADLINE),
        ([], [f"The North Courier | {HEADLINE}"], "", "The North Courier", HEADLINE),
        ([], [], f"{HEADLINE} – The North Courier", "", HEADLINE),
        (["The North Courier"], [HEADLINE], f"{HEADLINE} | The North Courier", "", HEADLINE),
        (["The North Courier", HEADLINE], [], f"{HEADLINE} | The North Courier", "", HEADLINE),
        ([f"World affairs {HEADLINE}"], [HEADLINE], "", "", HEADLINE),
        ([HEADLINE + " again"], [HEADLINE + " again", HEADLINE[:20]], "", "", HEADLINE + " again"),
        (["A headline nobody repeats here"], [], "Welcome", "", "A headline nobody repeats here"),
        ([], [], "Lindqvist : no", "", "Lindqvist : no"),
        ([HEADLINE], [], f"News - {HEADLINE}", "", HEADLINE),
        ([f"{HEADLINE} | Courier"], [HEADLINE], f"{HEADLINE} | Courier", "Courier", HEADLINE),
        ([], [f"{HEADLINE} - La Muestra"], "", "lamuestra.example", HEADLINE),
        (["Hi"], [], "", "", "Hi"),
        ([], [], "", "", None),
    ],
)
def test_the_title_is_chosen(headings, stated, element, site, title):
    """Each row is a way in which real pages state their title."""
    assert choose_title(TitleEvidence(tuple(headings), tuple(stated), element, site)) == title
