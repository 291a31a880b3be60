"""``communique utterances``: grouping a file, and how it complains."""

from __future__ import annotations

import json

import pytest
from worker.cli.main import run_with

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
