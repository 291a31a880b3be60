"""``communique events``: what changed in the record, for readers who ask, and the receivers that are told."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from worker.cli.narrowing import parse_day
from worker.cli.process import store_here
from worker.cli.terminal import Look, say, show_table
from worker.errors import WrongUse

if TYPE_CHECKING:
    from collections.abc import Iterable

    from worker.shapes import Event
    from worker.store.engine import Store

app = typer.Typer(help="What changed in the record, and who is told.", no_args_is_help=True)
LISTED = 50
MAX_CURSOR = 2**63 - 1

Since = Annotated[
    str | None, typer.Option(help="A cursor: only what came after it; or a day, 2026-11-19 or 7d.")
]


class Shape(StrEnum):
    """How events are written."""

    TABLE = "table"
    JSONL = "jsonl"


@app.command("list")
def list_events(
    *,
    since: Since = None,
    limit: Annotated[int, typer.Option(help="At most so many; 0 for all.", min=0)] = LISTED,
    shape: Annotated[Shape, typer.Option("--format")] = Shape.TABLE,
) -> None:
    """List events in their order; the cursor of the last one is where to go on."""
    from worker.store.events import each_event, order_events  # noqa: PLC0415

    with store_here() as store:
        while order_events(store, datetime.now(UTC)):
            pass
        events = each_event(store, _cursor(since), limit or None)
        if shape is Shape.JSONL:
            for event in events:
                sys.stdout.write(event.body + "\n")
        else:
            _print_table(events)


@app.command("routes")
def list_receivers() -> None:
    """List who is told: the stream and the webhooks, with what each has not got yet."""
    from worker.store.routes import list_routes  # noqa: PLC0415

    with store_here() as store:
        rows = list_routes(store)
    show_table(
        ["name", "cursor", "waiting", "failures", "since", "next attempt", "reason"],
        (
            (r.name, r.position, r.waiting, r.failures, r.failing_since, r.next_attempt_at, r.reason)
            for r in rows
        ),
        Look(flexible=("reason",), spare=("since",)),
    )


@app.command("replay")
def replay(
    *,
    since: Annotated[str, typer.Option(help="Everything after this cursor, or from this day on.")],
    to: Annotated[str, typer.Option(help="The receiver's name, as `events routes` shows it.")],
) -> None:
    """Tell a receiver again what came after a cursor; the next relay does it."""
    from worker.store.routes import list_routes, rewind_route  # noqa: PLC0415

    cursor = _cursor(since)
    with store_here() as store:
        if not rewind_route(store, to, cursor):
            known = ", ".join(route.name for route in list_routes(store)) or "none yet"
            raise WrongUse(f"no receiver {to!r}; known: {known}")
        say(f"{to} is told again what came after {cursor}; {_kept(store, cursor)}")


def _kept(store: Store, cursor: int) -> str:
    from worker.store.events import first_kept  # noqa: PLC0415

    first = first_kept(store)
    if first is None:
        return "no event is kept"
    return "all of it is kept" if first <= cursor else f"the earliest that is kept is {first}"


def _cursor(given: str | None) -> int:
    """Read a cursor or a day."""
    from worker.store.events import cursor_of  # noqa: PLC0415
    from worker.store.filters import midnight  # noqa: PLC0415

    if given is None:
        return 0
    if given.isascii() and given.isdigit():
        return min(int(given), MAX_CURSOR)
    day = parse_day(given)
    return cursor_of(midnight(day)) - 1 if day else 0


def _print_table(events: Iterable[Event]) -> None:
    from worker.store.events import headline  # noqa: PLC0415

    show_table(
        ["cursor", "type", "statement", "speaker", "text"],
        ((event.cursor, event.type, event.statement_id[:8], *headline(event)) for event in events),
        Look(flexible=("speaker", "text")),
    )
