"""``communique utterances``: grouping a file, and how it complains."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta

import pytest
from worker.cli.main import run_with
from worker.cli.process import store_here
from worker.settings import load_settings
from worker.shapes import Actor, Article, Entry, Page, Quotation, Span, Statement
from worker.steps.context import Context
from worker.steps.match import match_article
from worker.store.articles import save_article
from worker.store.entries import add_entry
from worker.store.models import OutletRow
from worker.store.pages import save_page
from worker.store.statements import replace_statements

NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)

ROWS = [
    {"id": 7, "lang": "en", "text": "We will open the border on 12 June.", "actor": "Ilse Tarv",
     "country": "XK", "said_on": "2026-06-01"},
    {"id": "b", "lang": "en", "text": "Nothing was agreed with anybody.", "actor": "Ilse Tarv",
     "country": None, "said_on": None},
    {"id": None, "text": "“We will open the border on 12 June”", "actor": "ilse tarv",
     "said_on": "2026-06-02"},
]  # fmt: skip


def write(path, rows):
    path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows))
    return str(path)


def test_a_file_is_grouped_in_its_own_order(tmp_path, capsys):
    """One line out for each line in; equal words mean one utterance; the same file gives the same words."""
    name = write(tmp_path / "in.jsonl", ROWS)
    assert run_with(["utterances", "match", "--jsonl", name]) == 0
    first = capsys.readouterr().out
    rows = [json.loads(line) for line in first.splitlines()]
    assert [row["id"] for row in rows] == [7, "b", None]
    assert rows[0]["utterance"] == rows[2]["utterance"] != rows[1]["utterance"]
    assert run_with(["utterances", "match", "--jsonl", name]) == 0
    assert capsys.readouterr().out == first


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("{", "not JSON"),
        ("[]", "a JSON object is expected, not list"),
        ({"id": 1}, '"text" is missing'),
        ({"text": "a", "actor": 3}, '"actor" is no string'),
        ({"text": "a", "said_on": "yesterday"}, "is no day"),
    ],
)
def test_a_malformed_line_is_named(tmp_path, capsys, line, complaint):
    """Exit code 2 and one line that says which and why; nothing on standard output."""
    name = write(tmp_path / "in.jsonl", [ROWS[0], line])
    assert run_with(["utterances", "match", "--jsonl", name]) == 2
    seen = capsys.readouterr()
    assert complaint in seen.err
    assert "line 2" in seen.err
    assert seen.out == ""


def test_an_empty_file_is_wrong_use(tmp_path, capsys):
    """Nothing to group is a mistake worth telling."""
    assert run_with(["utterances", "match", "--jsonl", write(tmp_path / "in.jsonl", [])]) == 2
    assert "no statements" in capsys.readouterr().err


CUT = "All 1,340 observers from Chile will leave Karabel across the border by 17 June."
LONG = CUT + " Until then the guards stay where they are. Nobody is let through, and nobody is sent back."
GERMAN = "Alle 1.340 Beobachter aus Chile verlassen Karabel bis zum 17. Juni über die Grenze."
TOLD = [  # outlet, language, kind, text, hours after the first
    ("Herald", "en", "direct", CUT, 0),
    ("Ministry", "en", "direct", LONG, 1),
    ("Anzeiger", "de", "direct", GERMAN, 2),
    ("Herald", "en", "direct", "Nothing was agreed with anybody.", 3),
]


@pytest.fixture
def stored(home, monkeypatch):
    """Set up a data folder with four articles of one speaker, three of them about one thing."""
    monkeypatch.setenv("COMMUNIQUE_HOME", str(home))
    monkeypatch.setenv("COMMUNIQUE_ECHO_MODEL", "none")
    with store_here() as store:
        with store.transaction() as session:
            session.add(OutletRow(name="Ministry", country="US", lang="en", kind="ministry"))
        context = Context(load_settings(dict(os.environ)), store, None, None, lambda: NOW)
        for number, (outlet, lang, kind, text, hours) in enumerate(TOLD, 1):
            url = f"https://outlet.example/{number}"
            entry = add_entry(store, Entry(url, url), NOW)
            with store.transaction() as session:
                page = save_page(store, session, entry, Page(url, url, 200, (), b"x", NOW))
                published = NOW + timedelta(hours=hours)
                article = Article(text, lang, None, url, url, outlet, None, published)
                article_id = save_article(store, session, (page, entry), article, NOW)
                quotation = Quotation(kind, (Span(0, len(text)),), Span(0, len(text)))
                ilse = Actor("person:ilse-tarv", "Ilse Tarv", "person", "foreign_minister", "US")
                said = Statement(
                    f"{number}" * 16, quotation, text, lang, "STATE", actor=ilse, said_on=NOW.date()
                )
                replace_statements(store, session, article_id, [said], NOW)
            match_article(context, article_id)


def output(capsys, *arguments):
    assert run_with(list(arguments)) == 0
    return capsys.readouterr().out


def rows(capsys, *arguments):
    return [json.loads(line) for line in output(capsys, *arguments).splitlines()]


def test_utterances_are_listed_once(stored, capsys):
    """Each with its best wording, its span, its outlets, languages and the statements that carry it."""
    listed = rows(capsys, "utterances", "export", "--text", "border")
    (found,) = listed
    assert (found["text"], found["statement"]) == (LONG, "2" * 16)
    assert found["renderings"] == 3
    assert found["outlets"] == ["Anzeiger", "Herald", "Ministry"]
    assert found["langs"] == ["en", "de"]
    assert found["outlet_countries"] == ["US"]
    carried = [(each["outlet"], each["how"], each["origin"]) for each in found["statements"]]
    assert carried == [
        ("Herald", "first", "relay"),
        ("Ministry", "contained", "source"),
        ("Anzeiger", "translated", "translation"),
    ]
    table = output(capsys, "utterances", "list").splitlines()
    assert len(table) == 3
    assert table[0].startswith("id\tsaid on")
    assert len(rows(capsys, "utterances", "list", "--least", "2", "--format", "jsonl")) == 1
    assert len(rows(capsys, "utterances", "list", "--lang", "de", "--format", "jsonl")) == 1
    assert rows(capsys, "utterances", "list", "--country", "FR", "--format", "jsonl") == []


def test_an_utterance_is_shown_with_its_variants(stored, capsys):
    """Who cut which sentence, who translated; the beginning of an id is enough."""
    (found,) = rows(capsys, "utterances", "export", "--text", "border")
    shown = output(capsys, "utterances", "show", found["id"][:6])
    assert "relay, cut" in shown
    assert "  - Until then the guards stay where they are." in shown
    assert "source, whole, contained 1.00" in shown
    assert "translation, translated" in shown
    assert run_with(["utterances", "show", "u-none"]) == 2
    assert "no utterance 'u-none'" in capsys.readouterr().err


def test_statements_are_listed_once_an_utterance(stored, capsys):
    """The head where the filter keeps it, else the best that it keeps."""
    unique = rows(capsys, "statements", "list", "--unique", "--format", "jsonl")
    assert [row["id"][0] for row in unique] == ["4", "2"]
    german = rows(capsys, "statements", "export", "--unique", "--lang", "de")
    assert [row["id"][0] for row in german] == ["3"]
    assert len(rows(capsys, "statements", "list", "--format", "jsonl")) == 4


@pytest.mark.parametrize("shape", ["csv", "parquet"])
def test_utterances_travel_in_tables(stored, capsysbinary, shape):
    """Statements are JSON where a cell holds text."""
    if shape == "parquet":
        pytest.importorskip("pyarrow")
    assert run_with(["utterances", "export", "--format", shape]) == 0
    assert b"contained" in capsysbinary.readouterr().out
