"""A task that meets a database in trouble is done later, and any other error stays an error."""

from __future__ import annotations

from dataclasses import replace

import pytest
from worker.app import make_app
from worker.app.processes import Connections
from worker.errors import DatabaseAway
from worker.settings import load_settings


@pytest.fixture
def settings(home):
    return load_settings({"COMMUNIQUE_HOME": str(home)})


def run(settings, errors):
    """Run a task that meets these errors, one each time; return how many it has met."""
    app, left = make_app(settings), list(errors)

    @app.task(name="trial.meet")
    def meet():
        if left:
            raise left.pop(0)

    meet.apply().get()
    app.close()
    return len(errors) - len(left)


def test_the_database_is_waited_for_as_often_as_it_takes(settings):
    """Celery's own default gives up after three times."""
    assert run(settings, [DatabaseAway("away")] * 9) == 9


def test_what_is_nobody_else_s_fault_is_not_tried_again(settings):
    """Rows count those attempts."""
    with pytest.raises(ZeroDivisionError):
        run(settings, [ZeroDivisionError()])


def test_a_database_that_is_away_when_a_process_starts_is_waited_for(settings):
    """A child that was forked during the outage must not lose its message."""
    away = replace(settings, database_url="postgresql+psycopg://me:secret@127.0.0.1:1/x")
    with pytest.raises(DatabaseAway, match="can't open the database") as raised:
        Connections(away).context()
    assert "secret" not in str(raised.value)
