# ruff: noqa: INP001 - Flower reads this file by its path
"""Flower's configuration, read by both stacks; it takes the same settings as everything else.

/metrics and /healthcheck answer without a password even when one is set: beyond loopback keep Flower behind
a proxy. The settings refuse an address beyond loopback without ``flower_auth``.
"""

import os
from typing import Any

from worker.log import configure_log
from worker.settings import load_settings

_settings = load_settings(os.environ)
configure_log(_settings.log_level, _settings.log_format)

address = _settings.flower_address
port = _settings.flower_port
basic_auth = [pair.strip() for pair in (_settings.flower_auth or "").split(",") if pair.strip()]
max_tasks = _settings.flower_max_tasks
persistent = True
db = str(_settings.home / "stack" / "flower")
state_save_interval = 60_000  # ms; also saved when it stops
purge_offline_workers = 3600
tasks_columns = "name,args,result,state,received,runtime,worker"
natural_time = True


def format_task(task: Any) -> Any:
    """Show what a task is about and what came of it as people would write it, not as Python does."""
    task.args = (task.args or "").removeprefix("()").replace("https://", "").replace("http://", "")
    task.result = (task.result or "").strip("'\"")
    return task
