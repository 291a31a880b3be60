"""The command lines of docker-compose.yml, run as plain processes on a real Valkey and a real PostgreSQL.

Only what a container would give is replaced: its folders, its host names, its network.
"""

from __future__ import annotations

import os
import re
import shlex
import signal
import socket
import subprocess
import sys
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from ruamel.yaml import YAML
from sqlalchemy import select
from stack_trial import until
from worker.cli.newsroom import open_newsroom
from worker.settings import load_settings, seeds_dir
from worker.stack.broker import server_program
from worker.store.counts import count_all
from worker.store.engine import open_store
from worker.store.feeds import register_feed
from worker.store.models import StatementTable

pytestmark = [pytest.mark.broker, pytest.mark.postgres]
ROOT = Path(__file__).parents[2]
SERVICES = YAML(typ="safe", pure=True).load(ROOT / "docker-compose.yml")["services"]
OURS = ("migrate", "worker-io", "worker-cpu", "beat", "flower", "metrics")
SCALE = {"worker-io": 2, "worker-cpu": 2}


class Containers:
    """What compose would do: start a service's command in its surroundings, and ask after its health."""

    def __init__(self, folder, network):
        self.folder = folder
        self.network = network  # what compose's network is here
        self.processes = {}
        (folder / "data" / "stack").mkdir(parents=True)
        (folder / "bin").mkdir()
        (folder / "bin" / "valkey-server").symlink_to(server_program())
        self.entrypoint = folder / "bin" / "with-secrets"
        script = re.search(r"<<'EOF' \S+/with-secrets\n(.*?)\nEOF", _dockerfile(), re.DOTALL)
        self.entrypoint.write_text(self._here(script[1]))
        self.entrypoint.chmod(0o755)

    def start(self, service, *more):
        """Start one more container of a service."""
        number = sum(name.startswith(service) for name in self.processes) + 1
        host = f"{service}-{number}"
        words = [self._here(word).replace("%h", host) for word in _words(SERVICES[service]["command"])]
        entry = [str(self.entrypoint)] if service in OURS else []
        with (self.folder / f"{host}.log").open("wb") as log:
            self.processes[host] = subprocess.Popen(
                [*entry, *words, *more], cwd=ROOT, env=self._environ(service), stdout=log, stderr=log
            )
        return self.processes[host]

    def is_healthy(self, host):
        """Run the health check of a container's service."""
        service = host.rpartition("-")[0]
        kind, *words = SERVICES[service]["healthcheck"]["test"]
        if kind == "CMD-SHELL":
            words = ["sh", "-c", words[0].replace("$$", "$").replace("$(hostname)", host)]
        words = [self._here(word) for word in words]
        done = subprocess.run(
            words, cwd=ROOT, env=self._environ(service), capture_output=True, check=False, timeout=30
        )
        return done.returncode == 0

    def stop(self):
        """Ask all to end, as compose does: what others need goes last; return each one's exit code."""
        codes = {}
        for last in (False, True):
            ending = {host: p for host, p in self.processes.items() if host.startswith("valkey") is last}
            for process in ending.values():
                process.send_signal(signal.SIGTERM)
            codes |= {host: process.wait(timeout=30) for host, process in ending.items()}
        return codes

    def kill(self):
        """Leave nothing behind, whatever happened."""
        for process in self.processes.values():
            process.kill()
            process.wait()

    def _environ(self, service):
        own = SERVICES[service].get("environment", {})
        given = {name: self._here(re.sub(r"\$\{\w+:-(\w*)\}", r"\1", value)) for name, value in own.items()}
        path = os.pathsep.join(
            [str(self.folder / "bin"), str(Path(sys.executable).parent), os.environ["PATH"]]
        )
        image = {"PATH": path, "COMMUNIQUE_HOME": str(self.folder / "data"), "HOME": str(self.folder)}
        return image | {name: value for name, value in given.items() if value} | self.network["environ"]

    def _here(self, text):
        for there, here in self.network["names"].items():
            text = text.replace(there, here)
        text = text.replace("/run/secrets", str(self.folder / "secrets"))
        text = re.sub(r"(?<![\w.])/app(?=/)", str(ROOT), text)
        return re.sub(r"(?<![\w.])/data(?=/)", str(self.folder / "data"), text)


@pytest.fixture
def containers(tmp_path, postgres_url):
    """Give the means to run services; secrets are files, as compose mounts them."""
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("CREATE ROLE communique LOGIN PASSWORD 'geheim'")
        connection.execute("CREATE DATABASE communique OWNER communique")
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "db_password").write_text("geheim\n")
    (tmp_path / "secrets" / "flower_auth").write_text("admin:geheim\n")
    broker, flower, metrics = (_free_port() for _ in range(3))
    server = postgres_url.partition("?")[2]
    network = {
        "names": {
            "valkey:6379": f"127.0.0.1:{broker}",
            "@postgres:5432/communique": f"@/communique?{server}",
            "0.0.0.0": "127.0.0.1",  # noqa: S104 - what a container listens on
            "127.0.0.1:5555": f"127.0.0.1:{flower}",
            "127.0.0.1:5557": f"127.0.0.1:{metrics}",
        },
        "environ": {
            "COMMUNIQUE_FLOWER_PORT": str(flower),
            "COMMUNIQUE_METRICS_PORT": str(metrics),
            "COMMUNIQUE_MAX_ENTRY_AGE_DAYS": "0",
        },
        "broker_port": str(broker),
        "database": f"postgresql+psycopg://communique:geheim@/communique?{server}",
    }
    run = Containers(tmp_path, network)
    yield run
    run.kill()


def test_the_commands_of_the_compose_file_do_the_work(containers):
    """Two workers of each kind read the sample newsroom; all are healthy, and end when they are told to."""
    network, names = containers.network, set()
    with ExitStack() as stack:
        newsroom = stack.enter_context(open_newsroom(seeds_dir() / "newsroom"))
        network["environ"] |= {
            "COMMUNIQUE_ALLOW_HOSTS": newsroom.host,
            "COMMUNIQUE_SOFT_SHUTDOWN_S": "1",
            "COMMUNIQUE_DISPATCH_INTERVAL_S": "2",
        }
        folder = ["--dir", str(containers.folder)]
        containers.start("valkey", "--port", network["broker_port"], "--bind", "127.0.0.1", *folder)
        assert containers.start("migrate").wait(timeout=60) == 0
        store = open_store(network["database"])
        stack.callback(store.close)
        for feed in newsroom.feeds:
            register_feed(store, feed.url, datetime.now(UTC), outlet=feed.outlet, lang=feed.lang)
        for service in OURS[1:]:
            for _ in range(SCALE.get(service, 1)):
                containers.start(service)
        until(lambda: count_all(store, datetime.now(UTC)).outcomes.get("stored", 0) >= 13, "13 articles")
        with store.reading() as session:
            names = set(session.scalars(select(StatementTable.actor)))
        hosts = [host for host in containers.processes if host.rpartition("-")[0] in OURS[1:]]
        assert len(hosts) == 7
        for host in hosts:
            until(lambda host=host: containers.is_healthy(host), f"the health of {host}")
    assert "Sunniva Rækstad" in names
    codes = containers.stop()
    assert set(codes.values()) <= {0}, codes
    logs = "".join(file.read_text("utf-8", "replace") for file in containers.folder.glob("*.log"))
    assert "geheim" not in logs


def test_services_wait_for_those_they_need_and_get_time_to_stop():
    """No worker before the schema; a stop request leaves time for the tasks in hand."""
    soft_s = load_settings({}).soft_shutdown_s
    for name, service in SERVICES.items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["user"] not in ("", "0", "root"), name
        assert service["mem_limit"], name
        assert all("password" not in value.lower() for value in map(str, service.get("command", []))), name
        if name in OURS and name != "migrate":
            needs = {other: how["condition"] for other, how in service["depends_on"].items()}
            assert needs["migrate"] == "service_completed_successfully", name
            assert needs["valkey"] == needs["postgres"] == "service_healthy", name
        if name != "migrate":
            assert service["healthcheck"]["test"], name
        if name.startswith("worker"):
            assert int(service["stop_grace_period"].removesuffix("s")) >= 2 * soft_s, name


def _words(command):
    return shlex.split(command) if isinstance(command, str) else list(command)


def _dockerfile():
    return (ROOT / "Dockerfile").read_text(encoding="utf-8")


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
