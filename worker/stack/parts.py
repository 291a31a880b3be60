"""Describe the children beside the broker: two workers, beat, Flower, the metrics, WebSub's callbacks."""

from __future__ import annotations

import signal
import socket
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from worker.app import CPU_QUEUES, HOST_QUEUES
from worker.errors import WrongUse
from worker.settings import config_dir, metrics_port, settings_environ
from worker.stack.children import Part

if TYPE_CHECKING:
    from pathlib import Path

    from worker.settings import Settings

APP = "worker.app"
COLD_S = 5.0  # a worker that was told to return its messages needs no longer


def worker_parts(settings: Settings, suffix: str = "", log_folder: Path | None = None) -> tuple[Part, Part]:
    """Describe the threads and the prefork worker; ``suffix`` keeps their names apart on one broker."""
    hosts = _worker(settings, f"hosts{suffix}", "threads", settings.thread_pool_size, HOST_QUEUES)
    texts = _worker(settings, f"texts{suffix}", "prefork", settings.process_pool_size, CPU_QUEUES)
    if log_folder is None:
        return hosts, texts
    return _logged(hosts, log_folder), _logged(texts, log_folder)


def node_name(part: Part) -> str:
    """Return the name under which a worker answers Celery's ping."""
    return part.command[part.command.index("--hostname") + 1]


def beat_part(settings: Settings) -> Part:
    """Describe beat; its schedule lives in the data folder."""
    schedule = settings.home / "stack" / "beat-schedule"
    words = ("beat", "--schedule", str(schedule), "--pidfile", "", "--loglevel", settings.log_level)
    return Part(name="beat", command=_celery(*words), environ=_environ(settings))


def flower_part(settings: Settings) -> Part:
    """Describe Flower; ``config/flowerconfig.py`` reads the same settings.

    Raises:
        WrongUse: its port is taken.
    """
    _demand_free_port("Flower", settings.flower_address, settings.flower_port, "; try --port")
    conf = config_dir() / "flowerconfig.py"
    words = ("flower", f"--conf={conf}")
    return Part(name="flower", command=_celery(*words), environ=_environ(settings))


def hooks_part(settings: Settings) -> Part:
    """Describe the callback service of WebSub.

    Raises:
        WrongUse: its port is taken.
    """
    _demand_free_port("the callback service", settings.websub_listen, settings.websub_port)
    return Part(name="hooks", command=(sys.executable, "-m", "worker.hooks"), environ=_environ(settings))


def metrics_part(settings: Settings) -> Part:
    """Describe the Prometheus endpoint.

    Raises:
        WrongUse: its port is taken.
    """
    port = metrics_port(settings)
    _demand_free_port("metrics", settings.metrics_address, port, "; try COMMUNIQUE_METRICS_PORT")
    command = (sys.executable, "-m", "worker.monitor.serve")
    return Part(name="metrics", command=command, environ=_environ(settings))


def _worker(settings: Settings, name: str, pool: str, size: int, queues: tuple[str, ...]) -> Part:
    words = {
        "--hostname": f"{name}@{socket.gethostname()}",
        "--pool": pool,
        "--concurrency": str(size),
        "--queues": ",".join(queues),
        "--loglevel": settings.log_level,
    }
    options = [word for pair in words.items() for word in pair]
    return Part(
        name=f"{name.partition('-')[0]} worker",
        command=_celery("worker", *options, "--without-gossip", "--without-mingle"),
        environ=_environ(settings),
        # SIGTERM lets running tasks end, SIGQUIT returns what still runs. Celery's own soft shutdown
        # (REMAP_SIGTERM, for containers) sleeps its whole time even if the tasks end in the first second.
        stop=((signal.SIGTERM, settings.soft_shutdown_s), (signal.SIGQUIT, COLD_S)),
    )


def _celery(*words: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "worker.app.start", APP, *words)


def _environ(settings: Settings) -> dict[str, str]:
    # The supervisor does the soft part of the shutdown itself, see above.
    return settings_environ(replace(settings, soft_shutdown_s=0.0)) | {"PYTHONUNBUFFERED": "1"}


def _logged(part: Part, folder: Path) -> Part:
    return replace(part, log_file=folder / f"{part.name.partition(' ')[0]}.log")


def _demand_free_port(name: str, address: str, port: int, hint: str = "") -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            raise WrongUse(f"{name} can't listen on {address}:{port}: {error.strerror}{hint}") from error
