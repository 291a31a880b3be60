"""Packs that are damaged at random: a fault is named, or the pack can be read; nothing else is raised."""

from __future__ import annotations

import copy
import tomllib
from contextlib import suppress
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from worker.errors import BadPack
from worker.packs.load import compile_pack, languages_dir, read_pack
from worker.packs.schema import faults_of_table

TEXT = (languages_dir() / "vi.toml").read_bytes()
TABLE = tomllib.loads(TEXT.decode())
LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=8), st.just("")
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)


PLACES = st.lists(st.integers(0, 10_000), min_size=1, max_size=5)
REMOVED = object()


def damaged(places, value):
    """Return a real pack with something else at one place, or without it."""
    table = copy.deepcopy(TABLE)
    node: Any = table
    for depth, place in enumerate(places):
        keys = sorted(node) if isinstance(node, dict) else list(range(len(node)))
        key = keys[place % len(keys)]
        inner = node[key]
        if depth < len(places) - 1 and isinstance(inner, dict | list) and inner:
            node = inner
            continue
        if value is REMOVED:
            del node[key]
        else:
            node[key] = value
        break
    return table


@given(PLACES, st.just(REMOVED) | VALUES)
def test_a_table_that_the_schema_accepts_can_be_compiled(places, value):
    """A fault is named in words before anything is built on it."""
    table = damaged(places, value)
    faults = faults_of_table(table)
    assert all(isinstance(fault, str) and fault for fault in faults)
    if not faults:
        assert compile_pack(table).code == table["code"]


@settings(max_examples=30)
@given(st.integers(0, len(TEXT)), st.integers(0, 40), st.binary(max_size=20))
def test_a_file_with_a_hole_is_read_or_refused(tmp_path_factory, start, length, filling):
    path = tmp_path_factory.getbasetemp() / "vi.toml"
    path.write_bytes(TEXT[:start] + filling + TEXT[start + length :])
    with suppress(BadPack):
        assert read_pack(path).code == "vi"
