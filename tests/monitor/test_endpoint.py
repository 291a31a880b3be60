"""What a scrape says: kept counts, what stands, what the broker has; and what it costs."""

from __future__ import annotations

import json
import threading
import urllib.request
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from celery.exceptions import Retry
from redis.exceptions import ConnectionError as AwayError
from sqlalchemy import event
from worker.app.line_task import measured
from worker.app.meter import KEY, Meter
from worker.errors import GiveUp
from worker.monitor.broker import age_of, broker_samples
from worker.monitor.database import database_samples
from worker.monitor.samples import Collector
from worker.monitor.serve import serve
from worker.settings import load_settings
from worker.shapes import Actor, Article, Entry, Page, Quotation, Span, Statement
from worker.steps.context import migrate
from worker.steps.count import keep_counts
from worker.steps.relay import relay_events
from worker.store.articles import save_article
from worker.store.entries import add_entries, end_entry
from worker.store.feeds import register_feed
from worker.store.models import DailyRow, JobRow
from worker.store.pages import save_page
from worker.store.statements import replace_statements

from stage import START, make_stage

TEXT = "“We object,” said Ada Lind of Norway."


@pytest.fixture
def stage(home):
    made = make_stage(home, f"sqlite:///{home}/communique.db")
    yield made
    made.context.close()


def said(name, country="NO", confidence=0.55):
    quotation = Quotation("direct", (Span(0, 12),), Span(0, 12))
    actor = Actor("person:ada-lind", "Ada Lind", "person", "foreign-minister", country)
    known = {"act": "REJECT", "lang": "en", "confidence": confidence}
    return Statement(name, quotation, TEXT[:12], actor=actor, **known)


def article(stage, number, *statements, outcome="stored"):
    """Bring one article through the line, by hand; return its id."""
    store, now = stage.context.store, stage.context.now()
    feed_id, _ = register_feed(store, "https://outlet.example/feed", now, outlet="The Outlet")
    url = f"https://outlet.example/{number}"
    with store.transaction() as session:
        ids, _ = add_entries(store, session, feed_id, [Entry(url, url)], now)
        page_id = save_page(store, session, ids[0], Page(url, url, 200, (), b"<p>%d" % number, now))
        known = Article(TEXT, lang="en", url=url, outlet="The Outlet")
        article_id = save_article(store, session, (page_id, ids[0]), known, now)
        replace_statements(store, session, article_id, statements, now)
        end_entry(session, ids[0], outcome, now)
    return article_id


def scraped(stage):
    """Return every sample of the database by key and labels."""
    found = database_samples(stage.context.store, stage.context.now())
    return {(key, *labels): value for key, labels, value in found}


def count(stage):
    relay_events(stage.context, {})
    return keep_counts(stage.context)


def test_counts_go_on_from_where_they_were(stage):
    """Each row is counted once, whoever counts and however often."""
    first = article(stage, 1, said("s1"), said("s2", None, 0.85))
    assert count(stage) == 5  # an entry, a page, an article, two events
    assert count(stage) == 0
    article(stage, 2, said("s3"), outcome="quarantined")
    with stage.context.store.transaction() as session:
        replace_statements(stage.context.store, session, first, [said("s1", "SE")], stage.context.now())
    count(stage)
    found = scraped(stage)
    assert found["entries",] == found["pages", "200"] == found["articles", "en"] == 2
    assert found["statements", "en", "NO"] == 2
    assert found["statements", "en", "unknown"] == 1
    assert [found["changes", c] for c in ("recorded", "changed", "removed")] == [3, 1, 1]
    assert found["confidence", "en"] == ({"0.6": 2, "0.9": 1}, pytest.approx(1.95))
    assert found["quarantine",] == 1
    assert found["feeds", "active"] == 1


def test_outcomes_are_counted_now_and_then(stage):
    """They tell how old they are."""
    article(stage, 1, said("s1"))
    count(stage)
    article(stage, 2, outcome="no-statements")
    stage.pass_time(seconds=60)
    count(stage)
    assert ("outcomes", "no-statements") not in scraped(stage)
    assert scraped(stage)["counted_seconds",] == 60
    stage.pass_time(seconds=240)
    count(stage)
    assert (scraped(stage)["outcomes", "stored"], scraped(stage)["outcomes", "no-statements"]) == (1, 1)


def test_what_a_job_finds_in_old_articles_is_no_news_of_today(stage):
    """It is counted, but not for the day's band."""
    place = article(stage, 1, said("s1"))
    with stage.context.store.transaction() as session:
        session.add(JobRow(id=7, key="k", what="detect", filters={}, planned=1, created_at=START))
        session.flush()
        replace_statements(stage.context.store, session, place, [said("s1"), said("s2")], START, job_id=7)
    count(stage)
    with stage.context.store.reading() as session:
        rows = session.query(DailyRow).order_by(DailyRow.kind).all()
    assert [(r.kind, r.name, r.articles, r.statements) for r in rows] == [
        ("lang", "en", 1, 1),
        ("outlet", "The Outlet", 1, 1),
    ]
    assert scraped(stage)["changes", "recorded"] == 2


def test_a_source_that_dries_up_is_told_by_name(stage):
    """From the kept days to the series that the alarm asks for."""
    with stage.context.store.transaction() as session:
        for place in range(40):
            day = START.date() - timedelta(40 - place)
            session.add(
                DailyRow(kind="outlet", name="The Outlet", day=day, articles=40, statements=80 + place % 5)
            )
            dry = 1 if place >= 37 else 80 + place % 5
            session.add(DailyRow(kind="lang", name="en", day=day, articles=40, statements=dry))
    count(stage)
    found = scraped(stage)
    assert found["sources_outside", "lang", "dry"] == found["source_outside", "lang", "dry", "en"] == 1
    assert found["sources_outside", "outlet", "dry"] == 0
    assert not [key for key in found if key[:2] == ("source_outside", "outlet")]


def test_what_waits_and_for_how_long(stage):
    """Entries on their way, an overdue feed, a receiver that is behind."""
    store, now = stage.context.store, stage.context.now()
    feed_id, _ = register_feed(store, "https://outlet.example/feed", now)
    with store.transaction() as session:
        add_entries(store, session, feed_id, [Entry("a", None), Entry("b", None)], now)
    stage.pass_time(minutes=10)
    found = scraped(stage)
    assert (found["waiting", "fetch"], found["retrying",], found["waiting_seconds",]) == (2, 0, 600)
    assert found["feed_lag_seconds",] == 600


def test_a_scrape_reads_no_large_table_from_end_to_end(stage):
    """SQLite's own plan names an index for each; the kept counts are small tables."""
    article(stage, 1, said("s1"))
    count(stage)
    sent = []
    listen = lambda *facts: sent.append((facts[2], facts[3]))  # noqa: E731
    event.listen(stage.context.store.engine, "before_cursor_execute", listen)
    scraped(stage)
    event.remove(stage.context.store.engine, "before_cursor_execute", listen)
    plans = []
    with stage.context.store.engine.connect() as connection:
        for text, values in sent:
            if text.lstrip().upper().startswith("SELECT"):
                plans += [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", values)]
    assert plans
    scans = [plan for plan in plans if plan.startswith("SCAN") and "INDEX" not in plan]
    assert {plan.split()[1] for plan in scans} <= {"tally", "feed", "event_route", "anon_1"}
    assert not [plan for plan in plans if plan.startswith("SCAN entry") and "ix_entry_waiting" not in plan]


class FakeBroker:
    """Answers a pipeline from tables."""

    def __init__(self, queues=(), sums=(), error=None):
        self.queues, self.sums, self.error = dict(queues), dict(sums), error
        self.asked = []

    def pipeline(self, **_):
        return self

    def llen(self, name):
        self.asked.append(len(self.queues.get(name, ())))

    def lindex(self, name, _place):
        self.asked.append((self.queues.get(name) or [None])[-1])

    def hlen(self, _name):
        self.asked.append(3)

    def hgetall(self, _name):
        self.asked.append({name.encode(): str(value).encode() for name, value in self.sums.items()})

    def hincrby(self, key, name, value):
        assert key == KEY
        self.sums[name] = self.sums.get(name, 0) + value

    def execute(self):
        if self.error:
            raise self.error
        asked, self.asked = self.asked, []
        return asked


def test_the_broker_tells_lengths_ages_and_the_workers_sums():
    """One round trip."""
    old = json.dumps({"headers": {"sent_at": 1000.5}}).encode()
    broker = FakeBroker({"fetch": [b"{}", old]}, {"retries|fetch": 4, "seconds|a.b|success|0.1": 2})
    found = {(key, *labels): value for key, labels, value in broker_samples(broker, 1060.5)}
    assert (found["queue_messages", "fetch"], found["queue_oldest_seconds", "fetch"]) == (2, 60.0)
    assert (found["queue_messages", "poll"], found["queue_oldest_seconds", "poll"]) == (0, 0.0)
    assert (found["unacknowledged",], found["retries", "fetch"]) == (3, 4)
    assert found["task_seconds", "a.b", "success"] == ({"0.1": 2}, 0.0)


@pytest.mark.parametrize("message", [None, b"{}", b"no json", b"[]", b'{"headers": {"sent_at": null}}'])
def test_a_message_that_does_not_say_its_age_has_none(message):
    """Sent by an older version, or by a stranger."""
    assert age_of(message, 100.0) == 0.0


def test_workers_add_up_their_tasks_in_the_broker(home, monkeypatch):
    """By task and result, in buckets; a broker that is away costs the sums, never the task."""
    meter = Meter(load_settings({"COMMUNIQUE_HOME": str(home)}))
    broker = FakeBroker()
    monkeypatch.setattr("worker.app.meter.redis_client", lambda _: broker)
    meter.observe("pages.fetch", "success", 0.02)
    meter.observe("pages.fetch", "success", 0.025)
    meter.observe("pages.fetch", "failure", 600.0)
    meter.count("retries", "fetch")
    meter.flush()
    assert broker.sums == {
        "seconds|pages.fetch|success|0.025": 2,
        "microseconds|pages.fetch|success": 45_000,
        "seconds|pages.fetch|failure|inf": 1,
        "microseconds|pages.fetch|failure": 600_000_000,
        "retries|fetch": 1,
    }
    broker.error = AwayError("refused")
    meter.count("retries", "fetch")
    meter.flush()
    meter.flush()


def test_what_is_measured_is_sent_by_itself_within_a_second_or_so(home, monkeypatch):
    """Also when no further task comes."""
    sent = threading.Event()
    monkeypatch.setattr("worker.app.meter.FLUSH_S", 0.01)
    meter = Meter(load_settings({"COMMUNIQUE_HOME": str(home)}))
    broker = FakeBroker()
    broker.execute = sent.set
    monkeypatch.setattr("worker.app.meter.redis_client", lambda _: broker)
    meter.count("retries", "fetch")
    assert sent.wait(5)


def test_a_task_is_measured_whatever_becomes_of_it():
    """An error goes on its way."""
    noted = []

    class Watch:
        def observe(self, task, result, seconds):
            noted.append((task, result, seconds >= 0))

    with measured(Watch(), "pages.fetch"):
        pass
    with pytest.raises(GiveUp), measured(Watch(), "pages.fetch"):
        raise GiveUp("gone")
    with pytest.raises(Retry), measured(Watch(), "pages.fetch"):
        raise Retry
    with measured(None, "pages.fetch"):
        pass
    assert noted == [("pages.fetch", how, True) for how in ("success", "failure", "retry")]


def test_a_part_that_is_away_does_not_hide_the_others():
    """Half a picture, and the word that it is half."""

    def away():
        raise AwayError("refused")

    parts = {"broker": away, "database": lambda: [("quarantine", (), 7)]}
    families = {family.name: family for family in Collector(parts, (AwayError,)).collect()}
    assert {s.labels["part"]: s.value for s in families["communique_up"].samples} == {
        "broker": 0,
        "database": 1,
    }
    assert [s.value for s in families["communique_quarantine"].samples] == [7]


def test_it_serves_until_it_is_stopped(home):
    """A real scrape over loopback."""
    settings = load_settings({"COMMUNIQUE_HOME": str(home)})
    migrate(settings)
    ready = threading.Event()
    stop = threading.Event()
    port = free_port()
    server = threading.Thread(target=serve, args=(replace(settings, metrics_port=port), stop))
    server.start()
    try:
        for _ in range(100):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=30) as answer:
                    text = answer.read().decode()
                break
            except OSError:
                ready.wait(0.05)
        assert 'communique_up{part="database"} 1.0' in text
    finally:
        stop.set()
        server.join(5)
    assert not server.is_alive()
    assert datetime.now(UTC) > START


def free_port():
    import socket  # noqa: PLC0415

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
