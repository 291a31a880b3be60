"""Ids wait a moment for others: a message carries several, and none is forgotten."""

from __future__ import annotations

import threading

import pytest
from worker.app import outbox as rooms
from worker.app.outbox import Outbox


class FakeApp:
    def __init__(self):
        self.sent = []

    def send_task(self, task, args, **options):
        self.sent.append((task, args, options["argsrepr"]))

    @property
    def ids(self):
        return [args for _, args, _ in self.sent]


@pytest.fixture
def app():
    return FakeApp()


@pytest.fixture
def outbox(app, monkeypatch):
    """Return an open outbox whose time passes by ``flush``."""
    monkeypatch.setattr(rooms, "GATHER_S", 3600.0)
    made = Outbox(app)
    made.open()
    yield made
    made.close()


def names(*ids):
    return {row_id: f"https://outlet.example/{row_id}" for row_id in ids}


def test_before_it_is_opened_nothing_waits(app):
    """A command, and a worker that traces."""
    Outbox(app).post("pages.fetch", names(1, 2))
    assert app.sent == [
        ("pages.fetch", (1, 2), "entry 1 2 · https://outlet.example/1 and 1 more"),
    ]


def test_a_full_message_goes_at_once_and_the_rest_waits(app, outbox):
    """From several polls, in the order in which they came."""
    outbox.post("pages.fetch", names(*range(1, 6)))
    assert app.sent == []
    outbox.post("pages.fetch", names(*range(6, 11)))
    assert app.ids == [tuple(range(1, 9))]
    outbox.flush()
    outbox.flush()
    assert app.ids == [tuple(range(1, 9)), (9, 10)]


def test_tasks_do_not_share_messages(app, outbox):
    outbox.post("pages.fetch", names(1))
    outbox.post("articles.extract", names(1))
    outbox.close()
    assert [(task, args) for task, args, _ in app.sent] == [("pages.fetch", (1,)), ("articles.extract", (1,))]


def test_nothing_to_post_sends_nothing(app, outbox):
    outbox.post("articles.extract", {})
    outbox.flush()
    assert app.sent == []


def test_what_waits_goes_after_a_moment(app, monkeypatch):
    """Nobody has to ask."""
    monkeypatch.setattr(rooms, "GATHER_S", 0.01)
    gone = threading.Event()
    monkeypatch.setattr(app, "send_task", lambda *_args, **_options: gone.set())
    made = Outbox(app)
    made.open()
    made.post("pages.fetch", names(1))
    assert gone.wait(10)


def test_a_forked_child_does_not_send_what_its_parent_holds(app, outbox):
    outbox.post("pages.fetch", names(1))
    outbox.forget()
    outbox.flush()
    assert app.sent == []
