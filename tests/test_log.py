"""Log lines: an event word, keys, no secrets."""

from __future__ import annotations

import io
import json
import logging

import pytest
from worker.log import Log, about, configure_log, mask


@pytest.fixture
def lines():
    """Return a function that configures the log and hands out what is written."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    stream = io.StringIO()

    def configured(level="info", form="text"):
        configure_log(level, form, stream)
        return lambda: stream.getvalue().splitlines()

    yield configured
    root.handlers[:], root.level = before


def test_a_text_line_is_time_level_event_and_keys(lines):
    """Values with blanks are quoted, None is a dash."""
    written = lines()
    Log("feeds").info("feed.polled", feed=3, outcome="ok", title='A "B" C', hint=None)
    (line,) = written()
    assert line.split(" ", 1)[1] == r'INFO feed.polled feed=3 outcome=ok title="A \"B\" C" hint=-'


def test_a_json_line_keeps_types(lines):
    """Numbers stay numbers, letters of every script stay letters."""
    written = lines(form="json")
    Log("feeds").warning("feed.slow", wait_s=1.5, title="Ёлка", gone=False)
    line = json.loads(written()[0])
    assert line.pop("time").endswith("Z")
    assert line == {"level": "warning", "event": "feed.slow", "wait_s": 1.5, "title": "Ёлка", "gone": False}


def test_a_library_speaks_in_the_same_form(lines):
    """Celery's sentence becomes the message of its own event word."""
    written = lines(form="json")
    logging.getLogger("celery.worker").warning("lost %s", "redis://:pw@host/0")
    line = json.loads(written()[0])
    assert (line["event"], line["message"]) == ("celery", "lost redis://***@host/0")


def test_an_exception_brings_its_traceback_and_an_error_does_not(lines):
    """What was foreseen needs no trace; secrets are masked in traces too."""
    written = lines(form="json")
    try:
        raise ValueError("https://u:pw@a.test/")  # noqa: TRY301
    except ValueError:
        Log("web").exception("page.failed")
    Log("web").error("page.failed")
    first, second = map(json.loads, written())
    assert "ValueError: https://***@a.test/" in first["trace"]
    assert "trace" not in second


def test_quiet_levels_are_not_written(lines):
    """One setting decides."""
    written = lines(level="warning")
    Log("web").info("page.fetched")
    Log("web").debug("page.fetched")
    assert written() == []


@pytest.mark.parametrize(("level", "heard"), [("debug", 2), ("info", 1), ("warning", 1), ("error", 0)])
def test_celery_tells_of_single_tasks_only_to_developers(lines, level, heard):
    """Its “received” and “succeeded” are of every task of every minute; what goes wrong is told as before."""
    written = lines(level=level)
    logging.getLogger("celery.app.trace").info("Task events.relay succeeded")
    logging.getLogger("celery.app.trace").warning("Task events.relay was lost")
    assert len(written()) == heard


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("redis://:pass@host:6379/0", "redis://***@host:6379/0"),
        ("postgresql://me:p%40ss@db/x", "postgresql://***@db/x"),
        ("https://a.test/f?token=abc&x=1", "https://a.test/f?token=***&x=1"),
        ("https://a.test/f?x=1&api_key=abc#top", "https://a.test/f?x=1&api_key=***#top"),
        ("https://a.test/f?keyword=abc", "https://a.test/f?keyword=abc"),
        ("https://a.test/@author", "https://a.test/@author"),
        ("me@a.test", "me@a.test"),
    ],
)
def test_secrets_in_addresses_are_masked(text, masked):
    """User names, passwords and secret query values go; the rest stays readable."""
    assert mask(text) == masked


@pytest.mark.parametrize(
    "key", ["password", "flower_auth", "api_key", "access_token", "client_secret", "cookie"]
)
def test_keys_that_name_a_secret_are_masked(lines, key):
    """Whatever the value looks like."""
    written = lines()
    Log("app").info("started", **{key: "hunter2", "author": "Ada"})
    assert written()[0].endswith(f"{key}=*** author=Ada")


def test_lines_within_a_task_tell_whose_they_are(lines):
    """Ours and a library's, in JSON; outside of it, and in text for people, nothing is added."""
    written = lines(form="json")
    with about(task="pages.fetch", task_id="5f0c", entry=3):
        Log("fetch").info("page.stored", page=8)
        logging.getLogger("urllib3").error("odd")
    Log("fetch").info("page.stored", page=9)
    ours, library, outside = map(json.loads, written())
    assert (ours["task"], ours["task_id"], ours["entry"], ours["page"]) == ("pages.fetch", "5f0c", 3, 8)
    assert library["task_id"] == "5f0c"
    assert "task" not in outside
