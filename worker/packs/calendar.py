"""How one language writes dates, compiled from its ``[dates]`` section; it computes no date itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from worker.errors import BadPack
from worker.packs.spelling import Spelling

MONTHS, WEEKDAYS = 12, 7


@dataclass(frozen=True, slots=True)
class Calendar:
    """Words of dates, lower case; weekdays count from Monday = 0, days from today = 0 (yesterday = -1)."""

    months: dict[str, int] = field(default_factory=dict)
    weekdays: dict[str, int] = field(default_factory=dict)
    days: dict[str, int] = field(default_factory=dict)
    solar: dict[str, int] = field(default_factory=dict)  # months of the Iranian calendar
    patterns: tuple[re.Pattern[str], ...] = ()  # with groups year, month, day
    stems: tuple[tuple[str, str, int], ...] = ()  # (stem, table, value)
    spelling: Spelling = field(default_factory=Spelling)

    def word(self, token: str, before: str = "") -> tuple[str, int] | None:
        """Return what a token is: ("month", 11), ("weekday", 0), ("day", -1), ("solar", 9), else None.

        ``before`` is the token in front of it, for days and months of two words ("i går", "تشرين الأول").
        """
        low = self.spelling.fold(token)
        tables = (
            ("month", self.months),
            ("weekday", self.weekdays),
            ("day", self.days),
            ("solar", self.solar),
        )
        for form in (f"{self.spelling.fold(before)} {low}", low) if before else (low,):
            for table, values in tables:
                if form in values:
                    return table, values[form]
        return next(((table, value) for stem, table, value in self.stems if low.startswith(stem)), None)


def compile_calendar(section: dict[str, Any], spelling: Spelling | None = None) -> Calendar:
    """Build the calendar of one ``[dates]`` section.

    Raises:
        BadPack: not twelve months, not seven weekdays, or a pattern that is no regular expression.
    """
    spelling = spelling or Spelling()
    months, weekdays, solar = (section.get(key, []) for key in ("months", "weekdays", "solar_months"))
    faults = [] if len(months) in (0, MONTHS) else [f"months must be {MONTHS} lists, January first"]
    faults += [] if len(solar) in (0, MONTHS) else [f"solar_months must be {MONTHS} lists, Farvardin first"]
    faults += [] if len(weekdays) in (0, WEEKDAYS) else [f"weekdays must be {WEEKDAYS} lists, Monday first"]
    if faults:
        raise BadPack("[dates]", faults)
    words = [("month", i, form) for i, forms in enumerate(months, 1) for form in forms]
    words += [("solar", i, form) for i, forms in enumerate(solar, 1) for form in forms]
    words += [("weekday", i, form) for i, forms in enumerate(weekdays) for form in forms]
    words += [
        ("day", int(offset), form) for offset, forms in section.get("days", {}).items() for form in forms
    ]
    tables: dict[str, dict[str, int]] = {"month": {}, "weekday": {}, "day": {}, "solar": {}}
    for table, value, form in words:
        tables[table].setdefault(spelling.fold(form), value)
    return Calendar(
        months=tables["month"],
        weekdays=tables["weekday"],
        days=tables["day"],
        solar=tables["solar"],
        spelling=spelling,
        patterns=tuple(re.compile(pattern) for pattern in section.get("patterns", ())),
        stems=tuple(
            (spelling.fold(form[:-1]), table, value) for table, value, form in words if form.endswith("*")
        ),
    )
