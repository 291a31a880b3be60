"""Language cases are data: each of ``tests/languages/<code>.toml`` is a test, found and leave-alone alike."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from worker.packs.load import known_codes, load_pack
from worker.quotations.detect import find_quotations

FOLDER = Path(__file__).parent.parent / "languages"
CASES = [
    pytest.param(path.stem, case, id=f"{path.stem}: {case['about']}")
    for path in sorted(FOLDER.glob("*.toml"))
    for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
]


def cut(text, spans):
    return " … ".join(text[start:end] for start, end in spans)


def shown(text, quotation, wanted):
    """Show what the case names: always kind and text, speaker and act where it asks for them."""
    found = {"kind": quotation.kind, "text": cut(text, quotation.spans)}
    if "speaker" in wanted:
        found["speaker"] = cut(text, quotation.speaker)
    if "act" in wanted:
        found["act"] = quotation.act
    return found


@pytest.mark.parametrize(("code", "case"), CASES)
def test_finds_what_the_case_lists_and_nothing_else(code, case):
    """The statements of a case are all that is found, in order, word for word."""
    pack = load_pack(code)
    quotations = find_quotations(case["text"], pack)
    wanted = case["statements"]
    padded = [*wanted, *({} for _ in quotations)][: len(quotations)]
    found = [shown(case["text"], quotation, want) for quotation, want in zip(quotations, padded, strict=True)]
    assert found == wanted


@pytest.mark.parametrize("code", known_codes())
def test_every_pack_has_cases(code):
    """A language without cases is a promise that nobody checks."""
    assert sum(1 for param in CASES if param.values[0] == code) >= 25
