"""Commands over a small database: lists, exports, single records, filters, health."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import update
from worker.cli.main import run_with
from worker.cli.narrowing import parse_day
from worker.cli.process import store_here
from worker.cli.status import Queues, needs_of
from worker.errors import WrongUse
from worker.settings import load_settings
from worker.shapes import Actor, Article, Entry, Page, Quotation, Span, Statement
from worker.store.articles import save_article
from worker.store.counts import count_all, pace_since
from worker.store.entries import add_entry, end_entry
from worker.store.feeds import list_feeds, register_feed
from worker.store.models import UnmatchedRow
from worker.store.pages import save_page
from worker.store.polls import save_poll
from worker.store.rows import Pace, PollResult
from worker.store.statements import replace_statements

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
# SQLAlchemy 2.1 finds Result.tuples() superfluous, 2.0 needs it for typing.
TEXT = "Norway demanded an answer.\n“=Never,” the minister said \x1b[2J."
URL = "https://outlet.example/a"


def statement(number, act, country, span, **facts):
    quotation = Quotation("direct", (Span(*span),), Span(*span), cue=(Span(7, 15),))
    return Statement(
        id=f"{number}" * 16,
        quotation=quotation,
        text=TEXT[slice(*span)],
        lang="en",
        act=act,
        actor=Actor(f"country:{country}", country, "government", country=country),
        said_on=date(2026, 11, 19),
        said_on_basis="relative",
        diplomatic=True,
        **facts,
    )


@pytest.fixture
def stored(home, monkeypatch):
    """Set up a data folder with one article of two statements, and one entry that ended without a text."""
    monkeypatch.setenv("COMMUNIQUE_HOME", str(home))
    with store_here() as store:
        first = add_entry(store, Entry(key=URL, url=URL), NOW)
        add_entry(store, Entry(key="b", url="https://outlet.example/b", title="Gone"), NOW)
        page = Page(URL, URL, 200, (), b"<p>", NOW)
        article = Article(TEXT, "en", "An answer", URL, URL, "The Outlet", None, NOW)
        with store.transaction() as session:
            page_id = save_page(store, session, first, page)
            article_id = save_article(store, session, (page_id, first), article, NOW)
            found = [
                statement(1, "REQUEST", "NO", (16, 25), targets=("IS",)),
                statement(2, "ACCUSE/allege", "IS", (27, 36), speaker_mention="the minister"),
            ]
            replace_statements(store, session, article_id, found, NOW)
            end_entry(session, first, "stored", NOW)
            end_entry(session, 2, "gone", NOW)
    return home


def lines_of(capsys):
    return capsys.readouterr().out.splitlines()


def test_a_first_command_on_a_new_folder_works(home, monkeypatch, capsys):
    """Nobody has to create anything first."""
    monkeypatch.setenv("COMMUNIQUE_HOME", str(home / "deep" / "new"))
    assert run_with(["statements", "list"]) == 0
    assert len(lines_of(capsys)) == 1


def test_statements_are_listed_without_steering_the_terminal(stored, capsys):
    """One line each; what the minister slipped in is shown as unknown characters."""
    assert run_with(["statements", "list"]) == 0
    heading, first, second = lines_of(capsys)
    assert heading.split("\t")[:4] == ["id", "said on", "who", "for"]
    assert first.split("\t")[0] == "11111111"
    assert second.split("\t")[-1] == "“=Never,”"


def test_export_keeps_the_contract_of_fields(stored, capsys):
    """Order and names are what others script against."""
    assert run_with(["statements", "export"]) == 0
    first = json.loads(lines_of(capsys)[0])
    assert list(first) == [
        "id",
        "article_url",
        "article_title",
        "outlet",
        "lang",
        "published_at",
        "kind",
        "text",
        "quoted",
        "spans",
        "cue",
        "speaker_mention",
        "actor",
        "actor_kind",
        "role",
        "country",
        "channel",
        "addressee",
        "targets",
        "said_on",
        "said_on_basis",
        "act",
        "polarity",
        "confidence",
        "detector_version",
    ]
    assert (first["spans"], first["said_on"], first["targets"]) == ([[16, 25]], "2026-11-19", ["IS"])
    assert first["published_at"] == "2026-11-20T09:00:00+00:00"


def test_csv_export_opens_safely(stored, capsys):
    """Whoever opens it in a spreadsheet sees words."""
    assert run_with(["articles", "export", "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["outcome"] for row in rows] == ["gone", "stored"]
    assert [row["text"] for row in rows] == ["", TEXT]


def test_articles_export_has_no_text_for_what_has_none(stored, capsys):
    """null, not an empty article."""
    assert run_with(["articles", "export"]) == 0
    gone, kept = (json.loads(line) for line in lines_of(capsys))
    assert (gone["text"], gone["title"], kept["text"]) == (None, "Gone", TEXT)
    assert list(gone) == [
        "id",
        "url",
        "canonical_url",
        "outlet",
        "title",
        "author",
        "published_at",
        "lang",
        "version",
        "outcome",
        "text",
    ]


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        ([], "12"),
        (["--country", "no"], "1"),
        (["--act", "accuse"], "2"),
        (["--act", "ACCUSE/allege"], "2"),
        (["--target", "is"], "1"),
        (["--kind", "indirect"], ""),
        (["--since", "2026-11-20"], ""),
        (["--until", "2026-11-19"], "12"),
        (["--text", "answer"], "1"),
        (["--outlet", "The Outlet", "--lang", "en", "--actor", "IS"], "2"),
    ],
)
def test_filters_narrow(stored, capsys, options, ids):
    """Each option does what its name says; case of codes does not matter."""
    assert run_with(["statements", "export", *options]) == 0
    assert "".join(json.loads(line)["id"][0] for line in lines_of(capsys)) == ids


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (["statements", "list", "--kind", "spoken"], "--kind is one of"),
        (["statements", "list", "--since", "monday"], "'monday' is no day"),
        (["statements", "show", "9"], "no statement '9'"),
        (["statements", "show", ""], "no statement ''"),
        (["articles", "show", "99"], "no article 99"),
        (["feeds", "pause", "99"], "no feed '99'"),
        (["feeds", "add", "outlet.example/rss"], "did you mean https://outlet.example/rss"),
        (["feeds", "add", "https://outlet.example/rss", "--country", "Norway"], "no country code"),
        (["ingest", "https://outlet.example/a", "nonsense"], "not a web address"),
    ],
)
def test_wrong_use_is_one_line_and_code_2(stored, capsys, arguments, fault):
    """The line names what was wrong and what would be right."""
    assert run_with(arguments) == 2
    said = capsys.readouterr()
    assert fault in said.err
    assert (len(said.err.splitlines()), said.out) == (1, "")


def test_single_records_are_shown_whole(stored, capsys):
    """The beginning of an id is enough; escapes in a text stay harmless."""
    assert run_with(["statements", "show", "22"]) == 0
    assert "the minister" in capsys.readouterr().out
    assert run_with(["articles", "show", "1"]) == 0
    shown = capsys.readouterr().out
    assert "Norway demanded an answer." in shown
    assert "\x1b" not in shown


def test_an_edited_article_shows_what_changed(stored, capsys):
    """Only the paragraphs that differ, out (-) and in (+)."""
    with store_here() as store, store.transaction() as session:
        save_article(store, session, (1, 1), Article(TEXT + "\nCorrected.", "en"), NOW)
    assert run_with(["articles", "show", "1"]) == 0
    shown = lines_of(capsys)
    assert shown[-2:] == ["version 1 → 2", "+ Corrected."]


def test_feeds_are_registered_once_and_change_state(stored, capsys):
    """Adding again is harmless; pausing and removing take a number or an address."""
    url = "https://outlet.example/rss"
    steps = [
        (["add", url, "--outlet", "The Outlet", "--lang", "en-GB", "--country", "gb"], "feed 1 added"),
        (["add", url], "feed 1 is known already"),
        (["pause", url], "feed 1 is paused"),
        (["list"], f"1\tThe Outlet\ten\tGB\tpaused\t{url}"),
        (["resume", "1"], "feed 1 is active"),
        (["list", "--health"], "active"),
        (["remove", "1"], "feed 1 removed"),
    ]
    for arguments, said in steps:
        assert run_with(["feeds", *arguments]) == 0
        assert said in capsys.readouterr().out


def test_schema_is_shown_and_brought_up_to_date(home, monkeypatch, capsys):
    """An empty database is wrong use for `current`, and no trouble for `upgrade`."""
    monkeypatch.setenv("COMMUNIQUE_HOME", str(home))
    assert run_with(["db", "current"]) == 2
    assert run_with(["db", "upgrade"]) == 0
    assert run_with(["db", "upgrade"]) == 0
    assert "already at" in capsys.readouterr().out
    assert run_with(["db", "current"]) == 0


def test_status_is_calm_when_nothing_needs_a_person(stored, capsys):
    """Exit code 0, the last statement, no complaint."""
    assert run_with(["status"]) == 0
    said = capsys.readouterr()
    assert "gone 1" in said.out
    assert "0 polls, 0 articles, 0 statements" in said.out  # the sample is of another day
    assert said.err == ""


def test_the_pace_counts_what_happened_since(stored):
    """A poll that brought nothing new is no failure."""
    with store_here() as store:
        feed_id, _ = register_feed(store, "https://outlet.example/rss", NOW)
        for outcome in ("ok", "not-modified", "try-again"):
            later = NOW + timedelta(minutes=5)
            save_poll(store, feed_id, PollResult(outcome=outcome, at=NOW, next_poll_at=later), ())
        assert pace_since(store, NOW) == Pace(polls=3, failed_polls=1, articles=1, statements=2)
        assert pace_since(store, NOW + timedelta(seconds=1)) == Pace(0, 0, 0, 0)


def test_status_names_what_needs_a_person(home):
    """Each need is a line; what mends itself is none."""
    with store_here(load_settings({"COMMUNIQUE_HOME": str(home)})) as store:
        register_feed(store, "https://outlet.example/rss", NOW)
        (feed,), counts = list_feeds(store), count_all(store, NOW)
    calm = Queues({})
    assert needs_of(counts, [feed], calm, NOW) == []
    hour = timedelta(hours=1)
    cases = [
        ("long ago", counts, [feed], calm, NOW + hour),
        ("5 failures", counts, [replace(feed, failures=5.0)], calm, NOW),
        ("has ended: 410", counts, [replace(feed, state="ended", state_reason="410")], calm, NOW + hour),
        ("2 entries in quarantine", replace(counts, outcomes={"quarantined": 2}), [], calm, NOW),
        ("waited for 60 min", replace(counts, waiting=1, oldest_waiting_at=NOW - hour), [], calm, NOW),
        ("refused", counts, [], Queues({}, "refused"), NOW),
    ]
    for said, *given in cases:
        (need,) = needs_of(*given)
        assert said in need


def test_status_speaks_of_articles_that_nobody_matches_any_more(stored, capsys):
    """Three attempts broke: their statements would stand alone for ever, and nobody would know."""
    with store_here() as store, store.transaction() as session:
        session.execute(update(UnmatchedRow).values(attempts=3))
    assert run_with(["status"]) == 1
    assert "1 articles could not be matched" in capsys.readouterr().err


def test_days_may_be_counted_back():
    """A week back is what analysts ask for most."""
    assert parse_day("7d") == datetime.now(UTC).date() - timedelta(days=7)
    assert parse_day(None) is None
    with pytest.raises(WrongUse):
        parse_day("99999999999d")
