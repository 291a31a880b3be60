"""Write the tables of docs/reliability.md from the results of a run; no figure there is typed by hand.

    .venv/bin/python bench/reliability.py RESULTS.jsonl docs/reliability.md

``make chaos`` and ``make soak`` call it. RESULTS has one line for each case that passed; a run that
failed stops make before this. Each kind of run has its own part of the page, between two comments.
"""

from __future__ import annotations

import json
import os
import platform
import sys
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any


def main() -> None:
    results, page = Path(sys.argv[1]), Path(sys.argv[2])
    lines = [json.loads(line) for line in results.read_text("utf-8").splitlines()]
    text = page.read_text("utf-8")
    parts = {
        "line": [line for line in lines if not line["real"]],
        "real": [line for line in lines if line["real"] and line["group"] != "soak"],
        "soak": [line for line in lines if line["group"] == "soak"],
    }
    for name, found in parts.items():
        if found:
            write = _soak if name == "soak" else _cases
            text = replaced(
                text, name, f"{when('make soak' if name == 'soak' else 'make chaos')}\n\n{write(found)}"
            )
    page.write_text(text, "utf-8")


def when(command: str) -> str:
    """Tell what was run, when and on what."""
    machine = f"Python {platform.python_version()}, {platform.system()}, {os.cpu_count()} processors"
    return f"`{command}`, {datetime.now(UTC):%Y-%m-%d}, {machine}."


def replaced(text: str, name: str, body: str) -> str:
    """Return a page with the part between the two comments of a name written anew."""
    begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
    before, _, rest = text.partition(begin)
    return f"{before}{begin}\n{body}\n{end}{rest.partition(end)[2]}"


def _cases(lines: list[dict[str, Any]]) -> str:
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in lines:
        groups[line["group"]].append(line)
    cases = len({(line["group"], line["case"]) for line in lines})
    rows = [f"{cases} cases in {len(lines)} runs: 0 entries lost, 0 rows twice, 0 in limbo.", ""]
    rows += ["| fault | cases | runs | recovered after, median | at most |", "|---|---:|---:|---:|---:|"]
    for group, members in groups.items():
        times = sorted(line["recovery_s"] for line in members)
        distinct = len({line["case"] for line in members})
        middle = times[len(times) // 2]
        rows.append(f"| {group} | {distinct} | {len(times)} | {middle:g} s | {times[-1]:g} s |")
    for line in lines:
        if line["figures"]:
            rates = line["figures"].items()
            told = ", ".join(f"{name.removesuffix('_pages_s')} {rate} pages/s" for name, rate in rates)
            rows += ["", f"{line['group']}: {told}."]
    return "\n".join(rows)


def _soak(lines: list[dict[str, Any]]) -> str:
    rows = []
    for line in lines:
        figures = line["figures"]
        outcomes = ", ".join(f"{word} {number}" for word, number in figures["outcomes"].items())
        kills = ", ".join(f"{part} {number}" for part, number in figures["kills"].items())
        later = figures["outcomes"].get("retry set", 0)  # hostile feeds lead to hosts that do not answer
        out = sum(figures["outcomes"].values()) - later
        rows.append(
            f"- {line['case']}: {figures['entries']} entries in, {out} outcomes out,"
            f" {later} whose next attempt is set for later, 0 lost, 0 twice."
        )
        rows.append(f"- Outcomes: {outcomes}.")
        rows.append(
            f"- {figures['requests']} requests, {figures['hostile']} hostile documents. Kill -9: {kills}."
        )
        rows.append(
            f"- All processes together held {figures['peak_mb']} MB at most;"
            f" {line['recovery_s']:g} s after the trouble ended nothing was left to do."
        )
    return "\n".join(rows)


if __name__ == "__main__":
    main()
