"""The options that narrow a list of statements, read into the store's filter."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from worker.cli.feed_facts import checked_language
from worker.errors import WrongUse
from worker.text.queries import read_query

if TYPE_CHECKING:
    from worker.store.rows import StatementFilter

Country = Annotated[str | None, typer.Option(help="Speaks for this state or organisation: NO, EU, UN …")]
ActorName = Annotated[str | None, typer.Option(help="Part of the speaker's name.")]
Role = Annotated[str | None, typer.Option(help="Office, e.g. foreign_minister.")]
Act = Annotated[str | None, typer.Option(help="Kind of act, e.g. ACCUSE or ACCUSE/disapprove.")]
Target = Annotated[str | None, typer.Option(help="About or against this state or organisation.")]
Kind = Annotated[str | None, typer.Option(help="direct, mixed, indirect or reported.")]
Lang = Annotated[str | None, typer.Option(help="Language of the article.")]
Outlet = Annotated[str | None, typer.Option(help="Published by this outlet.")]
Since = Annotated[
    str | None, typer.Option(help="Said on this day or later: 2026-11-19, or 7d for a week back.")
]
Until = Annotated[str | None, typer.Option(help="Said on this day or before.")]
Words = Annotated[
    str | None,
    typer.Option("--text", help='Has these words, in any order; "a phrase", begin*, -without.'),
]

FILTERS = ("country", "actor", "role", "act", "target", "kind", "lang", "outlet", "since", "until", "text")
KINDS = ("direct", "mixed", "indirect", "reported")


def narrowed(given: dict[str, str | None]) -> StatementFilter:
    """Return the filter for the options given, by name.

    Raises:
        WrongUse: a day, a kind or a language is none, or the text has no word.
    """
    from worker.store.rows import StatementFilter  # noqa: PLC0415

    kind = given["kind"]
    if kind is not None and kind not in KINDS:
        raise WrongUse(f"--kind is one of {', '.join(KINDS)}, not {kind!r}")
    if given["text"] is not None and not read_query(given["text"]):
        raise WrongUse(f"--text has no word to look for in {given['text']!r}")
    return StatementFilter(
        country=_upper(given["country"]),
        actor=given["actor"],
        role=given["role"],
        act=_act(given["act"]),
        target=_upper(given["target"]),
        kind=kind,
        lang=checked_language(given["lang"]),
        outlet=given["outlet"],
        since=parse_day(given["since"]),
        until=parse_day(given["until"]),
        text=given["text"],
    )


def parse_day(given: str | None) -> date | None:
    """Read a day, ``2026-11-19`` or ``7d`` for seven days ago.

    Raises:
        WrongUse: it is neither.
    """
    if given is None:
        return None
    try:
        if given.endswith("d") and given[:-1].isdigit():
            return datetime.now(UTC).date() - timedelta(days=int(given[:-1]))
        return date.fromisoformat(given)
    except (ValueError, OverflowError):
        raise WrongUse(f"{given!r} is no day: write it as 2026-11-19, or as 7d for seven days ago") from None


def _upper(given: str | None) -> str | None:
    return given.upper() if given else None


def _act(given: str | None) -> str | None:
    """Acts are upper case, their modes lower case."""
    if not given:
        return None
    base, slash, mode = given.partition("/")
    return base.upper() + slash + mode.lower()
