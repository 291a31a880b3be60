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
