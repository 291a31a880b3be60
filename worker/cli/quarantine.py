"""``communique quarantine``: entries that broke their worker every time; look, let go on, or give up."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from worker.cli.exports import Format, write_rows
from worker.cli.narrowing import Outlet, parse_day
from worker.cli.process import store_here
from worker.cli.terminal import Look, harmless, say, show_facts, show_table
from worker.errors import WrongUse

if TYPE_CHECKING:
    from collections.abc import Callable

    from worker.store.engine import Store
    from worker.store.quarantine import QuarantinedEntry, QuarantineFilter

app = typer.Typer(help="Entries that broke their worker every time.", no_args_is_help=True)
LISTED = 50
BATCH = 1_000  # entries of one transaction; both databases count parameters
STEPS = ("fetch", "extract", "detect")
FIELDS = ("id", "url", "title", "feed", "outlet", "step", "attempts", "since", "reason", "detail")

Ids = Annotated[list[int] | None, typer.Argument(metavar="ID...", help="Numbers, as `list` shows them.")]
FeedOption = Annotated[str | None, typer.Option(help="Brought by this feed: its address or number.")]
Step = Annotated[str | None, typer.Option(help="Broke at this step: fetch, extract or detect.")]
Since = Annotated[str | None, typer.Option(help="In quarantine since this day or later, e.g. 7d.")]
Until = Annotated[str | None, typer.Option(help="In quarantine since this day or before.")]
Words = Annotated[str | None, typer.Option("--text", help="Part of the address, title or traceback.")]
All = Annotated[bool, typer.Option("--all", help="Everything in quarantine.")]


@app.command("list")
def list_entries(
    *,
    feed: FeedOption = None,
    outlet: Outlet = None,
    step: Step = None,
    since: Since = None,
    until: Until = None,
    text: Words = None,
    limit: Annotated[int, typer.Option(help="At most so many; 0 for all.", min=0)] = LISTED,
    shape: Annotated[Format, typer.Option("--format")] = Format.TABLE,
) -> None:
    """List the entries, the longest there first."""
    from worker.store.quarantine import list_quarantined  # noqa: PLC0415

    given = locals()
    with store_here() as store:
        found = list_quarantined(store, _narrowed(store, given), limit or None)
    if shape is Format.TABLE:
        _print_table(found)
    else:
        write_rows(({name: getattr(row, name) for name in FIELDS} for row in found), FIELDS, shape)


@app.command("show")
def show_entry(
    entry_id: Annotated[int, typer.Argument(metavar="ID")],
    *,
    page: Annotated[bool, typer.Option("--page", help="Write the page's bytes, and nothing else.")] = False,
) -> None:
    """Show one entry with its traceback, and where the bytes of its page are."""
    from worker.store.quarantine import find_quarantined, outcomes_of  # noqa: PLC0415

    with store_here() as store:
        row = find_quarantined(store, entry_id)
        if row is None:
            _demand_known([entry_id], outcomes_of(store, [entry_id]))
            raise WrongUse(f"entry {entry_id} does not stand in quarantine")
        if page:
            _write_page(store, row)
            return
    facts = [(name, getattr(row, name)) for name in FIELDS if name not in ("reason", "detail")]
    show_facts([*facts, ("page", _whereabouts(row))])
    say("\n" + "\n".join(harmless(line) for line in (row.detail or "nothing was noted").splitlines()))


@app.command("release")
def release_entries(
    ids: Ids = None,
    *,
    feed: FeedOption = None,
    outlet: Outlet = None,
    step: Step = None,
    since: Since = None,
    until: Until = None,
    text: Words = None,
    every: All = False,
) -> None:
    """Put entries back in the line, from their stored page where there is one; twice is no error."""
    from worker.store.quarantine import release  # noqa: PLC0415

    _change(locals(), release, "released; the next sweep or `communique run-once` goes on with them")


@app.command("drop")
def drop_entries(
    ids: Ids = None,
    *,
    feed: FeedOption = None,
    outlet: Outlet = None,
    step: Step = None,
    since: Since = None,
    until: Until = None,
    text: Words = None,
    every: All = False,
) -> None:
    """Give entries up: they stay known as `dropped`, their pages and statements go."""
    from worker.store.quarantine import drop  # noqa: PLC0415

    _change(locals(), drop, "dropped")


def _change(given: dict[str, Any], change: Callable[[Store, list[int], datetime], int], done: str) -> None:
    """Change the entries that ids or options name."""
    from worker.store.quarantine import list_quarantined, outcomes_of  # noqa: PLC0415

    ids, narrowing = given["ids"] or [], _is_narrowed(given)
    if bool(ids) + narrowing + given["every"] != 1:
        raise WrongUse("name entries by their numbers, or by options, or all of them with --all")
    with store_here() as store:
        if ids:
            outcomes = outcomes_of(store, ids)
            _demand_known(ids, outcomes)
        else:
            ids, outcomes = [row.id for row in list_quarantined(store, _narrowed(store, given))], {}
        batches = (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))
        count = sum(change(store, batch, datetime.now(UTC)) for batch in batches)
    for entry_id, outcome in outcomes.items():
        if outcome != "quarantined":
            say(f"entry {entry_id} does not stand in quarantine: {outcome or 'on its way'}")
    say(f"{count} {'entry' if count == 1 else 'entries'} {done if count else done.partition(';')[0]}")


def _demand_known(ids: list[int], outcomes: dict[int, str | None]) -> None:
    unknown = [str(entry_id) for entry_id in ids if entry_id not in outcomes]
    if unknown:
        raise WrongUse(f"no entry {', '.join(unknown)}; `communique quarantine list` shows their numbers")


def _is_narrowed(given: dict[str, Any]) -> bool:
    return any(given[name] is not None for name in ("feed", "outlet", "step", "since", "until", "text"))


def _narrowed(store: Store, given: dict[str, Any]) -> QuarantineFilter:
    """Return the filter for the options given, by name.

    Raises:
        WrongUse: a step or a day is none, or there is no such feed.
    """
    from worker.store.feeds import find_feed  # noqa: PLC0415
    from worker.store.quarantine import QuarantineFilter  # noqa: PLC0415

    step = given["step"]
    if step is not None and step not in STEPS:
        raise WrongUse(f"--step is one of {', '.join(STEPS)}, not {step!r}")
    known = find_feed(store, given["feed"]) if given["feed"] is not None else None
    if given["feed"] is not None and known is None:
        raise WrongUse(f"no feed {given['feed']!r}; `communique feeds list` shows them")
    return QuarantineFilter(
        feed_id=known.id if known else None,
        outlet=given["outlet"],
        step=step,
        since=parse_day(given["since"]),
        until=parse_day(given["until"]),
        text=given["text"],
    )


def _print_table(rows: list[QuarantinedEntry]) -> None:
    show_table(
        ("id", "since", "step", "attempts", "feed", "url", "reason"),
        (
            (row.id, f"{row.since:%Y-%m-%d %H:%M}Z", row.step, row.attempts, row.feed, row.url, row.reason)
            for row in rows
        ),
        Look(flexible=("feed", "url", "reason"), spare=("feed",)),
    )


def _whereabouts(row: QuarantinedEntry) -> str:
    if row.page_sha256 is None:
        return "none was fetched"
    fetched = f"{row.page_bytes:,} bytes, fetched {row.page_fetched_at:%Y-%m-%d %H:%M}Z"
    where = f"table body, sha256 {row.page_sha256} (zstd)"
    return f"{fetched}; {where}; `communique quarantine show {row.id} --page` writes it"


def _write_page(store: Store, row: QuarantinedEntry) -> None:
    from worker.store.pages import load_page  # noqa: PLC0415

    stored = load_page(store, row.page_id) if row.page_id is not None else None
    if stored is None:
        raise WrongUse(f"entry {row.id} has no stored page")
    if sys.stdout.isatty():
        raise WrongUse(f"raw bytes are for a file: communique quarantine show {row.id} --page > page.html")
    sys.stdout.buffer.write(stored.body)
    sys.stdout.buffer.flush()
