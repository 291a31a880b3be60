"""The whole stack as a user runs it: in the foreground, ended by a signal, or by kill -9."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request

import pytest
from stack_trial import alive, answers, family, until
from worker.stack.lock import FolderLock

pytestmark = pytest.mark.broker


def test_up_runs_until_a_signal_and_refuses_a_second_one(up, home):
    """Flower answers and takes no orders, a second ``up`` is refused, Ctrl-C leaves nothing behind."""
    first = up()
    address = first.stdout.readline().split("Flower: ")[1].split()[0]
    pids = family(first.pid)
    assert len(pids) >= 7  # supervisor, leash, broker, two workers, beat, Flower
    second = up()
    said, _ = second.communicate(timeout=20)
    assert second.returncode == 2
    assert said == f"{home}: communique up (process {first.pid}) already runs here\n"
    until(lambda: answers(address), "Flower's page")
    assert refused(f"{address}/api/task/send-task/feeds.dispatch") == 401
    assert refused(f"{address}/api/worker/pool/shrink/hosts") == 401
    first.send_signal(signal.SIGINT)
    said, _ = first.communicate(timeout=30)
    assert first.returncode == 0
    assert said.splitlines()[-1] == "stopped; nothing was lost"
    assert not [pid for pid in pids if alive(pid)]


def test_nothing_outlives_a_killed_supervisor(up, home):
    """Kill -9 of the supervisor: its children end within seconds, and the folder can be used again."""
    first = up()
    first.stdout.readline()
    pids = family(first.pid)
    first.kill()
    until(lambda: not [pid for pid in pids[1:] if alive(pid)], "the end of all children")
    with FolderLock(home, "the next one"):
        assert FolderLock(home, "a third").take() is False


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        (
            {"COMMUNIQUE_BROKER_URL": "redis://:geheim@127.0.0.1:1/0"},
            "the broker redis://:**@127.0.0.1:1/0 of COMMUNIQUE_BROKER_URL can't be reached: ",
        ),
        ({"COMMUNIQUE_HOME": "/proc/nowhere"}, "/proc/nowhere: cannot be used as data folder: "),
        (
            {"COMMUNIQUE_DATABASE_URL": "sqlite:////proc/nowhere"},
            "can't open the database sqlite:////proc/nowhere: ",
        ),
    ],
)
def test_what_can_not_work_is_one_clear_line(up, environ, said):
    """No traceback, no secret, exit code 2."""
    process = up(**environ)
    out, _ = process.communicate(timeout=20)
    assert process.returncode == 2
    assert out.startswith(said)
    assert len(out.splitlines()) == 1


def test_a_taken_port_is_named_before_anything_starts(up):
    """Flower would only die in the background."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        process = up(COMMUNIQUE_FLOWER_PORT=port)
        out, _ = process.communicate(timeout=20)
    assert process.returncode == 2
    assert out.startswith(f"Flower can't listen on 127.0.0.1:{port}: ")


def test_the_command_becomes_the_supervisor(home):
    """It takes its option along, and ends as the supervisor does."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "worker", "up", "--port", port]
        environ = os.environ | {"COMMUNIQUE_HOME": str(home)}
        done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False, timeout=20)
    assert done.returncode == 2
    assert done.stderr.startswith(f"Flower can't listen on 127.0.0.1:{port}: ")
    assert len(done.stderr.splitlines()) == 1


def refused(address):
    """Return the status with which a POST is refused."""
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(address, data=b"{}", timeout=10)  # noqa: S310 - loopback
    caught.value.close()
    return caught.value.code
