"""communique events: listed from a cursor, replayed to a receiver; and the consumer of docs/events.md."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from worker.app.broker_address import broker_url, redis_client
from worker.app.carriers import carriers_of, route_name
from worker.cli.main import run_with
from worker.cli.process import settings_here, store_here
from worker.cli.status import undelivered
from worker.errors import WrongUse
from worker.settings import load_settings
from worker.shapes import Actor, Article, Entry, Page, Quotation, Span, Statement
from worker.stack.broker import server_program
from worker.steps.context import open_context
from worker.steps.relay import relay_events
from worker.store.articles import save_article
from worker.store.entries import add_entry
from worker.store.pages import save_page
from worker.store.routes import Route
from worker.store.statements import replace_statements

DOCS = Path(__file__).parents[2] / "docs" / "events.md"
NOW = datetime.now(UTC)
URL = "https://outlet.example/a"
TEXT = "“We object,” said Ada Lind of Norway."


@pytest.fixture
def article_id(home, monkeypatch):
    """Store an article in a data folder that the commands find."""
    monkeypatch.setenv("COMMUNIQUE_HOME", str(home))
    with store_here() as store:
        entry_id = add_entry(store, Entry(URL, URL), NOW)
        with store.transaction() as session:
            page_id = save_page(store, session, entry_id, Page(URL, URL, 200, (), b"<p>", NOW))
            return save_article(store, session, (page_id, entry_id), Article(TEXT, lang="en", url=URL), NOW)


def record(article_id, *names, act="REJECT"):
    quotation = Quotation("direct", (Span(0, 12),), Span(0, 12))
    actor = Actor("person:ada-lind", "Ada Lind", "person", "foreign-minister", "NO")
    said = [Statement(n, quotation, TEXT[:12], actor=actor, act=act, lang="en") for n in names]
    with store_here() as store, store.transaction() as session:
        replace_statements(store, session, article_id, said, NOW)


def run(capsys, *arguments):
    code = run_with(["events", *arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_a_list_goes_on_where_the_last_one_ended(article_id, capsys):
    """Without a stack: the command itself puts them in order."""
    record(article_id, "s1", "s2")
    first = [json.loads(line) for line in run(capsys, "list", "--format", "jsonl")[1].splitlines()]
    record(article_id, "s2", act="DENY")
    cursor = str(first[-1]["cursor"])
    more = [
        json.loads(line)
        for line in run(capsys, "list", "--since", cursor, "--format", "jsonl")[1].splitlines()
    ]
    assert [event["type"] for event in first + more] == [
        f"statement.{kind}" for kind in ("recorded", "recorded", "removed", "changed")
    ]
    assert len(run(capsys, "list", "--since", "1d", "--limit", "3")[1].splitlines()) == 4
    assert run(capsys, "list", "--since", "someday")[0] == 2


def test_the_table_shows_who_and_what(article_id, capsys):
    """One line an event."""
    record(article_id, "s1")
    heading, line = run(capsys, "list")[1].splitlines()
    assert heading.split("\t") == ["cursor", "type", "statement", "speaker", "text"]
    assert line.split("\t")[1:] == ["statement.recorded", "s1", "Ada Lind", "“We object,”"]


def test_replay_wants_a_receiver_that_exists(article_id, capsys):
    """A slip is answered with the names that would do."""
    code, _, complaint = run(capsys, "replay", "--since", "0", "--to", "steam")
    assert (code, complaint) == (2, "no receiver 'steam'; known: none yet\n")


def test_webhooks_need_a_secret_and_have_names_without_one(home):
    """Names go into rows and metrics, and URLs may hold secrets."""
    environ = {
        "COMMUNIQUE_HOME": str(home),
        "COMMUNIQUE_WEBHOOK_URLS": "https://a.test/x?key=1 https://a.test/y",
    }
    with pytest.raises(WrongUse, match="webhook_secret"):
        load_settings(environ)
    (home / "secret").write_text("geheim\n")
    made = carriers_of(load_settings(environ | {"COMMUNIQUE_WEBHOOK_SECRET_FILE": str(home / "secret")}))
    assert list(made) == ["stream", *map(route_name, ("https://a.test/x?key=1", "https://a.test/y"))]
    assert all(re.fullmatch(r"stream|a\.test-[0-9a-f]{6}", name) for name in made)
    with pytest.raises(WrongUse, match="No such file"):
        carriers_of(load_settings(environ | {"COMMUNIQUE_WEBHOOK_SECRET_FILE": str(home / "none")}))
    none = load_settings({"COMMUNIQUE_HOME": str(home), "COMMUNIQUE_EVENTS_STREAM": ""})
    assert carriers_of(none) == {}


def test_the_status_speaks_up_for_a_receiver_that_is_deaf_for_long():
    """A restart of the other side is nobody's business; an hour is."""
    long, short = (Route("hook", 1, 7, 3, NOW - timedelta(minutes=m), NOW, "status 500") for m in (61, 59))
    fine = Route("stream", 1, 0, 0, None, None, None)
    assert undelivered([long, short, fine], NOW) == ["events do not reach hook, 7 wait: status 500"]


@pytest.fixture
def broker(home):
    """Run a real broker where the settings of this data folder look for it."""
    folder = home / "stack"
    folder.mkdir(mode=0o700, exist_ok=True)
    words = ("--port", "0", "--unixsocket", str(folder / "broker.sock"), "--save", "", "--dir", str(folder))
    with subprocess.Popen([server_program(), *words], stdout=subprocess.DEVNULL) as server:
        client = redis_client(broker_url(load_settings({"COMMUNIQUE_HOME": str(home)})))
        for _ in range(200):
            if (folder / "broker.sock").exists():
                break
            time.sleep(0.02)
        yield client
        client.close()
        server.terminate()


def python_of(text):
    """Return the consumer: the first Python block of the page."""
    return re.search(r"```python\n(.*?)```", text, re.DOTALL)[1]


@pytest.mark.broker
def test_the_consumer_of_the_docs_keeps_a_true_copy(article_id, broker, home, capsys):
    """Real stream, real consumer: it goes on where it ended, and skips what comes twice."""
    program = python_of(DOCS.read_text("utf-8")).replace("block=2000", "block=200")
    assert len([line for line in program.splitlines() if line]) == 20
    context = open_context(settings_here())

    def relay():
        return relay_events(context, carriers_of(context.settings))

    def consume():
        environ = os.environ | {"BROKER": f"unix://{home}/stack/broker.sock?db=1"}
        done = subprocess.run(
            [sys.executable, "-c", program], cwd=home, env=environ, capture_output=True, text=True, check=True
        )
        return done.stdout

    record(article_id, "s1", "s2", "s3")
    record(article_id, "s2", "s3", act="DENY")
    assert relay() == 6
    assert consume() == "2 statements\n"
    assert run(capsys, "replay", "--since", "0", "--to", "stream")[0] == 0
    record(article_id, "s3", "s4", "s5", act="DENY")
    assert relay() == 9  # the six once more
    assert broker.xlen("communique:events") == 15
    assert consume() == "3 statements\n"
    assert {s["act"] for s in json.loads((home / "copy.json").read_text())["statements"].values()} == {"DENY"}
    _, line = run(capsys, "routes")[1].splitlines()
    assert (line.split("\t")[0], line.split("\t")[2]) == ("stream", "0")
    context.close()
