"""Rows are called by what people know them by."""

from __future__ import annotations

import pytest
from stored_samples import stored_article
from worker.shapes import Entry
from worker.store.entries import add_entry
from worker.store.feeds import register_feed
from worker.store.jobs import NewJob, create_job, job_of_lane, renew_lanes
from worker.store.names import names_of


def test_rows_are_called_by_outlet_address_or_title(store, now):
    """Only rows that exist have a name; one query for all of them."""
    feed_id, _ = register_feed(store, "https://outlet.example/feed", now, outlet="The Outlet")
    bare_id, _ = register_feed(store, "https://other.example/feed", now)
    entry_id, page_id, article_id = stored_article(store, now)
    untold = add_entry(store, Entry("b", None, title="A title"), now)
    assert names_of(store, "feed", (feed_id, bare_id, 999)) == {
        feed_id: "The Outlet · https://outlet.example/feed",
        bare_id: "https://other.example/feed",
    }
    assert names_of(store, "entry", (entry_id, untold)) == {
        entry_id: "https://outlet.example/a",
        untold: "A title",
    }
    assert names_of(store, "page", [page_id]) == {page_id: "https://outlet.example/a"}
    assert names_of(store, "article", [article_id]) == {article_id: "https://outlet.example/a"}


@pytest.mark.parametrize("ids", [(), (7,)])
def test_what_is_not_there_has_no_name(store, ids):
    assert names_of(store, "feed", ids) == {}


def test_a_lane_is_called_by_its_job_and_how_far_it_has_come(store, now):
    """What a person at Flower asks of a long job."""
    entry_id, _, _ = stored_article(store, now)
    job_id, _ = create_job(store, NewJob("key", "detect", {}, ((entry_id,),)), now)
    [lane] = renew_lanes(store, job_id, 1, now)
    assert names_of(store, "lane", [lane]) == {lane: f"job {job_id} · 0 of 1 read"}
    assert job_of_lane(store, lane).planned == 1
    assert job_of_lane(store, lane + 1) is None
