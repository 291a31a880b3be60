"""What Celery is told, and what must never be left to its defaults."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from worker.app import CPU_QUEUES, HOST_QUEUES, QUEUES, make_app
from worker.app.broker_address import MAX_SOCKET_PATH_BYTES, broker_url, socket_path
from worker.app.processes import task_modules
from worker.settings import load_settings


@pytest.fixture
def settings(home):
    return load_settings({"COMMUNIQUE_HOME": str(home)})


def test_no_message_is_lost_with_its_worker(settings):
    """Late acknowledgement, return on loss, one message in hand."""
    conf = make_app(settings).conf
    assert conf.task_acks_late
    assert conf.task_reject_on_worker_lost
    assert conf.worker_prefetch_multiplier == 1
    options = conf.broker_transport_options
    assert options["visibility_timeout"] > conf.task_time_limit > conf.task_soft_time_limit
    assert (options["unacked_restore_interval"], options["unacked_restore_throttle"]) == (5, 1)


def test_messages_are_json_and_results_are_not_kept(settings):
    """Nobody can send us a pickle; rows hold the state."""
    conf = make_app(settings).conf
    assert (conf.accept_content, conf.task_serializer, conf.task_ignore_result) == (["json"], "json", True)


def test_the_queues_are_known_and_no_other_is_made(settings):
    """A mistyped queue is an error, not a queue that nobody reads."""
    app = make_app(settings)
    assert set(app.amqp.queues) == set(QUEUES)
    assert {queue.routing_key for queue in app.amqp.queues.values()} == set(QUEUES)
    assert not app.conf.task_create_missing_queues


def test_beat_sends_tasks_that_expire_when_the_next_is_due(settings):
    """A night without workers leaves one dispatch to do, not thousands."""
    timetable = make_app(settings).conf.beat_schedule
    assert {name: line["schedule"] for name, line in timetable.items()} == {
        "feeds.dispatch": settings.dispatch_interval_s,
        "maintenance.sweep": settings.sweep_interval_s,
        "maintenance.purge": 6 * 3600.0,
        "events.relay": settings.events_interval_s,
        "maintenance.count": settings.count_interval_s,
    }
    assert all(line["options"]["expires"] == line["schedule"] for line in timetable.values())


def test_reading_again_stands_in_the_timetable_when_it_is_wanted(settings):
    """On its own queue, and only what today's rules have not read."""
    conf = make_app(replace(settings, reprocess_interval_s=86_400.0)).conf
    line = conf.beat_schedule["reprocess.start"]
    assert (line["schedule"], line["options"]["queue"]) == (86_400.0, "reprocess")
    assert line["kwargs"] == {"what": "detect", "filters": {"older_than": "current"}}
    assert conf.task_routes["reprocess.start"] == {"queue": "reprocess"}


def test_hubs_are_asked_only_where_they_can_reach_us(settings):
    """Off by default."""
    assert "feeds.subscribe" not in make_app(settings).conf.beat_schedule
    reachable = replace(settings, websub_address="https://us.example")
    assert make_app(reachable).conf.beat_schedule["feeds.subscribe"]["options"]["queue"] == "poll"


def test_a_configured_broker_wins(home):
    """Without one, the address is the socket in the data folder."""
    own = load_settings({"COMMUNIQUE_HOME": str(home), "COMMUNIQUE_BROKER_URL": "redis://broker:6379/0"})
    assert broker_url(own) == "redis://broker:6379/0"
    assert broker_url(load_settings({"COMMUNIQUE_HOME": "/srv/c"})) == (
        "redis+socket:///srv/c/stack/broker.sock?virtual_host=1"
    )


@pytest.mark.parametrize(
    "name", ["d" * 10, "d" * 80, "d" * 120, "d" * 400, "My Data", "100%25", "a?b#c@d", "données"]
)
def test_a_socket_path_fits_kernel_and_url_and_is_the_same_for_everybody(name):
    """A deep or oddly named data folder gets a short path in /tmp, its own and always the same."""
    home = Path("/" + name)
    assert re.fullmatch(r"[\w./-]+", str(socket_path(home)), re.ASCII)
    assert len(bytes(socket_path(home))) <= MAX_SOCKET_PATH_BYTES
    assert socket_path(home) == socket_path(Path(str(home)))
    assert socket_path(home) != socket_path(home / "x")


def test_the_workers_of_the_compose_file_consume_every_queue():
    """A queue that nobody reads would look like a job that never begins."""
    compose = Path(__file__).parents[2] / "docker-compose.yml"
    consumed = re.findall(r"--queues (\S+)", compose.read_text(encoding="utf-8"))
    assert {name for names in consumed for name in names.split(",")} == set(QUEUES)


def test_the_app_alone_loads_neither_tasks_nor_database():
    """Beat and Flower need names only; each would carry 35 MB more."""
    assert loaded_by("worker.app", {"worker.tasks", "sqlalchemy", "trafilatura"}) == set()


def test_a_worker_for_hosts_loads_nothing_that_reads_texts():
    """It would carry 40 MB that it never needs."""
    heavy = {"alembic", "babel", "numpy", "py3langid", "trafilatura", "worker.packs", "worker.tasks.texts"}
    assert loaded_by("worker.tasks.hosts", heavy) == set()


def test_the_supervisor_and_the_metrics_load_no_more_than_they_use():
    """They live as long as the stack."""
    assert loaded_by("worker.stack.run", {"sqlalchemy", "alembic", "pycurl", "typer", "valkey"}) == set()
    assert loaded_by("worker.monitor.serve", {"alembic", "pycurl", "typer", "pydantic"}) == set()


def test_programs_of_celery_start_without_each_other():
    """Celery's own command line loads them all."""
    assert loaded_by("worker.app.start", {"flower", "tornado", "celery.bin.shell"}) == set()


@pytest.mark.parametrize(
    ("queues", "modules"),
    [
        (HOST_QUEUES, ["worker.tasks.hosts"]),
        (CPU_QUEUES, ["worker.tasks.texts"]),
        (["fetch", "reprocess"], ["worker.tasks.hosts", "worker.tasks.texts"]),
    ],
)
def test_a_worker_has_the_tasks_of_its_queues(queues, modules):
    assert task_modules(queues) == modules


def loaded_by(module, suspects):
    """Return those of the suspects that a process has once it has imported a module."""
    code = f"import sys, {module}; print(*({suspects!r} & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(found.stdout.split())
