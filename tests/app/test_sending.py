"""Messages carry ids for the steps and names for people."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from worker.app.sending import LONGEST_NAME, name_in, send


class FakeApp:
    def __init__(self):
        self.sent = []

    def send_task(self, task, args, **options):
        self.sent.append((task, args, options))


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("The Outlet · https://outlet.example/feed", "feed 3 · The Outlet · https://outlet.example/feed"),
        (
            "https://reader:geheim@outlet.example/feed?api_key=hush&page=1",
            "feed 3 · https://***@outlet.example/feed?api_key=***&page=1",
        ),
        ("two\nlines", "feed 3 · two lines"),
        ("", "feed 3"),
        (None, "feed 3"),
    ],
)
def test_a_message_names_its_row_without_secrets(name, shown):
    app = FakeApp()
    assert send(app, "feeds.poll", [3], names={3: name} if name is not None else None) == 1
    [(task, args, options)] = app.sent
    assert (task, args, options["queue"], options["argsrepr"]) == ("feeds.poll", (3,), "poll", shown)


def test_long_names_keep_both_ends():
    """The host, and the words at the end of the path."""
    app = FakeApp()
    send(app, "pages.fetch", [5], names={5: "https://outlet.example/" + "x" * 500 + "/norway"})
    shown = app.sent[0][2]["argsrepr"]
    assert shown.startswith("entry 5 · https://outlet.example/x")
    assert shown.endswith("x/norway")
    assert len(shown) <= LONGEST_NAME + len("entry 5 · …")


@pytest.mark.parametrize(
    ("argsrepr", "name"),
    [("entry 5 · https://outlet.example/a", "https://outlet.example/a"), ("entry 5", ""), (None, "")],
)
def test_the_next_message_of_an_entry_is_about_the_same(argsrepr, name):
    assert name_in(SimpleNamespace(argsrepr=argsrepr)) == name


def test_several_ids_share_a_message_where_the_task_is_made_for_it():
    """The first name stands for them; other tasks, and what broke once, have a message for each id."""
    app = FakeApp()
    names = {number: f"https://outlet.example/{number}" for number in range(1, 11)}
    assert send(app, "articles.extract", names, names=names) == 10
    assert [args for _, args, _ in app.sent] == [tuple(range(1, 9)), (9, 10)]
    assert app.sent[1][2]["argsrepr"] == "page 9 10 · https://outlet.example/9 and 1 more"
    for task, options in (("statements.detect", {}), ("articles.extract", {"together": 1})):
        app.sent.clear()
        send(app, task, [1, 2], **options)
        assert [args for _, args, _ in app.sent] == [(1,), (2,)]
