"""No further feeds while the line lags or the machine runs out of something; what is under way goes on."""

from __future__ import annotations

import shutil
from types import SimpleNamespace

import pytest
from worker.steps import pressure
from worker.steps.dispatch import dispatch
from worker.steps.extract import extract_article
from worker.steps.fetch import fetch_page
from worker.steps.poll import poll_feed
from worker.store.feeds import register_feed

from stage import HOST, article_html, feed_xml


def test_feeds_wait_while_too_many_entries_are_on_their_way(stage):
    """And are claimed again as soon as the line has caught up."""
    context = stage.with_settings(max_backlog=2)
    stage.web.answers = {
        f"{HOST}/feed": feed_xml(("1", f"{HOST}/1"), ("2", f"{HOST}/2")),
        f"{HOST}/1": article_html(),
        f"{HOST}/2": 404,
    }
    first, _ = register_feed(context.store, f"{HOST}/feed", context.now())
    assert dispatch(context) == (first,)
    entries = poll_feed(context, first)
    second, _ = register_feed(context.store, f"{HOST}/other", context.now())
    assert dispatch(context) == ()
    pages = [fetch_page(context, entry_id) for entry_id in entries]
    assert pages[1] is None
    assert dispatch(context) == (second,)
    assert extract_article(context, pages[0]) is not None


def test_entries_that_are_put_off_hold_no_feed_back(stage):
    """They stand in no queue: a host that is down must not stop all others."""
    context = stage.with_settings(max_backlog=1)
    stage.web.answers = {f"{HOST}/feed": feed_xml(("1", f"{HOST}/1")), f"{HOST}/1": 503}
    first, _ = register_feed(context.store, f"{HOST}/feed", context.now())
    (entry_id,) = poll_feed(context, first)
    second, _ = register_feed(context.store, f"{HOST}/other", context.now())
    assert dispatch(context) == ()
    fetch_page(context, entry_id)
    assert dispatch(context) == (second,)


@pytest.mark.parametrize(
    ("free_disk_mb", "meminfo", "says"),
    [
        (400, "MemTotal: 9 kB\nMemAvailable: 900000 kB\n", "only 400 MB are free on the disk"),
        (900, "MemTotal: 9 kB\nMemAvailable: 100000 kB\n", "only 100 MB of memory"),
        (900, "MemTotal: 9 kB\n", None),
    ],
)
def test_watermarks(stage, monkeypatch, free_disk_mb, meminfo, says):
    """A full disk would end every step in an error."""
    usage = SimpleNamespace(free=free_disk_mb * 1_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    monkeypatch.setattr(pressure, "MEMORY", stage.context.settings.home / "meminfo")
    pressure.MEMORY.write_text(meminfo)
    found = pressure.pressure(stage.context)
    assert (found is None) if says is None else (says in found)
    register_feed(stage.context.store, f"{HOST}/feed", stage.context.now())
    assert bool(dispatch(stage.context)) is (says is None)


def test_a_machine_that_does_not_tell_is_trusted(stage, tmp_path, monkeypatch):
    """No /proc, or a folder that is not there yet."""
    monkeypatch.setattr(pressure, "MEMORY", tmp_path / "none")
    context = stage.with_settings(home=tmp_path / "none")
    assert pressure.pressure(context) is None
