"""The figures of docs/quality.md and those that the packs carry are the same ones."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from worker.packs.check import pack_path
from worker.packs.load import known_codes, read_table

QUALITY = Path(__file__).parents[2] / "docs" / "quality.md"
ROW = re.compile(r"^\| ([a-z]{2,3}) \| ([^|]*) \| ([^|]*) \| ([^|]*) \|", re.MULTILINE)


def figure(cell):
    found = re.match(r"\d+(?:\.\d+)?", cell.strip())
    return float(found[0]) if found else None


def documented():
    rows = ROW.findall(QUALITY.read_text(encoding="utf-8"))
    return {code: tuple(map(figure, cells)) for code, *cells in rows}


@pytest.mark.parametrize("code", known_codes())
def test_the_figures_of_a_pack_are_those_of_the_documentation(code):
    """A row changed in docs/quality.md changes [measured] in the pack, and the other way round."""
    measured = read_table(pack_path(code)).get("measured", {})
    row = documented().get(code, (None, None, None))
    assert tuple(measured.get(key) for key in ("direct", "all", "speaker")) == row
