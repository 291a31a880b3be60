"""The whole line in one process: the sample newsroom in, statements out, the same on both databases."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace

import pytest
from sqlalchemy import select
from worker.cli.newsroom import open_newsroom
from worker.settings import load_settings, seeds_dir
from worker.steps.context import migrate, open_context
from worker.steps.detect import detect_statements
from worker.steps.dispatch import dispatch
from worker.steps.fetch import fetch_page
from worker.steps.ingest import ingest_url
from worker.steps.poll import poll_feed
from worker.steps.read import DONE, read_pages
from worker.steps.sweep import sweep
from worker.store.engine import open_store
from worker.store.feeds import register_feed
from worker.store.models import Base, EntryRow, StatementTable
from worker.store.statements import each_statement
from worker.store.upgrade import current, downgrade, newest, upgrade


@pytest.fixture
def newsroom():
    with open_newsroom(seeds_dir() / "newsroom") as running:
        yield running


def context_for(home, host, database_url):
    environ = {key: value for key, value in os.environ.items() if not key.startswith("COMMUNIQUE_")}
    environ |= {"COMMUNIQUE_HOME": str(home), "COMMUNIQUE_ALLOW_HOSTS": host}
    settings = load_settings(environ)
    settings = replace(settings, database_url=database_url, max_entry_age_days=0)
    migrate(settings)
    return open_context(settings)


def run_line(context, feeds):
    """Walk every entry through every step; return the entries' ids."""
    for feed in feeds:
        register_feed(context.store, feed.url, context.now(), outlet=feed.outlet, lang=feed.lang)
    entries = [entry for feed_id in dispatch(context) for entry in poll_feed(context, feed_id)]
    for entry_id in entries:
        page_id = fetch_page(context, entry_id)
        if page_id:
            assert read_pages(context, (page_id,)) == DONE
    return entries


def outcomes(context):
    with context.store.reading() as session:
        return Counter(session.scalars(select(EntryRow.outcome)))


def statements(context):
    rows = each_statement(context.store)
    return [(row.article_url, row.spans, row.actor, row.country, row.act) for row in rows]


@pytest.fixture
def sqlite_context(tmp_path, newsroom):
    context = context_for(tmp_path, newsroom.host, f"sqlite:///{tmp_path}/line.db")
    yield context
    context.close()


def test_every_entry_ends_with_an_outcome(sqlite_context, newsroom):
    """Two languages have no pack; nothing is left without a word."""
    run_line(sqlite_context, newsroom.feeds)
    found = outcomes(sqlite_context)
    assert None not in found
    assert found["no-pack"] == 2
    assert found["stored"] >= 12
    assert sweep(sqlite_context).entries == ()


def test_every_step_may_run_twice(sqlite_context, newsroom):
    """A message delivered again leaves the same rows."""
    entries = run_line(sqlite_context, newsroom.feeds)
    before = statements(sqlite_context)
    assert run_line(sqlite_context, newsroom.feeds) == []
    for entry_id in entries:
        assert fetch_page(sqlite_context, entry_id) is None
    assert statements(sqlite_context) == before


@pytest.mark.postgres
def test_both_databases_hold_the_same_statements(tmp_path, newsroom, sqlite_context, postgres_url):
    """The same newsroom through the same steps: no difference in any record."""
    other = context_for(tmp_path, newsroom.host, postgres_url)
    try:
        run_line(sqlite_context, newsroom.feeds)
        run_line(other, newsroom.feeds)
        assert outcomes(other) == outcomes(sqlite_context)
        assert sorted(map(str, statements(other))) == sorted(map(str, statements(sqlite_context)))
        assert statements(other)
    finally:
        other.close()


@pytest.mark.postgres
@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_migrations_run_up_and_down(tmp_path, kind, request):
    """The schema comes, goes, and comes again; the newest revision is the one the code knows."""
    url = f"sqlite:///{tmp_path}/m.db" if kind == "sqlite" else request.getfixturevalue("postgres_url")
    store = open_store(url)
    try:
        upgrade(store)
        assert current(store) == newest()
        downgrade(store, "base")
        assert current(store) is None
        upgrade(store)
        with store.reading() as session:
            for table in Base.metadata.sorted_tables:
                session.execute(select(table).limit(1))
    finally:
        store.close()


def test_a_missing_page_ends_with_its_word(sqlite_context, newsroom):
    entry_id = ingest_url(sqlite_context, f"http://{newsroom.host}/nowhere.html")
    assert fetch_page(sqlite_context, entry_id) is None
    assert outcomes(sqlite_context) == {"not-found": 1}


def test_a_private_address_is_refused(sqlite_context):
    """Only the newsroom's own host is exempt from the guard."""
    entry_id = ingest_url(sqlite_context, "http://127.0.0.1:9/")
    assert fetch_page(sqlite_context, entry_id) is None
    assert set(outcomes(sqlite_context)) <= {"blocked-address", "robots"}


def test_statements_keep_their_ids(sqlite_context, newsroom):
    """The same content in the same article has the same id when it is detected again."""
    run_line(sqlite_context, newsroom.feeds)
    with sqlite_context.store.reading() as session:
        ids = set(session.scalars(select(StatementTable.id)))
        articles = set(session.scalars(select(StatementTable.article_id)))
    with sqlite_context.store.transaction() as session:
        for row in session.scalars(select(EntryRow).where(EntryRow.outcome == "stored")):
            row.stage, row.outcome = "detect", None
    for article_id in articles:
        detect_statements(sqlite_context, article_id)
    with sqlite_context.store.reading() as session:
        assert set(session.scalars(select(StatementTable.id))) == ids
