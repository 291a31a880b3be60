"""The command line as a whole: quick help, one clear line for every error, the promised exit codes."""

from __future__ import annotations

import subprocess
import sys

import pytest
from worker.cli import main
from worker.errors import BadPack, WrongUse

HEAVY = ("celery", "sqlalchemy", "trafilatura", "babel", "rich.table", "redis", "py3langid", "pycurl")


def test_help_imports_no_heavy_room():
    """Start-up time is what the imports cost."""
    code = (
        "import sys; from worker.cli.main import run_with; run_with(['--help']);"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "Usage: communique" in done.stdout
    assert done.stderr.strip() == "[]"


def test_no_arguments_show_the_help(capsys):
    """A newcomer's first try teaches something."""
    assert main.run_with([]) == 0
    assert "detect" in capsys.readouterr().out


@pytest.mark.parametrize("module", ["worker", "worker.cli.main"])
def test_the_command_line_is_a_module_as_well(module):
    """For where the program is not on the path."""
    done = subprocess.run([sys.executable, "-m", module], capture_output=True, text=True, check=True)
    assert "Usage: communique" in done.stdout


@pytest.mark.parametrize(
    ("error", "code", "lines"),
    [
        (WrongUse("no such feed"), 2, ["no such feed"]),
        (BadPack("de.toml", ["first", "second"]), 2, ["de.toml: first", "de.toml: second"]),
        (ValueError("odd\nlong story"), 2, ["ValueError: odd (COMMUNIQUE_LOG_LEVEL=debug shows where)"]),
        (KeyboardInterrupt(), 130, []),
    ],
)
def test_errors_end_as_lines_and_codes(monkeypatch, capsys, error, code, lines):
    """No user meets a traceback."""

    def fail(**_):
        raise error

    monkeypatch.setattr(main, "app", fail)
    assert main.run_with(["detect"]) == code
    assert capsys.readouterr().err.splitlines() == lines


def test_a_traceback_can_be_asked_for(monkeypatch, capsys):
    """Whoever debugs sets the log level."""

    def fail(**_):
        raise ValueError("odd")

    monkeypatch.setenv("COMMUNIQUE_LOG_LEVEL", "debug")
    monkeypatch.setattr(main, "app", fail)
    assert main.run_with(["detect"]) == 2
    assert "Traceback" in capsys.readouterr().err


def test_a_reader_that_leaves_early_is_no_error():
    """`communique … | head` ends quietly."""
    code = (
        "import sys\nfrom worker.cli import main\n"
        "def flood(**_):\n    for _ in range(100000): print('x' * 80)\n"
        "main.app = flood\nsys.exit(main.run_with(['detect']))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as flood:
        flood.stdout.read(10)
        flood.stdout.close()
        assert flood.stderr.read() == b""
        assert flood.wait() == 0
