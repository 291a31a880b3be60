"""``feeds check`` and ``feeds show``: what is wrong with a feed, in words that a person can act on."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from worker.cli.feed_words import delay_in_words, ending_in_words
from worker.cli.main import run_with
from worker.cli.process import store_here
from worker.store.feeds import register_feed
from worker.store.polls import save_poll
from worker.store.rows import PollResult

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
PAGE = (
    '<html><head><link rel="alternate" type="application/rss+xml" href="/rss"></head>'
    "<body>The Sample Post</body></html>"
)
RSS = (
    "<rss version='2.0'><channel><title>Sample Post</title><ttl>30</ttl>"
    "<skipHours><hour>3</hour></skipHours><item><title>One</title><link>/1</link>"
    "<pubDate>Mon, 05 Oct 2020 10:00:00 GMT</pubDate></item><item><title>Two</title></item></channel></rss>"
)
INDEX = "<sitemapindex><sitemap><loc>/a.xml</loc></sitemap></sitemapindex>"
ANSWERS = {"/page": (200, PAGE), "/rss": (200, RSS), "/index": (200, INDEX), "/empty": (200, "")}


class Outlet(BaseHTTPRequestHandler):
    def do_GET(self):
        status, body = ANSWERS.get(self.path, (404, ""))
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def outlet():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Outlet)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def check(outlet, home, monkeypatch, capsys):
    """Check one of the outlet's addresses; return exit code, what was said and complained."""
    monkeypatch.setenv("COMMUNIQUE_HOME", str(home))
    monkeypatch.setenv("COMMUNIQUE_ALLOW_HOSTS", outlet)

    def run(path):
        code = run_with(["feeds", "check", f"http://{outlet}{path}"])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def test_a_readable_feed_is_shown_with_what_deserves_a_look(check):
    code, out, err = check("/rss")
    assert (code, err) == (0, "")
    for said in (
        *("1800 s between polls", "3h", "1 of 2 entries name no page", "1 of 2 entries have no date"),
        *("nothing new for", "no ETag", "2020-10-05 10:00\tOne"),
    ):
        assert said in out


def test_a_page_in_place_of_a_feed_offers_the_feeds_it_declares(check, outlet):
    """What people have at hand is the address of the page."""
    code, out, err = check("/page")
    assert (code, "this is no feed" in err) == (1, True)
    assert out.splitlines()[-1] == f"  communique feeds check http://{outlet}/rss"


@pytest.mark.parametrize(
    ("path", "code", "said"),
    [
        ("/nothing", 1, "nothing at this address (404)"),
        ("/empty", 1, "the answer is empty"),
        ("/index", 0, "its 1 sitemaps become feeds of their own"),
    ],
)
def test_what_is_wrong_is_said_in_plain_words(check, path, code, said):
    found, out, err = check(path)
    assert (found, said in out + err) == (code, True)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (ending_in_words("bot-challenge", "status 403"), "machines are not let in (status 403)"),
        (ending_in_words("http-418", "status 418"), "will not give us this (status 418)"),
        (delay_in_words("dns: no such host", None), "no such host; is its name written right?"),
        (delay_in_words("status 429", 60.0), "(status 429); it asks for 60 s of patience"),
        (delay_in_words("something else", None), "not now: something else"),
    ],
)
def test_outcomes_have_words(said, expected):
    assert expected in said


def test_show_tells_the_life_of_a_feed(home, monkeypatch, capsys):
    """Every change with its reason, and the latest polls."""
    monkeypatch.setenv("COMMUNIQUE_HOME", str(home))
    with store_here() as store:
        feed_id, _ = register_feed(store, "https://outlet.example/rss", NOW)
        result = PollResult(
            *("try-again", NOW, NOW + timedelta(hours=1)),
            detail="timed out",
            failures=3.0,
            trouble="try-again: timed out",
            changes=(("struggling", "3 failures in a row"),),
        )
        save_poll(store, feed_id, result, ())
    assert run_with(["feeds", "show", "https://outlet.example/rss"]) == 0
    out = capsys.readouterr().out
    for said in (
        "try-again: timed out",
        "struggling\t3 failures in a row",
        "try-again\t\t0\t0\t0\ttimed out",
    ):
        assert said in out
    assert run_with(["feeds", "list", "--health"]) == 0
    assert "try-again: timed out" in capsys.readouterr().out
    assert run_with(["feeds", "show", "9"]) == 2
    assert "no feed '9'" in capsys.readouterr().err
