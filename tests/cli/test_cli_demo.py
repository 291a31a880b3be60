"""``communique demo`` from end to end, as a newcomer runs it: the real pipeline, ended by itself."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from worker.cli import demo
from worker.errors import WrongUse


@pytest.mark.broker
def test_demo_shows_statements_and_leaves_nothing_running(tmp_path):
    """Every entry has an outcome, the report is complete, no process stays behind."""
    command = [sys.executable, "-c", "from worker.cli.main import run; run()", "demo"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    ended = re.search(r"^17 entries: (.*); (\d+) statements$", done.stdout, re.MULTILINE)
    assert ended, done.stdout
    outcomes = dict(reversed(pair.split(" ", 1)) for pair in ended[1].split(", "))
    assert outcomes.keys() <= {"stored", "no-pack", "no-statements"}
    assert outcomes["no-pack"] == "2"
    assert sum(map(int, outcomes.values())) == 17
    assert int(ended[2]) > 60
    page = (tmp_path / "communique-demo" / "report.html").read_text(encoding="utf-8")
    assert "Sunniva Rækstad" in page
    assert "Henrike Tiedemann" in page
    assert "communique feeds add" in done.stdout
    assert processes_in(tmp_path) == []


def processes_in(folder):
    """Return the command lines that mention a folder; empty where there is no /proc."""
    lines = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            line = (entry / "cmdline").read_bytes() + (entry / "environ").read_bytes()
        except OSError:
            continue
        if os.fsencode(folder) in line and int(entry.name) != os.getpid():
            lines.append(line)
    return lines


def test_demo_touches_no_folder_that_is_not_its_own(tmp_path):
    """Whatever stands there stays."""
    home = tmp_path / "data"
    home.mkdir()
    (home / "thesis.txt").write_text("years of work")
    with pytest.raises(WrongUse, match="something else"):
        demo._make_fresh(home)
    assert (home / "thesis.txt").exists()


def test_demo_starts_afresh(tmp_path):
    """A second run shows what a first one shows."""
    home = tmp_path / "data"
    demo._make_fresh(home)
    (home / "communique.db").write_text("old")
    demo._make_fresh(home)
    assert not (home / "communique.db").exists()
