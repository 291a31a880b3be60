"""Nothing lost, nothing twice: every case of the table ends with the books of an undisturbed run."""

from __future__ import annotations

import pytest
from fault_cases import CASES

from fault_results import note


def test_the_undisturbed_run_is_worth_comparing_with(undisturbed):
    """It holds endings of several kinds, an echo and a retry."""
    books, _ = undisturbed
    assert books["outcomes"] == {"stored": 4, "duplicate": 1, "not-found": 1}
    assert books["groups"] == {1: 2, 2: 1}
    assert books["lost"] == 0


def each_on_its_databases():
    for case in CASES:
        for kind in (case.only,) if case.only else ("sqlite", "postgresql"):
            marks = [pytest.mark.postgres] if kind == "postgresql" else []
            yield pytest.param(case, kind, marks=marks, id=f"{kind}: {case.group}: {case.name}")


@pytest.mark.parametrize(("case", "kind"), list(each_on_its_databases()))
def test_a_fault_leaves_the_same_books(case, kind, undisturbed, start_line):
    """One outcome for each entry, the same statements in the same groups, no row twice, nothing in limbo."""
    line = start_line(kind)
    case.set_up(line)
    spent_s = line.run()
    assert bool(line.struck) == case.strikes
    books, usual_s = undisturbed
    assert line.books() == books
    note(case, kind, max(0.0, spent_s - usual_s))
