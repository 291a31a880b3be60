"""What can be no diplomatic statement is told early, and never tells wrongly."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from worker.packs.load import known_codes
from worker.shapes import Article
from worker.steps import recognise as line
from worker.steps.recognise import recognise

CASES = Path(__file__).parents[1] / "languages"
PUBLISHED = datetime(2026, 11, 18, 9, tzinfo=UTC)


def both_ways(text, lang):
    """The diplomatic statements of a text: picked from all of them, and looked for alone."""
    article = Article(text, lang, published_at=PUBLISHED)
    picked = [statement for statement in recognise(article) if statement.diplomatic]
    return picked, list(recognise(article, diplomatic_only=True))


@pytest.mark.parametrize("code", known_codes())
def test_looking_for_diplomatic_statements_alone_finds_the_same_ones(code):
    """In every case of every language, and in an article made of all of them: the same in every field."""
    cases = tomllib.loads((CASES / f"{code}.toml").read_text("utf-8"))["case"]
    texts = [case["text"] for case in cases]
    for text in (*texts, "\n".join(texts)):
        picked, alone = both_ways(text, code)
        assert alone == picked


TOLD = [
    ("en", "The Foreign Ministry (MFA) will meet on Monday. The MFA said that the talks had failed."),
    ("en", "Oslo said that the talks had failed."),
    ("en", "The minister Ada Lind arrived. She sang. She said that the talks had failed."),
    ("en", "Ada Lind said that it rained. Norway's minister Ada Lind said that it rained."),
    ("en", "“No,” Bo Lind said. “No,” the Norwegian ministry said. “No,” the Norwegian ministry said."),
    ("en", "According to sources in the Norwegian foreign ministry, the talks had failed."),
    (
        "en",
        "The Foreign Ministry (MFA) will meet.\n“We lost,” Bo Lind said.\nThe MFA said that it failed.",
    ),
    ("de", "Norwegen teilte mit:\n„Wir haben die Gespräche in dieser Woche beendet.“"),
    (
        "de",
        "Das sagte in Rom\ndas norwegische Außenministerium: „Wir haben die Gespräche beendet.“",
    ),
    ("ar", "قال وزير الخارجية النرويجي مثال نموذج إن المحادثات فشلت."),
]


@pytest.mark.parametrize(("lang", "text"), TOLD)
def test_a_state_may_stand_beside_the_mention(lang, text):
    """A short name given before, a pronoun, a house behind its officials; words said twice keep their ids."""
    picked, alone = both_ways(text, lang)
    assert picked
    assert alone == picked


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("“We lost,” coach Bo Lind said after the match.", False),
        ("“We lost,” coach Bo Lind said after the match in Norway.", True),
    ],
)
def test_an_article_without_any_office_is_not_searched_for_quotations(text, read, monkeypatch):
    """Nobody can speak for a state where none is named: most sport and crime ends here."""
    searched = []
    monkeypatch.setattr(line, "find_quotations", lambda *found: searched.append(found) or ())
    assert recognise(Article(text, "en"), diplomatic_only=True) == ()
    assert bool(searched) is read


def test_where_nobody_holds_an_office_only_what_names_a_state_is_searched(monkeypatch):
    """A state can only speak there under its own name; without one nothing else of the article is read."""
    searched = []
    find = line.find_quotations

    def note(text, pack, skip, tokens, within=None):
        searched.append(within)
        return find(text, pack, skip, tokens, within)

    monkeypatch.setattr(line, "find_quotations", note)
    sport = "“We lost,” coach Bo Lind said after the match."
    assert recognise(Article(f"{sport}\nThe next one is in Norway.", "en"), diplomatic_only=True) == ()
    assert searched == [{len(sport) + 1}]
    assert recognise(Article(f"{sport}\nNorway said that it rained.", "en"), diplomatic_only=True)
    assert searched[1:] == [{len(sport) + 1}, None]
