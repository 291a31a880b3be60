"""Old and new code at once: every message of an earlier release is understood, and no task went away."""

from __future__ import annotations

import inspect
import tomllib
from pathlib import Path

import pytest
from worker.app import app
from worker.app.configuration import STEPS
from worker.app.sending import TOGETHER
from worker.tasks import hosts, texts

RELEASED = tomllib.loads(Path(__file__).with_name("messages.toml").read_text(encoding="utf-8"))["message"]
OURS = sorted(name for name in app.tasks if not name.startswith("celery."))


@pytest.mark.parametrize("message", RELEASED, ids=lambda message: message["task"])
def test_a_message_of_an_earlier_release_still_fits_its_task(message):
    """The name is known and the arguments bind; a new argument therefore needs a default."""
    assert {hosts.app, texts.app} == {app}
    task = app.tasks[message["task"]]
    inspect.signature(task.run).bind(*message["args"], **message.get("kwargs", {}))


def test_every_task_has_its_messages_listed():
    """A new task is listed when it is released, so that its next change is checked."""
    assert {message["task"] for message in RELEASED} == set(OURS)


def test_a_step_s_message_is_nothing_but_ids():
    """Rows hold state: nothing that could be old when it arrives travels in a message."""
    of_steps = [message for message in RELEASED if message["task"] in STEPS]
    assert all(isinstance(row_id, int) for message in of_steps for row_id in message["args"])
    assert {message["task"] for message in of_steps if len(message["args"]) > 1} == set(TOGETHER)
