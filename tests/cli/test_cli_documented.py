"""What the pages tell a reader exists: commands, options, settings, and the pages they lead to."""

from __future__ import annotations

import re
import shlex
from dataclasses import fields
from pathlib import Path

import pytest
import typer
from worker.cli.main import app
from worker.errors import TryAgain
from worker.settings import Settings

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "Makefile", "docker-compose.yml")]
PAGES += sorted((ROOT / "docs").rglob("*.md"))
TYPED = re.compile(r"(?:^|[`\s/(])communique +(?=[a-z][a-z-]*(?:[\s`]|$))([^`\n]*)", re.MULTILINE)
PROSE = re.compile(r"[#|…·;&>]")  # where a command line in a page ends


def typed_in(page):
    """Yield each command line of a page as its words."""
    for found in TYPED.finditer(page.read_text("utf-8")):
        line = PROSE.split(found[1])[0]
        try:
            yield shlex.split(line)
        except ValueError:  # a quotation mark of the prose around it
            yield line.split()


def fault_of(words, command):
    """Say what is wrong with a command line, None when all of it exists."""
    while words and hasattr(command, "commands"):
        if words[0] not in command.commands:
            return None if words[0].startswith("-") else f"no command {words[0]!r}"
        command = command.commands[words[0]]
        words = words[1:]
    known = {option for parameter in command.params for option in parameter.opts} | {"--help"}
    wrong = [
        word for word in words if word.startswith("--") and word.partition("=")[0].rstrip(".,)") not in known
    ]
    return f"no option {', '.join(wrong)}" if wrong else None


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_and_options_exist(page):
    """A renamed option would leave its pages behind."""
    command = typer.main.get_command(app)
    faults = [(" ".join(words), fault) for words in typed_in(page) if (fault := fault_of(words, command))]
    assert faults == []


def test_every_command_is_in_the_readme():
    """A command nobody tells of is none."""
    readme = (ROOT / "README.md").read_text("utf-8")
    table = re.findall(r"^\| `([a-z-]+)([^|]*)\|", readme, re.MULTILINE)
    told = {name: set(re.findall(r"[a-z-]+", more)) for name, more in table}
    for name, command in typer.main.get_command(app).commands.items():
        assert name in told, name
        missing = set(getattr(command, "commands", ())) - told[name]
        assert not missing, f"{name}: {missing}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_settings_exist(page):
    """Each variable is a setting."""
    known = {f"COMMUNIQUE_{field.name.upper()}" for field in fields(Settings)}
    known |= {f"{name}_FILE" for name in known}  # the value as a file
    named = set(re.findall(r"\bCOMMUNIQUE_[A-Z_]*[A-Z]\b", page.read_text("utf-8")))
    assert named <= known


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    """Pages, pictures and headings."""
    for target in re.findall(r"\]\(([^)#\s]*)(?:#[^)]*)?\)", page.read_text("utf-8")):
        if target and "://" not in target:
            assert (page.parent / target).exists(), target


def test_the_programs_of_the_python_page_run(tmp_path, monkeypatch, capsys):
    """One after the other, as a reader would paste them; the feed's host can't be reached."""
    monkeypatch.chdir(tmp_path)
    programs = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "python.md").read_text("utf-8"), re.DOTALL)
    assert len(programs) == 4
    here: dict[str, object] = {}
    monkeypatch.setattr("worker.steps.poll.fetch_in_turn", _nobody_answers)
    for program in programs:
        exec(program, here)  # noqa: S102 - our own page
    assert "Foreign Ministry of Ethiopia" in capsys.readouterr().out


def _nobody_answers(*_):
    raise TryAgain("no route to host")
