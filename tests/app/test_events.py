"""Events of tasks are whole, whoever adds to them."""

from __future__ import annotations

from worker.app import make_app
from worker.app.events import WholeDispatcher
from worker.settings import load_settings


def test_an_event_added_while_others_are_published_goes_with_the_next(home):
    """Celery's own dispatcher would forget it: pools of threads add events at any moment."""
    app = make_app(load_settings({"COMMUNIQUE_HOME": str(home)}))
    sent = []

    class Busy(WholeDispatcher):
        def _publish(self, event, producer, routing_key, **_):
            if len(sent) == 0:
                self.send("task-succeeded", uuid="late")  # another thread, in this very moment
            sent.append((routing_key, [one["uuid"] for one in event]))

    dispatcher = Busy(enabled=False, buffer_group=["task"], app=app, hostname="here")
    dispatcher.enabled = True
    dispatcher.send("task-received", uuid="first")
    dispatcher.flush()
    dispatcher.flush()
    dispatcher.flush()
    assert sent == [("task.multi", ["first"]), ("task.multi", ["late"])]
    assert app.events.Dispatcher.__mro__[1].__name__ == "WholeDispatcher"


def test_events_of_tasks_wait_for_the_next_heartbeat_or_for_two_dozen(home):
    """Celery's loop would publish each at once: that costs as much as everything else about a message."""
    app = make_app(load_settings({"COMMUNIQUE_HOME": str(home)}))
    sent = []

    class Told(WholeDispatcher):
        def _publish(self, event, producer, routing_key, **_):
            sent.append((routing_key, len(event) if isinstance(event, list) else 1))

    asked = []
    dispatcher = Told(
        enabled=False, buffer_group=["task"], app=app, hostname="here", on_send_buffered=asked.append
    )
    dispatcher.enabled = True
    dispatcher.send("task-received", uuid="one")
    dispatcher.send("task-succeeded", uuid="one")
    assert (sent, asked) == ([], [])
    dispatcher.send("worker-heartbeat", freq=2.0)
    assert sent == [("task.multi", 2), ("worker.heartbeat", 1)]
    for _ in range(24):
        dispatcher.send("task-received", uuid="many")
    assert sent[2:] == [("task.multi", 24)]
