"""One fetch: politeness, retries, endings, and the feed's own content instead of a page."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from worker.errors import TryAgain
from worker.settings import Hosts
from worker.settings.hosts import HostManners
from worker.shapes import Entry
from worker.steps.fetch import fetch_page
from worker.steps.ingest import ingest_url
from worker.steps.manners import fetch_in_turn
from worker.steps.sweep import Work, sweep
from worker.store.entries import add_entries, add_entry
from worker.store.feeds import register_feed
from worker.store.pages import load_page
from worker.web.client import WebRequest

from stage import BLOCKED, BROKEN, HOST, PARAGRAPH, article_html

URL = f"{HOST}/a"
FULL = PARAGRAPH * 6


def entry_for(stage, **facts):
    """Register an entry that leads to the page under test."""
    known = {"key": "a", "url": URL, "title": "Norway speaks"}
    return add_entry(stage.context.store, Entry(**(known | facts)), stage.context.now())


def ending(stage, entry_id):
    """Return where an entry stands."""
    row = stage.entry(entry_id)
    return row.stage, row.outcome


def test_a_page_is_stored_and_its_entry_moves_on(stage):
    """The message sent next carries the page's id; the same message again finds nothing to do."""
    stage.web.answers[URL] = article_html()
    entry_id = entry_for(stage)
    page_id = fetch_page(stage.context, entry_id)
    assert load_page(stage.context.store, page_id).body == article_html().encode()
    assert (ending(stage, entry_id), stage.entry(entry_id).attempts) == (("extract", None), 0)
    assert fetch_page(stage.context, entry_id) is None
    assert stage.web.paths == ["/a"]


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        (404, "not-found"),
        (410, "gone"),
        (403, "forbidden"),
        (402, "paywall"),
        (418, "http-418"),
        ((403, (("cf-mitigated", "challenge"),), ""), "bot-challenge"),
        (BLOCKED, "blocked-address"),
    ],
)
def test_what_will_never_work_ends_with_its_word(stage, answer, word):
    """Not an exception: a row."""
    stage.web.answers[URL] = answer
    entry_id = entry_for(stage)
    assert fetch_page(stage.context, entry_id) is None
    assert ending(stage, entry_id) == ("done", word)
    assert stage.entry(entry_id).outcome_detail


def test_the_host_has_the_last_word(stage):
    """robots.txt counts for articles too, and is asked for once."""
    stage.web.answers |= {URL: article_html(), f"{HOST}/robots.txt": "User-agent: *\nDisallow: /a"}
    closed, opened = entry_for(stage), entry_for(stage, key="b", url=f"{HOST}/b")
    stage.web.answers[f"{HOST}/b"] = article_html()
    assert fetch_page(stage.context, closed) is None
    assert ending(stage, closed) == ("done", "robots")
    assert fetch_page(stage.context, opened) is not None
    assert stage.web.paths == ["/b"]


def test_a_host_that_cannot_tell_its_rules_is_asked_again_later(stage):
    """That is not a no."""
    stage.web.answers[f"{HOST}/robots.txt"] = 503
    entry_id = entry_for(stage)
    fetch_page(stage.context, entry_id)
    assert (ending(stage, entry_id), stage.web.paths) == (("fetch", None), [])
    assert stage.entry(entry_id).next_attempt_at == stage.context.now() + timedelta(hours=1)


def test_a_crawl_delay_is_the_pause(stage):
    """Capped: nobody waits for a day."""
    stage.web.answers |= {URL: article_html(), f"{HOST}/robots.txt": "User-agent: *\nCrawl-delay: 9000"}
    fetch_page(stage.context, entry_for(stage))
    assert stage.spacing.asked == [("outlet.example", 60.0)]


def test_a_host_is_visited_on_the_operators_terms(stage):
    """The longer pause of the two counts; a poll keeps the host's wish as soon as it is known."""
    stage.web.answers[f"{HOST}/robots.txt"] = "User-agent: *\nCrawl-delay: 7"
    stage.web.answers[f"{HOST}/a"] = article_html()
    own = HostManners(pause_s=5.0, parallel=1)
    context = replace(stage.with_settings(page_deadline_s=20.0), hosts=Hosts({"outlet.example": own}))
    fetch_in_turn(context, WebRequest(f"{HOST}/feed"))
    fetch_page(context, add_entry(context.store, Entry("a", f"{HOST}/a"), context.now()))
    fetch_in_turn(context, WebRequest(f"{HOST}/feed"))
    assert [gap_s for _, gap_s in stage.spacing.asked] == [5.0, 7.0, 7.0]
    assert stage.spacing.visits[1] == ("outlet.example", 1, 50.0)


def test_a_host_of_our_own_is_asked_without_ceremony(stage):
    """No robots.txt, no turns."""
    stage.web.own_hosts, stage.web.answers[URL] = (HOST,), article_html()
    assert fetch_page(stage.context, entry_for(stage)) is not None
    assert (len(stage.web.asked), stage.spacing.asked) == (1, [])


def test_waits_double_and_end(stage):
    """Then the other side counts as unreachable; each wait stands in the row."""
    stage.web.answers[URL] = BROKEN
    entry_id = entry_for(stage)
    waits = []
    for _ in range(5):
        fetch_page(stage.context, entry_id)
        row = stage.entry(entry_id)
        waits.append((row.next_attempt_at - stage.context.now()).total_seconds())
        stage.pass_time(seconds=waits[-1])
    assert waits == [63.0, 126.0, 252.0, 504.0, 1008.0]  # a twentieth of chance on top
    fetch_page(stage.context, entry_id)
    assert ending(stage, entry_id) == ("done", "unreachable")
    assert stage.entry(entry_id).outcome_detail == "timed out"


def test_a_longer_wish_than_our_longest_wait_is_kept(stage):
    """Retry-After of a day means a day."""
    stage.web.answers[URL] = (503, (("retry-after", "86400"),), "")
    entry_id = entry_for(stage)
    fetch_page(stage.context, entry_id)
    assert stage.entry(entry_id).next_attempt_at == stage.context.now() + timedelta(days=1)


@pytest.mark.parametrize(("status", "rest_s"), [(503, 60.0), (429, 60.0), (502, 60.0), (500, None)])
def test_a_host_that_asks_for_fewer_requests_rests(stage, status, rest_s):
    """One broken page is no reason."""
    stage.web.answers[URL] = status
    fetch_page(stage.context, entry_for(stage))
    assert stage.spacing.resting.get("outlet.example") == rest_s


def test_those_whose_turn_is_far_away_spread_over_the_line(stage):
    """Without an attempt; the sweep brings them back."""
    feed_id, _ = register_feed(stage.context.store, f"{HOST}/feed", stage.context.now())
    entries = [Entry(str(number), f"{HOST}/{number}") for number in range(10)]
    with stage.context.store.transaction() as session:
        ids, _ = add_entries(stage.context.store, session, feed_id, entries, stage.context.now())
    stage.spacing.waits = [30.0]
    assert fetch_page(stage.context, ids[0]) is None
    row = stage.entry(ids[0])
    assert (row.attempts, row.outcome) == (0, None)
    assert row.next_attempt_at == stage.context.now() + timedelta(seconds=30 + 0.5 * 10 * 2.0)
    assert sweep(stage.context) == Work()
    stage.pass_time(seconds=31)  # soon enough to be sent ahead
    assert sweep(stage.context) == Work(entries=(ids[0],))
    assert sweep(stage.context) == Work()


def test_an_entry_without_an_address_lives_by_its_content(stage):
    """Some feeds are the publication."""
    entry_id = entry_for(stage, url=None, content_html=PARAGRAPH)
    page = load_page(stage.context.store, fetch_page(stage.context, entry_id))
    assert PARAGRAPH.encode() in page.body
    assert page.url == f"urn:entry:{entry_id}"
    assert "own content" in stage.entry(entry_id).outcome_detail


@pytest.mark.parametrize("content", [None, ""])
def test_an_entry_with_nothing_ends(stage, content):
    """There is nothing to read."""
    entry_id = entry_for(stage, url=None, content_html=content)
    assert fetch_page(stage.context, entry_id) is None
    assert ending(stage, entry_id) == ("done", "no-address")


@pytest.mark.parametrize(
    ("content", "answer", "word"),
    [
        (FULL, 403, None),
        (FULL, (403, (("cf-mitigated", "challenge"),), ""), None),
        ("<p>a teaser</p>", 403, "forbidden"),
    ],
)
def test_full_content_stands_for_a_page_that_cannot_be_had(stage, content, answer, word):
    """A teaser does not."""
    stage.web.answers[URL] = answer
    entry_id = entry_for(stage, content_html=content)
    page_id = fetch_page(stage.context, entry_id)
    assert (page_id is None) == (word is not None)
    assert stage.entry(entry_id).outcome == word


def test_full_content_does_not_get_around_robots(stage):
    """No means no."""
    stage.web.answers[f"{HOST}/robots.txt"] = "User-agent: *\nDisallow: /"
    entry_id = entry_for(stage, content_html=FULL)
    assert fetch_page(stage.context, entry_id) is None
    assert ending(stage, entry_id) == ("done", "robots")


def test_full_content_waits_for_the_last_attempt(stage):
    """The page may be back by then."""
    stage.web.answers[URL] = BROKEN
    entry_id = entry_for(stage, content_html=FULL)
    pages = []
    for _ in range(6):
        pages.append(fetch_page(stage.context, entry_id))
        stage.pass_time(hours=7)
    assert [page is None for page in pages] == [True] * 5 + [False]
    assert stage.entry(entry_id).outcome_detail == "the feed's own content; page: timed out"


def test_old_entries_are_recorded_and_not_fetched(stage):
    """A feed's first poll brings its archive."""
    old = stage.context.now() - timedelta(days=40)
    entry_id = entry_for(stage, published_at=old)
    fetch_page(stage.with_settings(max_entry_age_days=30), entry_id)
    assert (ending(stage, entry_id), stage.web.asked) == (("done", "too-old"), [])


def test_a_second_entry_of_the_same_page_is_a_duplicate(stage):
    """Sections of an outlet list the same articles."""
    stage.web.answers[URL] = article_html()
    now, store = stage.context.now(), stage.context.store
    ids = []
    for number in range(2):
        feed_id, _ = register_feed(store, f"{HOST}/feed/{number}", now)
        with store.transaction() as session:
            ids += add_entries(store, session, feed_id, [Entry("a", f"{URL}?utm_source=s{number}")], now)[0]
    stage.web.answers |= {f"{URL}?utm_source=s0": article_html()}
    assert [fetch_page(stage.context, entry_id) is None for entry_id in ids] == [False, True]
    assert ending(stage, ids[1]) == ("done", "duplicate")
    assert ingest_url(stage.context, URL) == ids[0]


def test_an_unforeseen_error_is_kept_with_its_traceback_and_ends_in_quarantine(stage):
    """One page must not stop the line, nor come back for ever."""
    stage.web.answers[URL] = RuntimeError("nobody foresaw this")
    entry_id = entry_for(stage)
    for _ in range(6):
        assert fetch_page(stage.context, entry_id) is None
        stage.pass_time(hours=7)
    row = stage.entry(entry_id)
    assert (row.stage, row.outcome) == ("done", "quarantined")
    assert row.outcome_detail.startswith("Traceback")
    assert row.outcome_detail.endswith("RuntimeError: nobody foresaw this\n")


def test_a_broker_that_is_away_postpones(stage):
    """Nobody is asked out of turn."""

    def reserve(*_):
        raise TryAgain("the broker does not answer", 5.0)

    stage.spacing.reserve = reserve
    entry_id = entry_for(stage)
    assert fetch_page(stage.context, entry_id) is None
    assert (ending(stage, entry_id), stage.web.paths) == (("fetch", None), [])
