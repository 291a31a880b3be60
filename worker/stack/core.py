"""Start what every stack needs: the broker, unless one is configured, and the two workers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.app import CPU_QUEUES, HOST_QUEUES
from worker.stack.broker import broker_part
from worker.stack.parts import worker_parts

if TYPE_CHECKING:
    from pathlib import Path

    from worker.settings import Settings
    from worker.stack.supervise import Supervisor


def start_core(
    stack: Supervisor,
    settings: Settings,
    suffix: str = "",
    *,
    log_folder: Path | None = None,
    for_texts: bool = False,
) -> None:
    """Start the core in order, each part healthy before the next; ``for_texts``: no worker for hosts.

    Raises:
        WrongUse: no server program is installed, or the socket's folder is not ours alone.
        StartFailed: a part did not come up.
    """
    if not settings.broker_url:
        stack.start_broker(broker_part(settings))
    hosts, texts = worker_parts(settings, suffix, log_folder)
    workers = [(hosts, HOST_QUEUES), (texts, CPU_QUEUES)]
    stack.start_workers(workers[1:] if for_texts else workers)
