"""``communique demo``: the whole pipeline on the sample newsroom, on loopback, ended by itself."""

from __future__ import annotations

import os
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from worker.cli.process import store_here
from worker.cli.terminal import complain, on_terminal, say
from worker.errors import WrongUse

if TYPE_CHECKING:
    from collections.abc import Callable

    from worker.cli.newsroom import Newsroom
    from worker.settings import Settings
    from worker.store.engine import Store

FOLDER = Path("communique-demo")
TIMEOUT_S = 300.0
SHOWN = 30


def demo() -> None:
    """Try everything on a bundled sample newsroom."""
    from worker.cli.newsroom import open_newsroom  # noqa: PLC0415
    from worker.settings import seeds_dir  # noqa: PLC0415

    home = FOLDER.resolve() / "data"
    with open_newsroom(seeds_dir() / "newsroom") as newsroom:
        settings = _settings(home, newsroom)
        _make_fresh(home)
        say("communique demo: two invented newspapers on this machine, nothing leaves it")
        with store_here(settings) as store:
            _register(store, newsroom)
            code = _work(settings, store)
            _show(store)
            report = _write_report(store)
    program = _program()
    say(f"\nReport: {report}   (open it in a browser)")
    say(
        "The data stays, have a look:\n"
        f"  COMMUNIQUE_HOME={FOLDER}/data {program} statements list --act ACCUSE\n"
        "Your own feeds:\n"
        f"  {program} feeds add https://outlet.example/rss --outlet 'The Outlet' --lang en\n"
        f"  {program} up"
    )
    raise typer.Exit(code)


def _program() -> str:
    """Return what to type for this program here: `make demo` leaves it off the path."""
    called = sys.argv[0]
    return called if Path(called).name == "communique" and not shutil.which("communique") else "communique"


def _settings(home: Path, newsroom: Newsroom) -> Settings:
    from worker.settings import load_settings  # noqa: PLC0415

    # Nothing of the user's own settings: the demo must not write into a database somebody works with.
    level = os.environ.get("COMMUNIQUE_LOG_LEVEL", "")
    return load_settings(
        {
            "COMMUNIQUE_HOME": str(home),
            "COMMUNIQUE_ALLOW_HOSTS": newsroom.host,
            "COMMUNIQUE_MAX_ENTRY_AGE_DAYS": "0",  # the sample's dates are fixed
            "COMMUNIQUE_LOG_LEVEL": level,
            "COMMUNIQUE_PRELOAD": "false",  # a handful of pages in a few languages
        }
    )


def _make_fresh(home: Path) -> None:
    """Remove an earlier demo's data, and nothing that is not such."""
    from worker.stack.lock import FolderLock, make_home  # noqa: PLC0415

    if home.exists():
        if any(home.iterdir()) and not (home / "communique.db").exists():
            raise WrongUse(f"{home} holds something else; run the demo in another folder")
        make_home(home)
        lock = FolderLock(home, "communique demo")
        if not lock.take():
            raise WrongUse(f"another demo is running here: {lock.holder()}")
        lock.release()
        shutil.rmtree(home)
    make_home(home)


def _register(store: Store, newsroom: Newsroom) -> None:
    from worker.store.feeds import register_feed  # noqa: PLC0415

    for feed in newsroom.feeds:
        register_feed(store, feed.url, datetime.now(UTC), outlet=feed.outlet, lang=feed.lang)


def _work(settings: Settings, store: Store) -> int:
    from worker.cli.progress import Progress  # noqa: PLC0415
    from worker.stack.once import run_once  # noqa: PLC0415

    with Progress("working", totals=_totals(store)) as progress:
        summary = run_once(settings, TIMEOUT_S, complain, progress.left)
    if summary.left:
        complain(f"time ran out with {summary.left} messages left; the logs are in {settings.home}/stack")
    else:
        say(f"done in {summary.elapsed_s:.0f} s")
    return summary.exit_code


def _totals(store: Store) -> Callable[[], str]:
    from worker.store.counts import count_all  # noqa: PLC0415

    def totals() -> str:
        counts = count_all(store, datetime.now(UTC))
        return f"{counts.entries} entries · {counts.articles} articles · {counts.statements} statements"

    return totals


def _show(store: Store) -> None:
    from worker.cli.statements import print_table  # noqa: PLC0415
    from worker.store.counts import count_all  # noqa: PLC0415
    from worker.store.statements import each_statement  # noqa: PLC0415

    rows = list(each_statement(store))
    print_table(rows[:SHOWN] if on_terminal() else rows, title="Statements, newest article first")
    if len(rows) > SHOWN and on_terminal():
        say(f"… and {len(rows) - SHOWN} more")
    counts = count_all(store, datetime.now(UTC))
    endings = ", ".join(f"{count} {word}" for word, count in sorted(counts.outcomes.items()))
    say(f"\n{counts.entries} entries: {endings}; {counts.statements} statements")


def _write_report(store: Store) -> Path:
    from worker.cli.travels import stored_report  # noqa: PLC0415
    from worker.store.articles import each_article  # noqa: PLC0415
    from worker.store.statements import each_statement  # noqa: PLC0415

    page = stored_report(store, each_article(store), list(each_statement(store)), "The sample newsroom")
    target = FOLDER / "report.html"
    target.write_text(page, encoding="utf-8")
    return target
