"""What is old goes, what anybody may still need stays."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select, update
from worker.steps import purge as purging
from worker.steps.detect import detect_statements
from worker.steps.extract import extract_article
from worker.steps.fetch import fetch_page
from worker.steps.ingest import ingest_url
from worker.steps.poll import poll_feed
from worker.steps.purge import Purged, purge
from worker.store.feeds import register_feed
from worker.store.models import BodyRow, EntryRow, PollRow, StatementTable
from worker.store.pages import load_page
from worker.store.rereading import load_stored_page

from stage import HOST, article_html, feed_xml


def read(stage, path):
    """Take one address through the line; return its entry and page."""
    entry_id = ingest_url(stage.context, HOST + path)
    page_id = fetch_page(stage.context, entry_id)
    article_id = extract_article(stage.context, page_id)
    if article_id is not None:
        detect_statements(stage.context, article_id)
    return entry_id, page_id


def count(stage, query):
    with stage.context.store.reading() as session:
        return session.scalar(query)


@pytest.fixture
def old(stage, monkeypatch):
    """Return a stage with a page of forty days ago, kept for thirty."""
    monkeypatch.setattr(purging, "BATCH", 1)
    stage.with_settings(keep_pages_days=30, keep_polls_days=14)
    stage.web.answers = {f"{HOST}/{n}": article_html().replace("Oslo", f"Oslo {n}") for n in "abc"}
    stage.ids = read(stage, "/a")
    stage.pass_time(days=40)
    return stage


def test_the_bytes_of_an_old_page_go_and_its_statements_stay(old):
    """It can't be read again from its page, and says so by being none."""
    _, young = read(old, "/b")
    statements = count(old, select(func.count()).select_from(StatementTable))
    assert purge(old.context) == Purged(1, 0)
    assert purge(old.context) == Purged(0, 0)
    assert load_page(old.context.store, old.ids[1]) is None
    assert load_stored_page(old.context.store, old.ids[0]) is None
    assert load_page(old.context.store, young) is not None
    assert count(old, select(func.count()).select_from(StatementTable)) == statements > 0


def test_a_page_that_is_fetched_again_has_its_bytes_again(old):
    """The same content under the same hash."""
    purge(old.context)
    _, page_id = read(old, "/a")
    assert load_page(old.context.store, page_id).body


@pytest.mark.parametrize(
    "values",
    [{"stage": "extract", "outcome": None}, {"outcome": "quarantined"}],
    ids=["on its way", "in quarantine"],
)
def test_what_is_still_needed_stays(old, values):
    """A line that lagged for a month, a page that somebody has yet to look at."""
    with old.context.store.transaction() as session:
        session.execute(update(EntryRow).where(EntryRow.id == old.ids[0]).values(**values))
    assert purge(old.context) == Purged(0, 0)


def test_a_body_that_a_younger_page_shares_stays(old):
    """Consent pages come by the thousand and are kept once."""
    old.web.answers[f"{HOST}/copy"] = old.web.answers[f"{HOST}/a"]
    read(old, "/copy")
    assert count(old, select(func.count()).select_from(BodyRow)) == 1
    assert purge(old.context) == Purged(0, 0)


def test_the_poll_log_forgets(old):
    """Ten thousand feeds write a million lines a day."""
    old.web.answers[f"{HOST}/feed"] = feed_xml()
    feed_id, _ = register_feed(old.context.store, f"{HOST}/feed", old.context.now())
    for _ in range(3):
        poll_feed(old.context, feed_id)
        old.pass_time(days=10)
    assert purge(old.with_settings(keep_pages_days=0)) == Purged(0, 2)
    assert count(old, select(func.count()).select_from(PollRow)) == 1


def test_nothing_goes_when_everything_is_kept(old):
    """0 is for ever."""
    assert purge(old.with_settings(keep_pages_days=0, keep_polls_days=0)) == Purged(0, 0)
