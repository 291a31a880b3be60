"""Compare the lock with a database of known faults (osv.dev), in one request; skip in a line when it is away.

    .venv/bin/python bench/lock_audit.py requirements.lock

``make check`` runs it. It waits four seconds at most, so that work offline is not held up. Exit code 1 names
each fault that is known for a pinned version; one that was looked at and does not concern us stands in
``bench/data/known_faults.txt`` with the reason. OSV_URL names another database of the same kind.
"""

from __future__ import annotations

import json
import os
import re
import sys
import threading
import urllib.request
from pathlib import Path
from typing import Any

DATABASE = "https://api.osv.dev/v1/querybatch"
KNOWN = Path(__file__).parent / "data" / "known_faults.txt"
WAIT_S = 4.0
PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)")


def main() -> int:
    packages = pinned(Path(sys.argv[1]).read_text("utf-8"))
    answer = asked(packages, os.environ.get("OSV_URL", DATABASE))
    if answer is None:
        print(
            f"known faults: not checked, the database can't be reached ({len(packages)} packages are pinned)"
        )
        return 0
    looked_at = {
        line.split()[0] for line in KNOWN.read_text("utf-8").splitlines() if line[:1] not in ("", "#")
    }
    faults = [fault for fault in found(packages, answer) if fault.rpartition(" ")[2] not in looked_at]
    for fault in faults:
        print(f"known fault: {fault}")
    print(f"known faults: {len(faults)} in {len(packages)} packages")
    return 1 if faults else 0


def pinned(lock: str) -> list[tuple[str, str]]:
    """Return name and version of every package of a lock."""
    return [match.groups() for line in lock.splitlines() if (match := PINNED.match(line))]  # type: ignore[misc]


def asked(packages: list[tuple[str, str]], url: str) -> Any:
    """Return the database's answer, None when there is none in time; looking up a name may hang, too."""
    wanted = [{"package": {"name": n, "ecosystem": "PyPI"}, "version": v} for n, v in packages]
    body = json.dumps({"queries": wanted}).encode()
    request = urllib.request.Request(url, body, {"content-type": "application/json"})  # noqa: S310 - ours
    answers: list[Any] = []

    def ask() -> None:
        try:
            with urllib.request.urlopen(request, timeout=WAIT_S) as reply:  # noqa: S310 - ours
                answers.append(json.load(reply))
        except (OSError, ValueError):
            return

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(WAIT_S)
    answer = answers[0] if answers else None
    return answer if isinstance(answer, dict) and len(answer.get("results", ())) == len(packages) else None


def found(packages: list[tuple[str, str]], answer: Any) -> list[str]:
    """Return ``name version id`` for each fault."""
    pairs = zip(packages, answer["results"], strict=True)
    return [f"{n} {v} {fault['id']}" for (n, v), result in pairs for fault in (result or {}).get("vulns", ())]


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    os._exit(code)  # a look-up that still hangs must not keep us
