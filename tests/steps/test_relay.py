"""The relay: at least once, in order, with two of them at work, and killed where it hurts most."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from worker.errors import TryAgain
from worker.shapes import Actor, Article, Entry, Page, Quotation, Span, Statement
from worker.steps.relay import HOLD, relay_events
from worker.store.articles import save_article
from worker.store.entries import add_entry
from worker.store.events import each_event
from worker.store.pages import save_page
from worker.store.routes import list_routes
from worker.store.statements import replace_statements

from stage import START, make_stage

TEXT = "“We object,” said Ada Lind of Norway."
KILLED = """
import os, signal, sys
sys.path.insert(0, {tests!r})
from stage import make_stage
from worker.steps.relay import relay_events

class Dying:
    def deliver(self, events):
        with open({out!r}, "a") as out:
            out.writelines(f"{{event.cursor}}\\n" for event in events)
        os.kill(os.getpid(), signal.SIGKILL)

relay_events(make_stage({home!r}, {url!r}).context, {{"stream": Dying()}})
"""


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def line(request, home):
    """Return a stage on an empty database of either kind."""
    url = f"sqlite:///{home}/communique.db"
    if request.param == "postgresql":
        url = request.getfixturevalue("emptied_database")
    made = make_stage(home, url)
    yield made
    made.context.close()


class Recorder:
    """Remembers what it was handed; fails first if told so."""

    def __init__(self, *failures):
        self.failures = list(failures)
        self.got = []

    def deliver(self, events):
        if self.failures:
            raise self.failures.pop(0)
        self.got += events

    @property
    def cursors(self):
        return [event.cursor for event in self.got]


def said(name, act="REJECT"):
    quotation = Quotation("direct", (Span(0, 12),), Span(0, 12))
    actor = Actor("person:ada-lind", "Ada Lind", "person", "foreign-minister", "NO")
    return Statement(name, quotation, TEXT[:12], actor=actor, act=act, lang="en")


def article(stage, url="https://outlet.example/a"):
    """Store an article without statements; return its id."""
    store, now = stage.context.store, stage.context.now()
    entry_id = add_entry(store, Entry(url, url), now)
    with store.transaction() as session:
        page_id = save_page(store, session, entry_id, Page(url, url, 200, (), b"<p>", now))
        return save_article(store, session, (page_id, entry_id), Article(TEXT, lang="en", url=url), now)


def record(stage, article_id, *statements):
    with stage.context.store.transaction() as session:
        replace_statements(stage.context.store, session, article_id, statements, stage.context.now())


def test_every_receiver_gets_every_event_once_and_in_order(line):
    """A second relay has nothing to say."""
    place = article(line)
    record(line, place, said("s1"), said("s2"))
    record(line, place, said("s2", "DENY"))
    stream, hook = Recorder(), Recorder()
    assert relay_events(line.context, {"stream": stream}) == 4
    assert relay_events(line.context, {"stream": stream, "hook": hook}) == 0
    record(line, place)
    relay_events(line.context, {"stream": stream, "hook": hook})
    kinds = [event.type for event in stream.got]
    assert kinds == [
        f"statement.{kind}" for kind in ("recorded", "recorded", "removed", "changed", "removed")
    ]
    assert stream.cursors == sorted(set(stream.cursors))
    assert [event.type for event in hook.got] == ["statement.removed"]


def test_a_receiver_that_fails_holds_nobody_up_and_gets_everything_later(stage):
    """Its waits double up to the limit; nothing is given up."""
    record(stage, article(stage), said("s1"))
    stream, hook = Recorder(), Recorder(*[TryAgain("status 500")] * 12)
    waits = []
    relay_events(stage.with_settings(events_stream="x"), {"stream": stream})
    for _ in range(13):
        relay_events(stage.context, {"stream": stream, "hook": hook})
        record(stage, article(stage), said("s1", f"ACT{len(waits)}"))
        relay_events(stage.context, {"stream": stream, "hook": hook})
        route = next(route for route in list_routes(stage.context.store) if route.name == "hook")
        if route.next_attempt_at is None:
            break
        waits.append((route.next_attempt_at - stage.context.now()).total_seconds())
        stage.clock[0] = route.next_attempt_at
    assert waits[:3] == pytest.approx([5.25, 10.5, 21.0])
    assert waits[-1] == pytest.approx(945.0)  # fifteen minutes, and a twentieth
    assert hook.cursors == stream.cursors[1:]


def test_two_relays_at_once_keep_the_order(line):
    """Threads write and two relays deliver; the first sight of each event comes in order."""
    places = [article(line, f"https://outlet.example/{n}") for n in range(4)]
    taken, lock = [], threading.Lock()

    class Shared:
        def deliver(self, events):
            for event in events:
                with lock:
                    taken.append(event)

    def write(place):
        for turn in range(10):
            record(line, place, said(f"s{place}", f"ACT{turn}"))

    def relay():
        while any(writer.is_alive() for writer in writers):
            relay_events(line.context, {"stream": Shared()})

    writers = [threading.Thread(target=write, args=(place,)) for place in places]
    relays = [threading.Thread(target=relay) for _ in range(2)]
    for thread in (*writers, *relays):
        thread.start()
    for thread in (*writers, *relays):
        thread.join()
    relay_events(line.context, {"stream": Shared()})
    first_sights = list(dict.fromkeys(event.cursor for event in taken))
    assert first_sights == [event.cursor for event in each_event(line.context.store, 0)]
    for place in places:
        acts = [
            json.loads(event.body)["statement"]["act"]
            for event in {event.cursor: event for event in taken}.values()
            if event.statement_id == f"s{place}"
        ]
        assert acts == [f"ACT{turn}" for turn in range(10)]


def test_a_relay_killed_between_delivering_and_noting_it_delivers_again(line, home, request):
    """Kill -9: nothing is lost, what came twice has the cursor it had, and the hold ends by itself."""
    record(line, article(line), said("s1"), said("s2"))
    out = home / "delivered"
    url = line.context.store.engine.url.render_as_string(hide_password=False)
    program = KILLED.format(tests=str(request.path.parents[1]), out=str(out), home=str(home), url=url)
    killed = subprocess.run([sys.executable, "-c", program], check=False)
    assert killed.returncode == -9
    stream = Recorder()
    assert relay_events(line.context, {"stream": stream}) == 0  # the dead one still holds it
    line.pass_time(seconds=HOLD.total_seconds())
    assert relay_events(line.context, {"stream": stream}) == 2
    assert stream.cursors == [int(cursor) for cursor in out.read_text().split()]


def test_delivered_events_are_forgotten_after_their_days(stage):
    """Not before."""
    record(stage, article(stage), said("s1"))
    carriers = {"stream": Recorder()}
    relay_events(stage.context, carriers)
    days = stage.context.settings.events_kept_days
    stage.clock[0] = START + timedelta(days=days)
    relay_events(stage.context, carriers)
    assert len(list(each_event(stage.context.store, 0))) == 1
    stage.pass_time(seconds=1)
    relay_events(stage.context, carriers)
    assert list(each_event(stage.context.store, 0)) == []


def test_who_lost_its_hold_stops(stage):
    """A relay that was asleep for too long delivers one batch too many at most, and writes nothing down."""
    place = article(stage)
    record(stage, place, said("s1"))
    other = Recorder()

    class Sleepy(Recorder):
        def deliver(self, events):
            super().deliver(events)
            stage.pass_time(seconds=HOLD.total_seconds())
            relay_events(replace(stage.context), {"stream": other})

    sleepy = Sleepy()
    assert relay_events(stage.context, {"stream": sleepy}) == 1
    assert sleepy.cursors == other.cursors
