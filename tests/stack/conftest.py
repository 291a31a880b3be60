"""A real stack whose texts worker runs the trial task."""

from __future__ import annotations

import os
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


@pytest.fixture
def trial(home):
    """Return a function that runs one stack in ``home``; a second call starts it again."""

    @contextmanager
    def run(*, warm=False, **changes):
        environ = {"COMMUNIQUE_HOME": str(home), "COMMUNIQUE_PROCESS_POOL_SIZE": "1"}
        settings = replace(load_settings(environ), **changes)
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
                supervisor.start_workers([(texts, CPU_QUEUES)])
                yield Trial(supervisor, app, home, said)
            finally:
                supervisor.stop(idle=not warm)
                app.close()

    return run
