"""How one language writes dates, compiled from its ``[dates]`` section; it computes no date itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from worker.errors import BadPack
from worker.packs.spelling import Spelling

MONTHS, WEEKDAYS = 12, 7
TABLES = ("month", "weekday", "day", "solar")  # where a word is in several, the first counts
LISTS = (
    ("months", MONTHS, "January"),
    ("solar_months", MONTHS, "Farvardin"),
    ("weekdays", WEEKDAYS, "Monday"),
)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Words of dates, lower case; weekdays count from Monday = 0, days from today = 0 (yesterday = -1)."""

    words: dict[str, tuple[str, int]] = field(default_factory=dict)  # word or two words → (table, value)
    seconds: frozenset[str] = frozenset()  # second words of two
    patterns: tuple[re.Pattern[str], ...] = ()  # with groups year, month, day
    stems: tuple[tuple[str, str, int], ...] = ()  # (stem, table, value)
    openings: tuple[str, ...] = ()  # the stems alone, for one quick look
    spelling: Spelling = field(default_factory=Spelling)

    def word(self, token: str, before: str = "") -> tuple[str, int] | None:
        """Return what a token is: ("month", 11), ("weekday", 0), ("day", -1), ("solar", 9), else None.

        ``before`` is the token in front of it, for days and months of two words ("i går", "تشرين الأول").
        """
        low = self.spelling.fold(token)
        two = f"{self.spelling.fold(before)} {low}" if low in self.seconds else low
        known = self.words.get(two) or self.words.get(low)
        if known is not None:
            return known
        if not low.startswith(self.openings):
            return None
        return next(((table, value) for stem, table, value in self.stems if low.startswith(stem)), None)


def faults_of_calendar(section: dict[str, Any]) -> list[str]:
    """Return every fault of a ``[dates]`` section, in words a contributor can act on."""
    faults = []
    for key, count, order in LISTS:
        lists = section.get(key, [])
        if not isinstance(lists, list) or len(lists) not in (0, count):
            faults.append(f"[dates] {key} must be {count} lists, {order} first")
        elif not all(isinstance(forms, list) and all(map(_is_text, forms)) for forms in lists):
            faults.append(f"[dates] {key} must hold lists of words")
    days = section.get("days", {})
    if not isinstance(days, dict):
        faults.append("[dates] days must be a table [dates.days]")
        days = {}
    for offset, forms in days.items():
        if re.fullmatch(r"-?\d+", offset) is None:
            faults.append(f"[dates.days] '{offset}' must be a number of days from today, -1 for yesterday")
        elif not isinstance(forms, list) or not all(map(_is_text, forms)):
            faults.append(f"[dates.days] {offset} must be a list of words")
    patterns = section.get("patterns", [])
    return faults + [fault for pattern in patterns if (fault := _fault_of_pattern(pattern))]


def _is_text(form: object) -> bool:
    return isinstance(form, str)


def _fault_of_pattern(pattern: object) -> str:
    try:
        known = re.compile(str(pattern)).groupindex.keys()
    except re.error as error:
        return f"[dates] pattern {pattern!r} is no regular expression: {error}"
    wanted = {"year", "month", "day"}
    return "" if known <= wanted and known else f"[dates] pattern {pattern!r} needs groups year, month, day"


def compile_calendar(section: dict[str, Any], spelling: Spelling | None = None) -> Calendar:
    """Build the calendar of one ``[dates]`` section.

    Raises:
        BadPack: not twelve months, not seven weekdays, or a pattern that is no regular expression.
    """
    spelling = spelling or Spelling()
    faults = faults_of_calendar(section)
    if faults:
        raise BadPack("[dates]", faults)
    months, weekdays, solar = (section.get(key, []) for key in ("months", "weekdays", "solar_months"))
    words = [("month", i, form) for i, forms in enumerate(months, 1) for form in forms]
    words += [("solar", i, form) for i, forms in enumerate(solar, 1) for form in forms]
    words += [("weekday", i, form) for i, forms in enumerate(weekdays) for form in forms]
    words += [
        ("day", int(offset), form) for offset, forms in section.get("days", {}).items() for form in forms
    ]
    forms: dict[str, tuple[str, int]] = {}
    for table, value, form in sorted(words, key=lambda word: TABLES.index(word[0])):
        forms.setdefault(spelling.fold(form), (table, value))
    stems = tuple(
        (spelling.fold(form[:-1]), table, value) for table, value, form in words if form.endswith("*")
    )
    return Calendar(
        words=forms,
        seconds=frozenset(form[at + 1 :] for form in forms for at, sign in enumerate(form) if sign == " "),
        spelling=spelling,
        patterns=tuple(re.compile(pattern) for pattern in section.get("patterns", ())),
        stems=stems,
        openings=tuple(stem for stem, _, _ in stems),
    )
