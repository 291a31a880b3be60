"""Flower as a person meets it while the sample newsroom is read: what stands on its pages, in a browser."""

from __future__ import annotations

import re
import signal
from datetime import UTC, datetime

import psutil
import pytest
from stack_trial import alive, answers, family, until
from worker.cli.newsroom import open_newsroom
from worker.cli.process import store_here
from worker.settings import load_settings, seeds_dir
from worker.store.feeds import register_feed

pytestmark = pytest.mark.broker
ROWS = "[...document.querySelectorAll('#tasks-table tbody tr')].map(row => row.innerText)"
LEAST = {"feeds.poll": 2, "pages.fetch": 3, "articles.extract": 3}  # 17 pages, eight in one message
TOLD = (
    r"feeds.poll feed 1 · Meridian Courier · \S+/courier/feed.xml\S* ok, 8 to fetch SUCCESS",
    r"feeds.poll feed 2 · Hafenstädter Tagblatt · \S+/tagblatt/feed.atom\S* ok, \d+ to fetch SUCCESS",
    r"pages.fetch entry( \d+){8} · \S+\.html and 7 more 8 x 200; [\d,]+ bytes SUCCESS",
    r"pages.fetch entry \d+ · \S+\.html 200; [\d,]+ bytes SUCCESS",
    r"articles.extract page( \d+)+ · \S+\.html .*en, \d+ statements.* SUCCESS",
    r"articles.extract page( \d+)+ · \S+\.html .*no-statements.* SUCCESS",
)
QUEUES = ["detect", "extract", "fetch", "poll", "reprocess"]


@pytest.fixture
def flower(chromium, up, home):
    """Run the whole stack on the newsroom, its feeds with secrets; give its process and Flower's address."""
    with open_newsroom(seeds_dir() / "newsroom") as newsroom:
        own = {"COMMUNIQUE_HOME": str(home), "COMMUNIQUE_ALLOW_HOSTS": newsroom.host}
        own["COMMUNIQUE_MAX_ENTRY_AGE_DAYS"] = "0"  # the sample's dates are fixed
        process = up(**own, COMMUNIQUE_DISPATCH_INTERVAL_S="1")
        address = process.stdout.readline().split("Flower: ")[1].split()[0]
        until(lambda: answers(address), "Flower's page")
        with store_here(load_settings(own)) as store:  # only now: Flower knows what it has seen itself
            for feed in newsroom.feeds:
                url = feed.url.replace("//", "//reader:geheim@") + "?token=hush"
                register_feed(store, url, datetime.now(UTC), outlet=feed.outlet, lang=feed.lang)
        yield process, address
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)


def rows_of(chromium, address, task, least):
    """Return what stands in the rows of one task once so many of them have ended, one text each."""
    chromium.open(f"{address}/tasks")
    chromium.until("jQuery('#tasks-table tbody td').length", "the table")
    ended = f"{ROWS}.filter(row => row.includes('{task}') && row.includes('SUCCESS'))"
    table = "jQuery('#tasks-table').DataTable()"
    drawn = f"new Promise(done => {table}.one('draw', done).page.len(100).search('{task}').draw())"
    chromium.until(f"{drawn}.then(() => {ended}.length >= {least})", f"{least} of {task}", every_s=0.3)
    return [" ".join(row.split()) for row in chromium.ask(ended)]


def test_tasks_workers_and_queues_can_be_read(chromium, flower):
    """Names and addresses beside ids, what came of it in words, no secret, nothing forgotten by a restart."""
    process, address = flower
    chromium.look(1400, 900)
    rows = [row for task, least in LEAST.items() for row in rows_of(chromium, address, task, least)]
    assert not [row for row in rows if "geheim" in row or "hush" in row]
    for told in TOLD:
        assert [row for row in rows if re.match(told, row)], f"no row like {told}; there are {rows}"

    chromium.open(f"{address}/workers")
    chromium.until("document.body.innerText.match(/Online/g)?.length >= 3", "both workers online")
    workers = chromium.read()
    assert re.search(r"hosts@\S+\s+Online", workers)
    assert re.search(r"texts@\S+\s+Online", workers)

    chromium.open(f"{address}/broker")
    table = chromium.read("#queue-table").splitlines()
    assert [line.split()[:2] for line in table[1:]] == [[queue, "0"] for queue in QUEUES]

    [flower_pid] = [pid for pid in family(process.pid) if "flower" in psutil.Process(pid).cmdline()]
    psutil.Process(flower_pid).terminate()
    until(lambda: not alive(flower_pid), "the end of Flower")
    until(lambda: answers(address), "Flower again")
    assert len(rows_of(chromium, address, "feeds.poll", 2)) == 2
