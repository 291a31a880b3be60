"""A real stack: one whose texts worker runs the trial task, and one as `communique up` runs it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from stack_trial import Trial
from worker.app import CPU_QUEUES, make_app
from worker.settings import load_settings
from worker.stack.broker import broker_part
from worker.stack.lock import FolderLock
from worker.stack.parts import worker_parts
from worker.stack.supervise import Supervisor

PROGRAM = """
import os, sys
from worker.errors import WrongUse
from worker.settings import load_settings
from worker.stack.run import run_up
try:
    sys.exit(run_up(load_settings(os.environ), None, lambda line: print(line, flush=True)))
except WrongUse as wrong:
    print(wrong)
    sys.exit(2)
"""


def pytest_configure(config):
    """Offer a browser and a PostgreSQL; session fixtures of a plugin exist once."""
    config.pluginmanager.import_plugin("browser")
    config.pluginmanager.import_plugin("postgres")


@pytest.fixture
def trial(home):
    """Return a function that runs one stack in ``home``; a second call starts it again."""

    @contextmanager
    def run(*, warm=False, before_workers=lambda _: None, **changes):
        environ = {"COMMUNIQUE_HOME": str(home), "COMMUNIQUE_PROCESS_POOL_SIZE": "1"}
        settings = replace(load_settings(environ), **{"preload": False} | changes)
        _, texts = worker_parts(settings, log_folder=home / "stack")
        command = tuple("trial_tasks" if word == "worker.app" else word for word in texts.command)
        path = os.pathsep.join([str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")])
        texts = replace(texts, command=command, environ=dict(texts.environ) | {"PYTHONPATH": path})
        app = make_app(settings)
        said = []
        with FolderLock(home, "trial") as lock:
            supervisor = Supervisor(app, lock.fd, said.append)
            try:
                supervisor.start_broker(broker_part(settings))
                before_workers(supervisor)
                supervisor.start_workers([(texts, CPU_QUEUES)])
                yield Trial(supervisor, app, home, said)
            finally:
                supervisor.stop(idle=not warm)
                app.close()

    return run


@pytest.fixture
def up(home):
    """Return a function that starts ``up`` in a process of its own."""
    started = []

    def start(**environ):
        own = {"COMMUNIQUE_HOME": str(home), "COMMUNIQUE_FLOWER_PORT": free_port()}
        with (home / "up.log").open("ab") as errors:
            process = subprocess.Popen(
                [sys.executable, "-c", PROGRAM],
                env=os.environ | own | environ,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])
