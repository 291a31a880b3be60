"""Where results of fault cases go when a run collects them for ``docs/reliability.md``."""

from __future__ import annotations

import json
import os
from pathlib import Path


def note(case, database, recovery_s, *, real=False, figures=None):
    """Write one line for a case that passed; without ``FAULT_RESULTS`` nothing is kept.

    ``recovery_s``: later than an undisturbed run by so much, on the trial's clock unless the case is real.
    """
    file = os.environ.get("FAULT_RESULTS")
    if file:
        line = {"group": case.group, "case": case.name, "database": database, "figures": figures or {}}
        with Path(file).open("a", encoding="utf-8") as out:
            out.write(json.dumps(line | {"recovery_s": round(recovery_s, 1), "real": real}) + "\n")
