"""Titles come without the site's name and with the whole headline."""

import pytest
from worker.articles.titles import Heading, TitleEvidence, choose_title

HEADLINE = "Lindqvist: talks on the strait go on"
OTHER = "Ministers meet again in Holmvik"


def chosen(headings=(), stated=(), element="", site="", **more):
    shown = tuple(each if isinstance(each, Heading) else Heading(each) for each in headings)
    return choose_title(TitleEvidence(shown, tuple(stated), element, site, **more))


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
        (["Talks go on"], [], "The North Courier", "", "Talks go on"),
        (["Details"], [HEADLINE], HEADLINE, "", HEADLINE),
        (
            [],
            ["Okoro calls it"],
            'Okoro calls it "unheard of" | Courier',
            "Courier",
            'Okoro calls it "unheard of"',
        ),
        ([], [], "双方将于下周继续谈判！-北方信使报", "", "双方将于下周继续谈判！"),
        ([], [], "双方将于下周继续谈判_北方信使报", "", "双方将于下周继续谈判"),
        ([], [], "北-南对话", "", "北-南对话"),
    ],
)
def test_the_title_is_chosen(headings, stated, element, site, title):
    """Each row is a way in which real pages state their title."""
    assert chosen(headings, stated, element, site) == title


def test_the_site_s_name_as_first_heading_is_passed_over():
    """A long name of a site stands behind the title; the title is shown, or in the address."""
    site = "The North Courier – all about the straits and the isles"
    element = f"Talks go on at last | {site}"
    assert chosen([site, "Talks go on at last"], [], element) == "Talks go on at last"
    assert chosen([site], [], element, lesser=("Talks go on at last",)) == "Talks go on at last"
    address = "https://courier.example/talks-go-on-at-last"
    assert chosen([site], [], element, address=address).startswith("Talks go on at last")


def test_a_kicker_is_no_part_of_the_title():
    """It stands in an element of its own; what follows is most of the heading, or what the page is called."""
    assert chosen([Heading(f"Strait: {HEADLINE}", HEADLINE)], [f"Strait: {HEADLINE}"]) == HEADLINE
    long = Heading(f"Press release of the ministry of foreign affairs and trade: {HEADLINE}", HEADLINE)
    assert chosen([long], [], HEADLINE) == HEADLINE
    assert chosen([long]) == long.whole


def test_what_is_marked_as_headline_comes_before_a_lone_heading():
    """Microdata name the headline; the heading around it is what readers see; several are a list."""
    assert chosen(["The archive of the year"], [], marked=(HEADLINE,)) == HEADLINE
    assert chosen([f"Strait: {HEADLINE}"], [], marked=(HEADLINE,)) == f"Strait: {HEADLINE}"
    assert chosen(["The archive of the year"], [], marked=(HEADLINE, OTHER)) == "The archive of the year"


def test_a_lesser_heading_may_be_the_title():
    """Where h1 belongs to the site, a part of the title element is shown further down."""
    assert chosen(["News", "Partners"], [], f"The North Courier » {OTHER}", lesser=("Vote", OTHER)) == OTHER
    assert (
        chosen([], [], f"{OTHER} | The North Courier", "The North Courier", lesser=("The North Courier",))
        == OTHER
    )
