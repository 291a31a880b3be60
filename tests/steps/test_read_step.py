"""A page read in one go leaves the rows that the steps leave, and what fails goes on step by step."""

from __future__ import annotations

import pytest
from sqlalchemy import event, select
from worker.shapes import Entry
from worker.steps import detect, match, read
from worker.steps.detect import detect_statements
from worker.steps.extract import extract_article
from worker.steps.fetch import fetch_page
from worker.steps.match import Matched, match_article
from worker.steps.read import DONE, Onward, read_pages
from worker.steps.sweep import Work, sweep
from worker.store.articles import find_article
from worker.store.attempts import begin_reading
from worker.store.entries import add_entry, move_on
from worker.store.models import ArticleBandRow, ArticleTable, PageRow, RenderingRow, UnmatchedRow
from worker.store.statements import each_statement

from stage import HOST, PARAGRAPH, article_html

URL = f"{HOST}/a"
LONG = "".join(PARAGRAPH.replace("Oslo", f"Oslo {number}") for number in range(4))


def fetched(stage, url=URL, words="We object to it"):
    """Fetch a page and return its id; entries and pages are counted alike."""
    said = f"“{words},” Norwegian Foreign Minister Ada Lind said.</p>{LONG}<p>"
    stage.web.answers[url] = article_html(said)
    return fetch_page(stage.context, add_entry(stage.context.store, Entry(url, url), stage.context.now()))


def in_one_go(context, page_id):
    read_pages(context, (page_id,))


def step_by_step(context, page_id):
    article_id = extract_article(context, page_id)
    if detect_statements(context, article_id):
        match_article(context, article_id)


def rows_of(stage, *tables):
    """Return every row of some tables without the ids that chance gives them."""
    with stage.context.store.reading() as session:
        return [[tuple(row) for row in session.execute(select(table.__table__))] for table in tables]


def ending(stage, entry_id=1):
    row = stage.entry(entry_id)
    return row.stage, row.outcome


def test_it_leaves_the_rows_of_the_steps(stage, tmp_path, request):
    """Article, bands, statements, renderings and marks: nobody can tell which way a page went."""
    from stage import make_stage  # noqa: PLC0415 - a second stage is needed once

    other = make_stage(tmp_path, f"sqlite:///{tmp_path}/other.db")
    request.addfinalizer(other.context.close)
    for each, way in ((stage, in_one_go), (other, step_by_step)):
        for number in range(3):  # the second copies the first, the third says something else
            url, words = f"{HOST}/{number}", "We object to it" if number < 2 else "We welcome it"
            way(each.context, fetched(each, url, words))
    tables = (ArticleTable, ArticleBandRow, PageRow, RenderingRow, UnmatchedRow)
    assert rows_of(stage, *tables) == rows_of(other, *tables)
    assert list(each_statement(stage.context.store)) == list(each_statement(other.context.store)) != []
    with stage.context.store.reading() as session:
        assert session.get(ArticleTable, 2).copy_of == 1
    assert [ending(stage, number) for number in (1, 2, 3)] == [("done", "stored")] * 3


def test_a_second_run_changes_nothing(stage):
    """A message delivered again finds the entry gone on."""
    page_id = fetched(stage)
    read_pages(stage.context, (page_id,))
    before = rows_of(stage, ArticleTable, RenderingRow)
    assert read_pages(stage.context, (page_id,)) == DONE
    assert rows_of(stage, ArticleTable, RenderingRow) == before


def test_a_page_that_did_not_come_back_goes_step_by_step(stage):
    """What killed the process may be the detection: the article is saved before it."""
    page_id = fetched(stage)
    begin_reading(stage.context.store, page_id, stage.context.now())  # and then nothing
    assert read_pages(stage.context, (page_id,)) == Onward(detect=(1,))
    assert ending(stage) == ("detect", None)


def test_a_detection_that_breaks_is_left_to_its_own_step(stage, monkeypatch):
    """It has three attempts there, and its traceback; the article stands."""

    def broken(_article, **_kind):
        raise ValueError("too odd")

    page_id = fetched(stage)
    monkeypatch.setattr(detect, "recognise", broken)
    assert read_pages(stage.context, (page_id,)) == Onward(detect=(1,))
    assert (ending(stage), find_article(stage.context.store, 1).version) == (("detect", None), 1)


def test_a_match_that_breaks_is_left_to_its_own_step(stage, monkeypatch):
    """The statements are saved; should its message be lost, the sweep sends it."""

    def broken(_context, _begun):
        raise ValueError("too odd")

    page_id = fetched(stage)
    monkeypatch.setattr(match, "_match", broken)
    assert read_pages(stage.context, (page_id,)) == Onward(match=(1,))
    assert ending(stage) == ("done", "stored")
    stage.pass_time(minutes=6)
    assert sweep(stage.context) == Work(unmatched=(1,))


def test_a_changed_page_keeps_its_earlier_version(stage):
    """Whatever the way: the same article, counted up, with today's statements."""
    read_pages(stage.context, (fetched(stage),))
    stage.pass_time(days=1)
    stage.web.answers[URL] = article_html(
        f"“We withdraw,” Norwegian Foreign Minister Ada Lind said.</p>{LONG}<p>"
    )
    with stage.context.store.transaction() as session:
        move_on(session, 1, "fetch", stage.context.now())
    read_pages(stage.context, (fetch_page(stage.context, 1),))
    assert find_article(stage.context.store, 1).version == 2
    assert ["withdraw" in row.text for row in each_statement(stage.context.store)] == [True]


def test_the_same_text_under_the_same_canonical_address_is_stored_once(stage):
    read_pages(stage.context, (fetched(stage),))
    canonical = f'<link rel="canonical" href="{URL}">'
    stage.web.answers[f"{HOST}/amp/a"] = stage.web.answers[URL].replace("<head>", f"<head>{canonical}")
    entry_id = add_entry(stage.context.store, Entry("amp", f"{HOST}/amp/a"), stage.context.now())
    assert read_pages(stage.context, (fetch_page(stage.context, entry_id),)) == DONE
    assert ending(stage, entry_id) == ("done", "duplicate")


def test_a_page_that_is_gone_is_no_work(stage):
    assert read_pages(stage.context, (99,)) == DONE


@pytest.mark.parametrize(("words", "most"), [("We object to it", 9), ("", 7)])
def test_few_statements_are_enough(stage, monkeypatch, words, most):
    """A page costs so many round trips to the database, whatever the archive holds; matching comes on top."""
    page_id = fetched(stage, words=words) if words else fetched_silence(stage)
    monkeypatch.setattr(read, "match_articles", lambda *_: Matched(0))
    seen = []
    event.listen(
        stage.context.store.engine,
        "before_cursor_execute",
        lambda _connection, _cursor, words, *_: seen.append(words),
    )
    read_pages(stage.context, (page_id,))
    assert len([words for words in seen if not words.startswith("BEGIN")]) <= most


def fetched_silence(stage):
    stage.web.answers[URL] = article_html("Nothing was said.")
    return fetch_page(stage.context, add_entry(stage.context.store, Entry(URL, URL), stage.context.now()))
