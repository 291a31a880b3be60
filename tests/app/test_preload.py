"""What a worker of texts loads before its processes begin."""

from __future__ import annotations

import os
import subprocess
import sys

PROGRAM = """
import gc
from worker.app.configuration import CPU_QUEUES, HOST_QUEUES
from worker.app.outbox import Outbox
from worker.app.processes import prepare
from worker.packs import load, naming
from worker.settings import load_settings
from celery import Celery, signals

prepare(load_settings({"COMMUNIQUE_PRELOAD": %r}), Outbox(Celery()))
for queues in (HOST_QUEUES, CPU_QUEUES):
    app = Celery()
    app.conf.task_create_missing_queues = True
    app.amqp.queues.select(queues)
    signals.worker_init.send(sender=type("Worker", (), {"app": app}))
    print(load.load_pack.cache_info().currsize, len(naming._cache.packs), gc.get_freeze_count() > 0)
"""


def loaded(preload):
    """Return what the worker of hosts has loaded, and that of texts: packs, languages with names, frozen."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM % preload],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"COMMUNIQUE_LOG_LEVEL": "error"},
    )
    return [line.split() for line in done.stdout.splitlines()]


def test_a_worker_of_texts_loads_every_language_before_it_forks_and_one_of_hosts_none():
    hosts, texts = loaded("true")
    assert hosts == ["0", "0", "False"]
    assert texts == ["27", "27", "True"]


def test_without_preload_a_language_is_loaded_when_a_page_asks_for_it():
    assert loaded("false") == [["0", "0", "False"]] * 2
