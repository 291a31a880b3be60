"""Traces: one from poll to statement, nothing loaded when they are off."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import defaultdict
from importlib.util import find_spec
from pathlib import Path

import pytest
from worker.app import tracing
from worker.errors import WrongUse

LINE = ["feeds.poll", "pages.fetch", "articles.extract"]  # the last one detects and matches as well
INSTALLED = bool(find_spec("opentelemetry")) and bool(find_spec("opentelemetry.instrumentation.celery"))
needs_extra = pytest.mark.skipif(not INSTALLED, reason="needs the extra: pip install 'communique[traces]'")


@pytest.fixture(scope="module")
def spans(tmp_path_factory):
    """Return the spans of the sample newsroom's way through the real tasks, with a broker in memory."""
    program = Path(__file__).with_name("traced_line.py")
    own = {
        "COMMUNIQUE_HOME": str(tmp_path_factory.mktemp("home")),
        "COMMUNIQUE_BROKER_URL": "memory://",
        "COMMUNIQUE_MAX_ENTRY_AGE_DAYS": "0",
    }
    done = subprocess.run(
        [sys.executable, program], env=os.environ | own, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


def sql_of(span):
    return span["attributes"].get("db.statement", "")


@needs_extra
def test_one_trace_leads_from_a_poll_to_its_statements(spans):
    """Each run task hangs on the message that the one before has sent; the SQL stands below its task."""
    by_id = {span["id"]: span for span in spans}
    said = next(span for span in spans if sql_of(span).startswith("INSERT INTO statement "))
    last = by_id[said["parent"]]
    way, here = [], last
    while here:
        way.append(here["name"])
        here = by_id.get(here["parent"])
    expected = [name for task in reversed(LINE) for name in (f"run/{task}", f"apply_async/{task}")]
    assert way == expected
    assert all(word.isdigit() for word in last["attributes"]["communique.page"].split())


@needs_extra
def test_every_poll_begins_a_trace_and_so_does_the_sweep(spans):
    """Two feeds are two traces; the dispatch is in neither."""
    names = defaultdict(set)
    for span in spans:
        if span["name"].startswith("run/"):
            names[span["trace"]].add(span["name"].removeprefix("run/"))
    polls = [tasks for tasks in names.values() if "feeds.poll" in tasks]
    assert polls == [set(LINE), set(LINE)]
    assert {"feeds.dispatch"} in names.values()
    assert {"maintenance.sweep"} in names.values()


def test_nothing_is_loaded_when_traces_are_off():
    """Neither traces nor instrumentations; redis-py looks for OpenTelemetry's metrics by itself."""
    parts = ("opentelemetry.instrumentation", "opentelemetry.exporter", "opentelemetry.sdk.trace")
    program = (
        "import sys, worker.tasks.hosts, worker.tasks.texts; from worker.app import tracing\n"
        "tracing.start_tracing(None); tracing.tell_span({'a': 1})\n"
        "with tracing.apart(): pass\n"
        f"tracing.stop_tracing(); print([n for n in sys.modules if n.startswith({parts!r})])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.skipif(INSTALLED, reason="the extra is installed")
def test_an_address_without_the_extra_is_one_clear_line():
    """It names what to install."""
    with pytest.raises(WrongUse, match=r"communique\[traces\]"):
        tracing.start_tracing("http://127.0.0.1:4318/v1/traces")
