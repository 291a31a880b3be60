"""Watch a real stack under trial: its processes, its tasks, its rows."""

from __future__ import annotations

import time
import urllib.request
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import psutil
import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from worker.stack.supervise import Supervisor

PATIENCE_S = 90.0  # a crowded machine; nobody waits for it otherwise


def until(ready, what, while_waiting=lambda: None):
    """Wait for a condition; fail with its name when it never comes."""
    deadline = time.monotonic() + PATIENCE_S
    while not ready():
        if time.monotonic() > deadline:
            pytest.fail(f"never came: {what}")
        while_waiting()
        time.sleep(0.03)


def alive(pid):
    """A zombie that nobody has reaped yet is as dead as it gets."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def answers(address):
    """Tell whether Flower is there."""
    try:
        with urllib.request.urlopen(f"{address}/healthcheck", timeout=2) as reply:  # noqa: S310 - loopback
            return reply.status == 200
    except OSError:
        return False


def family(pid):
    """Return the process and all its descendants."""
    return [pid, *(child.pid for child in psutil.Process(pid).children(recursive=True))]


@dataclass
class Trial:
    """One running stack, its app, and the folder of its tasks."""

    supervisor: Supervisor
    app: object
    folder: Path
    said: list = field(default_factory=list)

    def send(self, name):
        self.app.send_task("trial.work", (str(self.folder), name), queue="extract")

    def allow(self, name):
        (self.folder / f"{name}.go").touch()

    def began(self, name):
        file = self.folder / f"{name}.began"
        return [int(line) for line in file.read_text().splitlines()] if file.exists() else []

    def done(self, name):
        return (self.folder / f"{name}.done").exists()

    def until(self, ready, what):
        until(ready, what, self.supervisor.watch)
