"""A task for trials of the stack: it shows that it began, waits for leave, and leaves one row."""

from __future__ import annotations

import os
import time
from pathlib import Path

from worker.app import app

app.conf.include = ()  # the trial needs no step


@app.task(name="trial.work", queue="extract")
def work(folder: str, name: str) -> None:
    """Write NAME.began with the process id, wait for NAME.go, then write NAME.done as a step would save."""
    place = Path(folder)
    with (place / f"{name}.began").open("a", encoding="utf-8") as began:
        began.write(f"{os.getpid()}\n")
    deadline = time.monotonic() + 30
    while not (place / f"{name}.go").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    (place / f"{name}.done").write_text("saved", encoding="utf-8")
