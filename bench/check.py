"""A guard against backsliding: ratios of this run against the recorded ones; fails past 15 %.

    .venv/bin/python bench/check.py FOLDER [--record] [--pages 150]

Seconds depend on the machine, ratios hardly: the CPU time of each step is divided by that of
``trafilatura.bare_extraction`` over the same pages in the same process, a large text's by a small one's.
FOLDER is that of ``pipeline.py``. ``--record`` writes ``bench/recorded.json`` anew.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from growth import detection_growth
from pipeline import spent_on
from saved_pages import load_pages

RECORDED = Path(__file__).with_name("recorded.json")
ALLOWED = 1.15
RUNS = 3
LEAST = 0.02  # a ratio this small is noise


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=150)
    parser.add_argument("--record", action="store_true")
    options = parser.parse_args()
    now = _measured(options.folder, options.pages)
    if options.record:
        RECORDED.write_text(json.dumps({"pages": options.pages, "ratios": now}, indent=1) + "\n", "utf-8")
        return 0
    recorded = json.loads(RECORDED.read_text("utf-8"))
    if recorded["pages"] != options.pages:
        sys.exit(f"recorded with --pages {recorded['pages']}")
    worse = [name for name, before in recorded["ratios"].items() if now[name] > _limit(before)]
    for name, before in recorded["ratios"].items():
        print(f"{name:24} {before:.3f} -> {now[name]:.3f}{'  WORSE' if name in worse else ''}")
    return 1 if worse else 0


def _limit(before: float) -> float:
    return max(before * ALLOWED, before + LEAST)


def _measured(folder: Path, count: int) -> dict[str, float]:
    """Return the least ratios of some runs: other programs on the machine only add to them."""
    pages = load_pages(folder, count)
    runs = [spent_on(pages) for _ in range(RUNS)]
    bare_s = min(run.bare_s for run in runs)
    least = {name: min(run.cpu[name] for run in runs) for name in runs[0].cpu}
    steps = {f"cpu {name}": seconds / bare_s for name, seconds in least.items()}
    return {name: round(ratio, 4) for name, ratio in (steps | detection_growth()).items()}


if __name__ == "__main__":
    sys.exit(main())
