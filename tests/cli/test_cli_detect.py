"""``communique detect``: what goes in, what comes out, and how it complains."""

from __future__ import annotations

import io
import json
import sys
import types
from datetime import UTC, datetime

import pytest
from worker.cli.main import run_with
from worker.errors import GiveUp
from worker.shapes import Actor, Quotation, Span, Statement

FIELDS = [
    "type", "spans", "cue", "speaker", "speaker_text", "speaker_name", "speaker_kind", "role",
    "speaker_country", "channel", "addressee", "targets", "said_on", "said_on_basis", "act", "diplomatic",
    "confidence",
]  # fmt: skip


@pytest.fixture
def seen(monkeypatch):
    """Put a recogniser in place that finds the first word of a text, and keep what it was given."""
    articles = []

    def recognise(article):
        articles.append(article)
        if article.lang == "is":
            raise GiveUp("no-pack", "is")
        end = len(article.text.split()[0])
        quotation = Quotation("direct", (Span(0, end),), Span(0, len(article.text)), speaker=(Span(0, end),))
        return (
            Statement(
                id="s1",
                quotation=quotation,
                text=article.text[:end],
                lang=article.lang or "en",
                act="STATE",
                actor=Actor("country:NO", "Norway", "government", country="NO"),
                said_on=article.published_at.date() if article.published_at else None,
                confidence=0.12345,
            ),
        )

    module = types.ModuleType("worker.steps.recognise")
    module.recognise = recognise
    monkeypatch.setitem(sys.modules, "worker.steps.recognise", module)
    monkeypatch.delitem(sys.modules, "worker.cli.detect_lines", raising=False)
    return articles


def feed_stdin(monkeypatch, raw):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8"))


def test_a_file_gives_one_json_object_a_statement(seen, tmp_path, capsys):
    """Fields and their order are a contract; the words come last."""
    file = tmp_path / "a.txt"
    file.write_text("Ósló demands an answer.", encoding="utf-8")
    assert run_with(["detect", str(file), "--lang", "en", "--date", "2026-11-19", "--format", "jsonl"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    record = json.loads(line)
    assert list(record) == [*FIELDS, "text"]
    assert (record["text"], record["spans"], record["said_on"]) == ("Ósló", [[0, 4]], "2026-11-19")
    assert record["confidence"] == 0.123
    assert seen[0].published_at == datetime(2026, 11, 19, 12, tzinfo=UTC)


def test_standard_input_is_read_when_no_file_is_named(seen, monkeypatch, capsys):
    """Pipes are the usual way in; a byte order mark is not text."""
    feed_stdin(monkeypatch, "\ufeffNorway said no.\n".encode())
    assert run_with(["detect", "--lang", "en"]) == 0
    assert seen[0].text == "Norway said no.\n"
    assert capsys.readouterr().out.splitlines()[1].split("\t")[-1] == "Norway"


def test_html_is_a_whole_page(seen, monkeypatch, capsys):
    """The page can go straight into a file."""
    feed_stdin(monkeypatch, b"Norway said no.")
    assert run_with(["detect", "-", "--format", "html"]) == 0
    assert capsys.readouterr().out.startswith("<!doctype html>")


def test_lines_keep_their_order_and_ids(seen, tmp_path, capsys):
    """One line out for each line in; a language without a pack has no quotes; blank lines are no articles."""
    file = tmp_path / "in.jsonl"
    lines = [
        '{"id": 7, "text": "One."}',
        "",
        '{"id": "b", "lang": "is", "text": "Tvö."}',
        '{"text": "Three."}',
    ]
    file.write_text("\n".join(lines), encoding="utf-8")
    assert run_with(["detect", "--jsonl", str(file)]) == 0
    out = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(row["id"], len(row["quotes"])) for row in out] == [(7, 1), ("b", 0), (None, 1)]
    assert list(out[0]["quotes"][0]) == FIELDS


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "a JSON object is expected, not list"),
        ('{"id": 1}', '"text" is missing'),
        ('{"text": 5}', '"text" is missing or no string'),
        ('{"text": "a", "date": "soon"}', "'soon' is no date"),
        ('{"text": "a", "lang": 3}', '"lang" is no string'),
    ],
)
def test_a_malformed_line_is_named(seen, tmp_path, capsys, line, fault):
    """The lines before it are out; the number leads to the culprit."""
    file = tmp_path / "in.jsonl"
    file.write_text('{"id": 1, "text": "One."}\n' + line + "\n", encoding="utf-8")
    assert run_with(["detect", "--jsonl", str(file)]) == 2
    said = capsys.readouterr()
    assert len(said.out.splitlines()) == 1
    assert "line 2" in said.err
    assert fault in said.err
    assert len(said.err.splitlines()) == 1


@pytest.mark.parametrize("raw", [b"", b" \n\n", b"\xff\xfe\x00", b"%PDF\x00\x01", "Zürich".encode("latin-1")])
@pytest.mark.parametrize("option", [[], ["--jsonl", "-"]])
def test_empty_and_binary_input_is_refused_in_one_line(seen, monkeypatch, capsys, raw, option):
    """No traceback, no output, exit code 2."""
    feed_stdin(monkeypatch, raw)
    assert run_with(["detect", *option]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (["no-such-file.txt"], "can't read no-such-file.txt"),
        (["."], "can't read ."),
        (["--jsonl", "no-such-file"], "can't read no-such-file"),
        (["--format", "pdf"], "pdf"),
        (["README.md", "--lang", "x"], "'x' is no language code"),
        (["--jsonl", "a", "--date", "2026-01-01"], "stands alone"),
        (["--nonsense"], "No such option"),
    ],
)
def test_wrong_use_is_one_line(seen, capsys, arguments, fault):
    """The line names what was wrong."""
    assert run_with(["detect", *arguments]) == 2
    said = capsys.readouterr().err
    assert fault in said
    assert len(said.splitlines()) == 1


def test_a_language_without_a_pack_says_so(seen, monkeypatch, capsys):
    """Nothing found and nothing known are different things."""
    feed_stdin(monkeypatch, "Hann sagði nei.".encode())
    assert run_with(["detect", "--lang", "is"]) == 2
    assert "no-pack" in capsys.readouterr().err


def test_the_language_is_found_out_when_not_given(seen, monkeypatch):
    """Few people know the code of what they paste; a tag's region does not matter."""
    feed_stdin(monkeypatch, b"Die Ministerin sagte am Montag, sie erwarte eine rasche Antwort.")
    assert run_with(["detect"]) == 0
    feed_stdin(monkeypatch, b"Oui.")
    assert run_with(["detect", "--lang", "fr_CA"]) == 0
    assert [article.lang for article in seen] == ["de", "fr"]
