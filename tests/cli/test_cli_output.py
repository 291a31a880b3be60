"""What leaves the program: harmless to terminals and spreadsheets, plain in a pipe."""

from __future__ import annotations

import csv
import io
import json
import sys
from dataclasses import fields
from datetime import date, datetime, timedelta, timezone

import pytest
from worker.cli import exports
from worker.cli.terminal import Look, harmless, show_facts, show_table
from worker.errors import WrongUse
from worker.store.rows import StatementRow

ESCAPE = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202e"


def test_a_pipe_gets_tab_separated_lines(capsys):
    """One row a line, one cell between tabs, whatever the cells hold."""
    show_table(("who", "words"), [("A\tB", "one\ntwo"), (None, 3)], Look(title="not for pipes"))
    assert capsys.readouterr().out == "who\twords\nA B\tone two\n\t3\n"


def test_a_terminal_gets_a_drawn_table(capsys, monkeypatch):
    """Brackets in an article are text, not markup."""
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    show_table(("who", "words"), [("Norway", "[bold]no[/bold]")], Look(("words",), title="1 statement"))
    out = capsys.readouterr().out
    assert "[bold]no[/bold]" in out
    assert "1 statement" in out


def test_a_narrow_terminal_is_spared_columns(capsys, monkeypatch):
    """Words that stand one letter a line help nobody."""
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    show_table(
        ("who", "kind", "words"), [("Norway", "direct", "long " * 99)], Look(("words",), spare=("kind",))
    )
    out = capsys.readouterr().out
    assert "direct" not in out
    assert "…" in out
    assert len(out.splitlines()) < 9


def test_no_text_steers_the_terminal(capsys):
    """Escapes from articles are shown as what they are: unknown characters."""
    show_table(("words",), [(ESCAPE,)])
    show_facts([("title", ESCAPE), ("author", None)])
    out = capsys.readouterr().out
    assert not set("\x1b\x07\x9b\u202e") & set(out)
    assert "author" not in out
    assert harmless("Zürich “ok” 北京") == "Zürich “ok” 北京"


def test_json_lines_are_harmless_and_lossless():
    """What a terminal would obey is written as an escape, and reads back the same."""
    line = exports.json_line({"text": ESCAPE + "\ud800é"})
    assert not set("\x1b\x07\x9b\u202e\ud800") & set(line)
    assert json.loads(line)["text"] == ESCAPE + "\ud800é"


@pytest.mark.parametrize("cell", ["=1+1", "+49", "-2", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_starts_a_formula(cell):
    """A spreadsheet shows the words instead of computing them."""
    out = io.StringIO()
    exports.write_csv([{"text": cell, "confidence": -0.5}], ["text", "confidence"], out)
    _, row = csv.reader(io.StringIO(out.getvalue()))
    assert row == [f"'{cell}".replace("\r", " "), "-0.5"]


def test_csv_keeps_lists_lines_and_gaps():
    """Lists are JSON, absent values empty, line ends inside their cell."""
    out = io.StringIO()
    exports.write_csv([{"a": ["x"], "b": None, "c": 'two\n"lines"'}], ["a", "b", "c"], out)
    assert list(csv.reader(io.StringIO(out.getvalue())))[1] == ['["x"]', "", 'two\n"lines"']


def test_parquet_without_pyarrow_says_what_to_install(monkeypatch):
    """It is an extra; its absence is no traceback."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(WrongUse, match="pip install"):
        exports.write_parquet([], ["text"], io.BytesIO())


def test_parquet_does_not_go_to_a_terminal():
    """Binary would scramble it."""
    out = io.BytesIO()
    out.isatty = lambda: True
    with pytest.raises(WrongUse, match="file"):
        exports.write_parquet([], ["text"], out)


def test_parquet_keeps_columns_types_and_values():
    """Days are days, times are times in UTC, lists are lists: nobody has to parse a text again."""
    pa = pytest.importorskip("pyarrow", reason="the extra communique[parquet] is not installed")

    known = {field.name: None for field in fields(StatementRow)}
    told = {
        "id": "s1",
        "lang": "en",
        "kind": "direct",
        "text": "“We object.”",
        "act": "REJECT",
        "polarity": "asserted",
        "confidence": 0.5,
        "detector_version": "1",
        "targets": ["NO", "EU"],
        "quoted": [],
        "spans": [[0, 12]],
        "cue": [[13, 17]],
        "said_on": date(2026, 11, 19),
        "published_at": datetime(2026, 11, 19, 23, 30, tzinfo=timezone(timedelta(hours=-1))),
    }
    out = io.BytesIO()
    rows = [known | told, known | {"id": "s2"}] * 700  # more than one batch
    exports.write_parquet(rows, list(known), out)
    table = pytest.importorskip("pyarrow.parquet").read_table(io.BytesIO(out.getvalue()))
    assert table.column_names == list(known)
    assert table.num_rows == 1400
    assert table.schema.field("said_on").type == pa.date32()
    assert table.schema.field("published_at").type == pa.timestamp("us", tz="UTC")
    assert table.schema.field("spans").type == pa.list_(pa.list_(pa.int64()))
    first, second = table.slice(0, 2).to_pylist()
    assert first == known | told
    assert second == known | {"id": "s2"}
