"""What survives a kill: with a real broker and real workers, as only they can show it."""

from __future__ import annotations

import os
import signal
import threading

import pytest
from kombu.messaging import Producer
from stack_trial import alive, family, until
from worker.app import CPU_QUEUES
from worker.app.broker_address import redis_client
from worker.errors import WrongUse
from worker.stack.broker import waiting
from worker.stack.lock import FolderLock

pytestmark = pytest.mark.broker


def test_a_task_whose_process_is_killed_is_done_again(trial):
    """Kill -9 of a pool process in mid-task: another takes the message, and one row is left."""
    with trial() as stack:
        stack.send("a")
        stack.until(lambda: stack.began("a"), "the first try")
        os.kill(stack.began("a")[0], signal.SIGKILL)
        stack.until(lambda: len(stack.began("a")) == 2, "the second try")
        stack.allow("a")
        stack.until(lambda: stack.done("a"), "the row")
        assert stack.began("a")[0] != stack.began("a")[1]
        assert stack.said == []  # the worker itself lived on


def test_a_killed_worker_is_started_again_and_its_message_returns_at_once(trial):
    """Kill -9 of a whole worker: no wait for the visibility timeout, nothing left of its pool."""
    with trial() as stack:
        stack.send("a")
        stack.until(lambda: stack.began("a"), "the first try")
        os.kill(stack.supervisor.pids()["texts worker"], signal.SIGKILL)
        stack.until(lambda: len(stack.began("a")) == 2, "the second try")
        stack.allow("a")
        stack.until(lambda: stack.done("a"), "the row")
        assert stack.said == ["texts worker ended unexpectedly (signal 9); starting it again in 1 s"]
        assert not alive(stack.began("a")[0])


def test_a_killed_broker_comes_back_with_its_messages(trial):
    """Kill -9 of the broker while a task runs and another waits: both get done, the worker lives on."""
    with trial() as stack:
        worker = stack.supervisor.pids()["texts worker"]
        stack.send("a")
        stack.until(lambda: stack.began("a"), "the first task")
        stack.send("b")
        client = redis_client(stack.app.conf.broker_url)
        until(lambda: waiting(client, CPU_QUEUES) == 2, "the second message")
        os.kill(stack.supervisor.pids()["broker"], signal.SIGKILL)
        stack.until(lambda: "broker" not in stack.supervisor.pids(), "the broker's end")
        stack.allow("a")
        stack.allow("b")
        stack.until(lambda: stack.done("a") and stack.done("b"), "both rows")
        assert stack.supervisor.pids()["texts worker"] == worker


def test_a_broker_killed_while_workers_start_is_started_again(trial):
    """A message left over from before may be what kills it: nobody would ever answer without it."""

    def kill_soon(supervisor):
        threading.Timer(0.3, os.kill, (supervisor.pids()["broker"], signal.SIGKILL)).start()

    with trial(before_workers=kill_soon) as stack:
        assert stack.said == ["broker ended unexpectedly (signal 9); starting it again in 1 s"]
        stack.allow("a")
        stack.send("a")
        stack.until(lambda: stack.done("a"), "the row")


def test_a_broker_killed_amid_a_ping_is_started_again(trial, monkeypatch):
    """Kombu sends a ping again until it is connected: who revives the broker must not wait for it."""
    publish = Producer.publish
    sent = []

    def kill_before_the_second(supervisor):
        def publish_after_the_kill(producer, *args, **options):
            sent.append(args)
            if len(sent) == 2:  # the first has opened the connection
                broker = supervisor.pids()["broker"]
                os.kill(broker, signal.SIGKILL)
                until(lambda: not alive(broker), "the broker's end")
            return publish(producer, *args, **options)

        monkeypatch.setattr(Producer, "publish", publish_after_the_kill)

    with trial(before_workers=kill_before_the_second) as stack:
        assert len(sent) > 2
        assert stack.said == ["broker ended unexpectedly (signal 9); starting it again in 1 s"]


def test_a_warm_stop_lets_a_running_task_end_and_leaves_no_process(trial):
    """The task ends, the message is acknowledged, and every process of the stack is gone."""
    with trial(warm=True) as stack:
        pids = [pid for parent in stack.supervisor.pids().values() for pid in family(parent)]
        stack.send("a")
        stack.until(lambda: stack.began("a"), "the task")
        threading.Timer(0.5, stack.allow, ["a"]).start()
    assert stack.done("a")
    assert not [pid for pid in pids if alive(pid)]


def test_a_task_that_outlasts_a_warm_stop_is_done_at_the_next_start(trial):
    """What can't end in time goes back to the broker's file, not into the void."""
    with trial(warm=True, soft_shutdown_s=0.2) as stack:
        stack.send("a")
        stack.until(lambda: stack.began("a"), "the first try")
    assert not stack.done("a")
    stack.allow("a")
    with trial() as stack:
        stack.until(lambda: stack.done("a"), "the row")


def test_a_second_stack_in_the_same_folder_is_refused(home):
    """The message names the first one's command and process."""
    with (
        FolderLock(home, "communique up"),
        pytest.raises(WrongUse) as caught,
        FolderLock(home, "communique up"),
    ):
        pass
    assert str(caught.value) == f"{home}: communique up (process {os.getpid()}) already runs here"
