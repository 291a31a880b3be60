"""communique quarantine: looked at, released, dropped; nothing else is touched."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime, timedelta

import pytest
from worker.cli.main import run_with
from worker.cli.process import store_here
from worker.shapes import Entry, Page
from worker.store.entries import add_entries, add_entry, end_entry, move_on
from worker.store.feeds import register_feed
from worker.store.models import EntryRow
from worker.store.pages import save_page

NOW = datetime.now(UTC).replace(microsecond=0)
FEED = "https://outlet.example/rss"
BODY = b"<html>\xff\x00 hostile \x1b[2J</html>"
TRACE = "Traceback (most recent call last):\n  File \x1b[2J\nRecursionError: too deep"


@pytest.fixture
def stored(home, monkeypatch):
    """Put two entries into quarantine, one with its page, and one good entry beside them."""
    monkeypatch.setenv("COMMUNIQUE_HOME", str(home))
    with store_here() as store:
        feed_id, _ = register_feed(store, FEED, NOW, outlet="The Outlet")
        with store.transaction() as session:
            url = "https://outlet.example/a"
            add_entries(store, session, feed_id, [Entry("a", url, title="Deep")], NOW)
            save_page(store, session, 1, Page(url, url, 200, (), BODY, NOW))
            move_on(session, 1, "extract", NOW)
            end_entry(session, 1, "quarantined", NOW, TRACE)
        add_entry(store, Entry("b", "https://else.example/b"), NOW)
        add_entry(store, Entry("c", "https://else.example/c"), NOW)
        with store.transaction() as session:
            end_entry(
                session, 2, "quarantined", NOW - timedelta(days=3), "4 attempts at fetch did not come back"
            )
            end_entry(session, 3, "gone", NOW)
    return home


def run(capsys, *arguments):
    """Run one command, and return its code, output and complaint."""
    code = run_with(["quarantine", *arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


def states():
    """Return stage and outcome of each entry."""
    with store_here() as store, store.reading() as session:
        return {row.id: (row.stage, row.outcome) for row in session.query(EntryRow)}


def test_the_list_tells_where_and_why(stored, capsys):
    """The longest there first; the reason is what the traceback comes down to."""
    code, out, _ = run(capsys, "list")
    heading, first, second = out.splitlines()
    assert (code, heading.split("\t")) == (0, ["id", "since", "step", "attempts", "feed", "url", "reason"])
    assert first.split("\t")[0::6] == ["2", "4 attempts at fetch did not come back"]
    assert second.split("\t")[2:] == [
        *("extract", "0", FEED, "https://outlet.example/a"),
        "RecursionError: too deep",
    ]


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        ([], [2, 1]),
        (["--feed", FEED], [1]),
        (["--feed", "1"], [1]),
        (["--outlet", "The Outlet"], [1]),
        (["--step", "fetch"], [2]),
        (["--since", "1d"], [1]),
        (["--until", f"{NOW - timedelta(days=2):%Y-%m-%d}"], [2]),
        (["--text", "recursionerror"], [1]),
        (["--text", "else.example"], [2]),
        (["--limit", "1"], [2]),
    ],
)
def test_filters_narrow(stored, capsys, options, ids):
    """Each option does what its name says."""
    _, out, _ = run(capsys, "list", "--format", "jsonl", *options)
    assert [json.loads(line)["id"] for line in out.splitlines()] == ids


def test_rows_for_programs_have_the_whole_detail(stored, capsys):
    """JSON lines and CSV, with the traceback."""
    _, out, _ = run(capsys, "list", "--format", "jsonl", "--step", "extract")
    row = json.loads(out)
    assert (row["detail"], row["since"], row["title"]) == (TRACE, NOW.isoformat(), "Deep")
    _, out, _ = run(capsys, "list", "--format", "csv")
    assert [row["step"] for row in csv.DictReader(io.StringIO(out))] == ["fetch", "extract"]


def test_one_entry_is_shown_with_traceback_and_page(stored, capsysbinary):
    """The terminal stays unharmed; the bytes come out as they went in."""
    assert run_with(["quarantine", "show", "1"]) == 0
    shown = capsysbinary.readouterr().out.decode()
    assert "RecursionError: too deep" in shown
    assert f"{len(BODY)} bytes" in shown
    assert "\x1b" not in shown
    assert run_with(["quarantine", "show", "2"]) == 0
    assert "none was fetched" in capsysbinary.readouterr().out.decode()
    assert run_with(["quarantine", "show", "1", "--page"]) == 0
    assert capsysbinary.readouterr().out == BODY


def test_released_entries_go_on_from_their_page_and_twice_is_no_error(stored, capsys):
    """What is not there any more is said, and left as it is."""
    code, out, _ = run(capsys, "release", "1", "2", "3")
    assert code == 0
    assert out.splitlines()[0] == "entry 3 does not stand in quarantine: gone"
    assert "2 entries released" in out
    after = {1: ("extract", None), 2: ("fetch", None), 3: ("done", "gone")}
    assert states() == after
    code, out, _ = run(capsys, "release", "1", "2")
    assert (code, out.splitlines()[-1]) == (0, "0 entries released")
    assert states() == after


def test_dropped_entries_keep_the_word(stored, capsys):
    """Named by an option, by --all, and once more."""
    assert "1 entry dropped" in run(capsys, "drop", "--step", "extract")[1]
    assert "1 entry dropped" in run(capsys, "drop", "--all")[1]
    assert "0 entries dropped" in run(capsys, "drop", "--all")[1]
    assert states() == {1: ("done", "dropped"), 2: ("done", "dropped"), 3: ("done", "gone")}


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (["show", "9"], "no entry 9"),
        (["show", "3"], "entry 3 does not stand in quarantine"),
        (["show", "2", "--page"], "entry 2 has no stored page"),
        (["release", "1", "9"], "no entry 9"),
        (["release"], "name entries by their numbers"),
        (["drop", "1", "--all"], "name entries by their numbers"),
        (["drop", "one"], "Invalid value"),
        (["list", "--step", "poll"], "--step is one of"),
        (["list", "--feed", "77"], "no feed '77'"),
        (["list", "--since", "monday"], "'monday' is no day"),
    ],
)
def test_wrong_use_is_one_line_and_changes_nothing(stored, capsys, arguments, fault):
    """Exit code 2, and the line says what would be right."""
    before = states()
    code, out, err = run(capsys, *arguments)
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert fault in err
    assert states() == before
