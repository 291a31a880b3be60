"""The Celery app of this process: its queues, its timetable, its connections, opened after the fork."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from celery import Celery

from worker.app import processes
from worker.app.broker_address import broker_url
from worker.app.configuration import CPU_QUEUES, HOST_QUEUES, QUEUES, celery_configuration
from worker.app.line_task import LineTask
from worker.app.outbox import Outbox
from worker.app.sending import named, send, send_apart, send_named, send_onward, send_work, tell_progress
from worker.settings import load_settings

if TYPE_CHECKING:
    from worker.settings import Settings

__all__ = [
    "CPU_QUEUES",
    "HOST_QUEUES",
    "QUEUES",
    "app",
    "carriers",
    "context",
    "line_waits",
    "make_app",
    "named",
    "post",
    "send",
    "send_apart",
    "send_named",
    "send_onward",
    "send_work",
    "tell_progress",
]


def make_app(settings: Settings) -> Celery:
    """Build a Celery app that talks to the broker of ``settings``; nothing is opened yet."""
    events = "worker.app.events:WholeEvents"
    made = Celery("communique", task_cls=LineTask, set_as_current=False, events=events)
    made.config_from_object(dict(celery_configuration(settings, broker_url(settings))))
    return made


_settings = load_settings(os.environ)
app = make_app(_settings)
app.set_default()
_outbox = Outbox(app)
_connections = processes.prepare(_settings, _outbox)
post = _outbox.post
context = _connections.context
carriers = _connections.carriers
line_waits = _connections.line_waits
