"""Extracting and detecting: versions, endings, and pages that break their worker."""

from __future__ import annotations

from dataclasses import replace

import pytest
from worker.errors import GiveUp
from worker.packs.load import load_pack
from worker.shapes import Article, Entry, Quotation, Span, Statement
from worker.statements.resolve import VERSION
from worker.steps import detect, extract
from worker.steps.detect import detect_statements
from worker.steps.extract import extract_article
from worker.steps.fetch import fetch_page
from worker.steps.match import match_article
from worker.steps.sweep import Work, sweep
from worker.store.articles import find_article
from worker.store.attempts import begin_attempt
from worker.store.entries import add_entry, move_on
from worker.store.models import ArticleTable
from worker.store.statements import each_statement

from stage import BROKEN, HOST, article_html

URL = f"{HOST}/a"
TEXT = "“Never,” the minister said."


@pytest.fixture
def page_id(stage):
    """Fetch one page; its entry has id 1."""
    return fetched(stage, URL)


@pytest.fixture
def reader(monkeypatch):
    """Read what the test says: an article or an error, and a list of statements or an error."""

    class Reader:
        article: object = Article(TEXT, "en", "Norway speaks", URL, URL)
        statements: object = ()

        def extract(self, _page, _entry, _hints):
            return given(self.article)

        def recognise(self, _article, *, diplomatic_only):
            return given(self.statements)

    made = Reader()
    monkeypatch.setattr(extract, "extract_text", made.extract)
    monkeypatch.setattr(detect, "recognise", made.recognise)
    return made


def given(value):
    if isinstance(value, Exception):
        raise value
    return value


def fetched(stage, url):
    stage.web.answers[url] = article_html(f"“We object to {url},” Norwegian Foreign Minister Ada Lind said.")
    return fetch_page(stage.context, add_entry(stage.context.store, Entry(url, url), stage.context.now()))


def statement(name, *, diplomatic=True):
    quotation = Quotation("direct", (Span(0, 8),), Span(0, 8))
    return Statement(name, quotation, "“Never,”", "en", "REJECT", diplomatic=diplomatic)


def again(stage, step, row_id, stage_name):
    """Send an entry back to a stage, as re-processing does, and run the step."""
    with stage.context.store.transaction() as session:
        move_on(session, 1, stage_name, stage.context.now())
    return step(stage.context, row_id)


def ids(stage):
    return [row.id for row in each_statement(stage.context.store)]


def ending(stage, entry_id=1):
    row = stage.entry(entry_id)
    return row.stage, row.outcome


def test_the_line_from_page_to_statement(stage, page_id):
    """The real rooms: one article, one statement, and one word."""
    article_id = extract_article(stage.context, page_id)
    assert ending(stage) == ("detect", None)
    assert detect_statements(stage.context, article_id) == 1
    (row,) = each_statement(stage.context.store)
    assert (row.article_url, row.country, row.actor) == (URL, "NO", "Ada Lind")
    assert ending(stage) == ("done", "stored")
    assert (extract_article(stage.context, page_id), detect_statements(stage.context, article_id)) == (
        None,
        0,
    )


def test_rows_that_are_gone_are_no_work(stage):
    """Their feed was removed meanwhile."""
    assert (extract_article(stage.context, 99), detect_statements(stage.context, 99)) == (None, 0)


@pytest.mark.parametrize(
    ("found", "left"),
    [
        ([statement("a"), statement("b", diplomatic=False)], (["a"], "stored")),
        ([statement("b", diplomatic=False)], ([], "no-statements")),
        ([], ([], "no-statements")),
        (GiveUp("no-pack", "xx"), ([], "no-pack")),
    ],
)
def test_only_diplomatic_statements_are_stored(stage, reader, page_id, found, left):
    """The word tells the rest; earlier statements go with the rules that found them."""
    reader.statements = [statement("earlier")]
    article_id = extract_article(stage.context, page_id)
    detect_statements(stage.context, article_id)
    reader.statements = found
    stored, word = left
    assert again(stage, detect_statements, article_id, "detect") == len(stored)
    assert (ids(stage), ending(stage)) == (stored, ("done", word))


def test_the_settings_may_keep_them_all(stage, reader, page_id):
    """For those who study sport."""
    reader.statements = [statement("a", diplomatic=False)]
    article_id = extract_article(stage.context, page_id)
    assert detect_statements(stage.with_settings(keep_undiplomatic=True), article_id) == 1


def test_an_article_tells_which_rules_have_read_it(stage, reader, page_id):
    """The same word as in its statements, also when there are none."""
    article_id = extract_article(stage.context, page_id)
    detect_statements(stage.context, article_id)
    with stage.context.store.reading() as session:
        assert (
            session.get(ArticleTable, article_id).detector_version == f"{VERSION}-{load_pack('en').version}"
        )


@pytest.mark.parametrize("word", ["paywall", "not-an-article", "too-short", "consent-page"])
def test_what_a_page_is_instead_ends_its_entry(stage, reader, page_id, word):
    """Saved, not raised."""
    reader.article = GiveUp(word, "why")
    assert extract_article(stage.context, page_id) is None
    assert (ending(stage), stage.entry(1).outcome_detail) == (("done", word), "why")


def test_a_page_read_by_better_rules_is_what_they_say(stage, reader, page_id):
    """An article that is none any more goes, with its statements."""
    reader.statements = [statement("a")]
    detect_statements(stage.context, extract_article(stage.context, page_id))
    reader.article = GiveUp("listing-page")
    again(stage, extract_article, page_id, "extract")
    assert (ids(stage), ending(stage)) == ([], ("done", "listing-page"))
    assert find_article(stage.context.store, 1).text is None


def refetched(stage, answer):
    """Fetch the page of entry 1 a day later."""
    stage.pass_time(days=1)
    stage.web.answers[URL] = answer
    return again(stage, fetch_page, 1, "fetch")


def test_a_changed_page_is_a_new_version_of_the_article(stage, reader, page_id):
    """The same rows, counted up."""
    article_id = extract_article(stage.context, page_id)
    reader.article = replace(reader.article, text=TEXT + " Corrected.")
    assert extract_article(stage.context, refetched(stage, article_html())) == article_id
    assert find_article(stage.context.store, 1).version == 2


@pytest.mark.parametrize(("statements", "word"), [([statement("a")], "stored"), ([], "no-statements")])
def test_a_page_that_closes_later_keeps_the_version_there_is(stage, reader, page_id, statements, word):
    """A paywall that comes down after a day is no reason to lose an article."""
    reader.statements = statements
    detect_statements(stage.context, extract_article(stage.context, page_id))
    reader.article = GiveUp("paywall", "subscribe")
    assert extract_article(stage.context, refetched(stage, "<p>subscribe</p>")) is None
    assert ending(stage) == ("done", word)
    assert "paywall" in stage.entry(1).outcome_detail
    assert find_article(stage.context.store, 1).text == TEXT


def test_a_page_that_disappears_later_keeps_it_too(stage, reader, page_id):
    """What was said was said."""
    reader.statements = [statement("a")]
    detect_statements(stage.context, extract_article(stage.context, page_id))
    assert refetched(stage, 404) is None
    assert (ids(stage), ending(stage)) == (["a"], ("done", "stored"))


def test_the_same_text_under_the_same_canonical_address_is_stored_once(stage, reader, page_id):
    """Its statements would have the same ids."""
    extract_article(stage.context, page_id)
    assert extract_article(stage.context, fetched(stage, f"{HOST}/amp/a")) is None
    assert ending(stage, 2) == ("done", "duplicate")
    reader.article = replace(reader.article, text="Another text.")
    assert extract_article(stage.context, fetched(stage, f"{HOST}/b")) is not None


def test_the_amp_and_the_print_twin_of_a_page_are_joined(stage):
    """Each names the page as canonical; captions and calls to read on are no second article."""
    sentences = [
        f"“Article {number} stands,” the foreign minister told envoy {number}." for number in range(20)
    ]
    for path, body in {
        "/a": " ".join(sentences),
        "/a.amp": " ".join(["The minister on Monday in Oslo.", *sentences]),
        "/a/print": " ".join([*sentences, "Printed from the outlet."]),
        "/b": " ".join(f"Another story, number {number}, of other people." for number in range(40)),
    }.items():
        page = article_html(body).replace("<head>", f'<head><link rel="canonical" href="{URL}">')
        stage.web.answers[f"{HOST}{path}"] = page
        entry = Entry(path, f"{HOST}{path}")
        page_id = fetch_page(stage.context, add_entry(stage.context.store, entry, stage.context.now()))
        extract_article(stage.context, page_id)
    assert [ending(stage, number) for number in (2, 3)] == [("done", "duplicate")] * 2
    assert [ending(stage, number) for number in (1, 4)] == [("detect", None)] * 2


@pytest.mark.parametrize("step", ["extract", "detect"])
def test_an_unforeseen_error_is_tried_three_times(stage, reader, page_id, step):
    """Then it stands in quarantine with its traceback; statements found earlier stay."""
    reader.statements = [statement("a")]
    article_id = extract_article(stage.context, page_id)
    detect_statements(stage.context, article_id)
    match_article(stage.context, article_id)
    fault = ValueError("too odd")
    run, row_id = (extract_article, page_id) if step == "extract" else (detect_statements, article_id)
    reader.article, reader.statements = (fault, ()) if step == "extract" else (reader.article, fault)
    again(stage, run, row_id, step)
    for _ in range(2):
        assert stage.entry(1).next_attempt_at > stage.context.now()
        stage.pass_time(hours=7)
        assert sweep(stage.context) == Work(**{"pages" if step == "extract" else "articles": (row_id,)})
        run(stage.context, row_id)
    assert (ending(stage), ids(stage)) == (("done", "quarantined"), ["a"])
    assert stage.entry(1).outcome_detail.endswith("ValueError: too odd\n")


@pytest.mark.parametrize("step", ["extract", "detect"])
def test_a_page_that_kills_its_worker_ends_in_quarantine(stage, reader, page_id, step):
    """No code of ours runs when a process is killed: what counts was counted before."""
    article_id = extract_article(stage.context, page_id)
    with stage.context.store.transaction() as session:
        move_on(session, 1, step, stage.context.now())
    for _ in range(3):
        begin_attempt(stage.context.store, 1, step, stage.context.now())  # and then nothing
    run, row_id = (extract_article, page_id) if step == "extract" else (detect_statements, article_id)
    assert not run(stage.context, row_id)
    assert ending(stage) == ("done", "quarantined")
    assert "did not come back" in stage.entry(1).outcome_detail


def test_lost_messages_are_sent_again(stage, reader, page_id):
    """A broker that lost its data, a worker that died between commit and message."""
    assert sweep(stage.context) == Work()
    stage.pass_time(minutes=6)
    assert sweep(stage.context) == Work(pages=(page_id,))
    article_id = extract_article(stage.context, page_id)
    stage.pass_time(minutes=6)
    assert sweep(stage.context) == Work(articles=(article_id,))
    detect_statements(stage.context, article_id)
    stage.pass_time(minutes=6)
    assert sweep(stage.context) == Work()


def test_a_retry_is_not_sent_before_its_time(stage):
    """However long nothing has touched it."""
    entry_id = add_entry(stage.context.store, Entry("a", URL), stage.context.now())
    stage.web.answers[URL] = BROKEN
    fetch_page(stage.context, entry_id)
    wait = stage.entry(entry_id).next_attempt_at - stage.context.now()
    stage.pass_time(seconds=wait.total_seconds() / 2)
    assert sweep(stage.context) == Work()
    stage.pass_time(seconds=wait.total_seconds() / 2)
    assert sweep(stage.context) == Work(entries=(entry_id,))
