"""``communique report`` and the copies of a database, from the command line."""

from __future__ import annotations

from test_cli_store import NOW, stored  # noqa: F401 - the same stored article
from worker.cli.main import run_with
from worker.cli.process import store_here
from worker.store.counts import count_all


def test_a_report_holds_what_fits_and_says_so(stored, tmp_path, capsys):  # noqa: F811
    out = tmp_path / "norway.html"
    assert run_with(["report", "--country", "NO", "--out", str(out)]) == 0
    assert f"1 statements of 1 articles: {out}" in capsys.readouterr().out
    page = out.read_text(encoding="utf-8")
    assert "Statements: country NO" in page
    assert "<script" not in page


def test_a_report_of_nothing_or_to_nowhere_is_one_line(stored, tmp_path, capsys):  # noqa: F811
    assert run_with(["report", "--country", "FR", "-o", str(tmp_path / "x.html")]) == 2
    assert "no statement fits" in capsys.readouterr().err
    assert run_with(["report", "-o", str(tmp_path / "no" / "x.html")]) == 2
    assert "can't write" in capsys.readouterr().err


def test_a_backup_goes_and_comes_back(stored, tmp_path, capsys):  # noqa: F811
    copy = tmp_path / "copy.db"
    assert run_with(["db", "backup", str(copy)]) == 0
    assert run_with(["db", "restore", str(copy)]) == 2
    assert "--replace" in capsys.readouterr().err
    assert run_with(["db", "restore", str(copy), "--replace"]) == 0
    with store_here() as store:
        assert count_all(store, NOW).statements == 2
