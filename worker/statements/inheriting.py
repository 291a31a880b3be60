"""What one actor's statements of the same occasion share: its date and its channel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.statements.dates import SaidOn

if TYPE_CHECKING:
    from collections.abc import Sequence


def share_dates(keys: Sequence[str | None], dates: Sequence[SaidOn | None]) -> list[SaidOn | None]:
    """Give undated statements the last date that the same actor's statements had before."""
    last: dict[str, SaidOn] = {}
    shared: list[SaidOn | None] = []
    for key, day in zip(keys, dates, strict=True):
        if key is None:
            shared.append(day)
            continue
        if day is not None:
            last[key] = day
        elif key in last:
            day = SaidOn(last[key].day, "inherited")  # noqa: PLW2901
        shared.append(day)
    return shared


def share_channels(
    keys: Sequence[str | None], dates: Sequence[SaidOn | None], channels: Sequence[str | None]
) -> list[str | None]:
    """Give one actor's statements of a day the channel that one of them names, unless they name several."""
    named: dict[tuple[str, SaidOn | None], set[str]] = {}
    for key, day, channel in zip(keys, dates, channels, strict=True):
        if key is not None and day is not None and channel is not None:
            named.setdefault((key, SaidOn(day.day, "explicit")), set()).add(channel)
    shared: list[str | None] = []
    for key, day, channel in zip(keys, dates, channels, strict=True):
        if channel is None and key is not None and day is not None:
            known = named.get((key, SaidOn(day.day, "explicit")), set())
            channel = next(iter(known)) if len(known) == 1 else None  # noqa: PLW2901
        shared.append(channel)
    return shared
