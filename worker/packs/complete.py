"""What a pack needs before articles may be read with it: the least of every section, not its form."""

from __future__ import annotations

from datetime import date
from typing import Any

MIN_CUES = 40  # forms; a floor against empty files: the German pack starts cues with 672 words
MIN_COUNTRIES = 40  # countries named by people, adjective or capital
MIN_CASES = 25
CUE_FRAMES = ("say", "demand", "judge", "source")
WORDS = ("pronouns", "conjunctions", "negations", "times")
ROLES = (
    "head_of_state",
    "head_of_government",
    "foreign_minister",
    "defence_minister",
    "minister",
    "spokesperson",
    "ambassador",
    "ministry_foreign_affairs",
    "ministry_defence",
    "government",
    "parliament",
    "secretary_general",
)
SECTIONS = (
    "boilerplate",
    "titles",
    "organisations",
    "persons",
    "kinds",
    "channels",
    "topics",
)
MEASURED: dict[str, tuple[Any, ...]] = {  # key → what it must be, in words and as types
    "on": ("a date", date),
    "data": ("text", str),
    "direct": ("per cent", int, float),
    "all": ("per cent", int, float),
    "speaker": ("per cent", int, float),
}


def missing_in(table: dict[str, Any]) -> list[str]:
    """Return what a parsed pack still lacks, one line a section, in words a contributor can act on."""
    missing = [_missing_forms(table, "words", WORDS), _missing_forms(table, "roles", ROLES)]
    missing += [
        f"[{section}] has no words yet" for section in SECTIONS if not list_of_forms(table.get(section))
    ]
    if not table.get("marks", {}).get("pairs"):
        missing.append("[marks] pairs are empty: which quotation marks does the press use?")
    missing += _missing_cues(table.get("cues", []))
    named = {*_table(table, "demonyms"), *_table(table, "places")} - {"towns"}
    filled = {
        code for code in named if _table(table, "demonyms").get(code) or _table(table, "places").get(code)
    }
    if len(filled) < MIN_COUNTRIES:
        missing.append(
            f"[demonyms] and [places] name {len(filled)} countries; the news needs {MIN_COUNTRIES} at least"
        )
    if not _table(table, "countries").get("homes"):
        missing.append("[countries] homes is empty: which countries' press writes in this language?")
    dates = _table(table, "dates")
    missing += [f"[dates] {key}: no words yet" for key in ("weekdays", "days") if not _words_of(dates, key)]
    if not (_words_of(dates, "months") or dates.get("patterns")):
        missing.append("[dates] months are missing, and no patterns stand for them")
    return [line for line in missing if line] + faults_of_measured(table.get("measured", {}))


def faults_of_measured(section: object) -> list[str]:
    """Return the faults of ``[measured]``: when, on what, and F1 and speakers in per cent."""
    if not isinstance(section, dict):
        return ["'measured' must be a table [measured]"]
    faults = [
        f"[measured] has no key '{key}'; known: {', '.join(MEASURED)}"
        for key in section.keys() - MEASURED.keys()
    ]
    if section:
        faults += [f"[measured] {key} is missing" for key in ("on", "data", "all") if key not in section]
    return faults + [
        f"[measured] {key} must be {wanted}"
        for key, (wanted, *kinds) in MEASURED.items()
        if key in section and not isinstance(section[key], tuple(kinds))
    ]


def missing_cases(cases: list[Any]) -> list[str]:
    """Return what a file of cases lacks: enough of them, and in each its text and its statements."""
    faults = []
    for number, case in enumerate(cases, 1):
        keys = case.keys() if isinstance(case, dict) else ()
        faults += [
            f"[[case]] number {number}: '{key}' is missing"
            for key in ("about", "text", "statements")
            if key not in keys
        ]
    if len(cases) < MIN_CASES:
        faults.append(f"there are {len(cases)} cases; {MIN_CASES} are needed at least")
    return faults


def list_of_forms(section: object) -> list[str]:
    """Return all words of a section, whatever keys they stand under."""
    if isinstance(section, dict):
        return [form for value in section.values() for form in list_of_forms(value)]
    return [str(form) for form in section] if isinstance(section, list) else []


def _words_of(dates: dict[str, Any], key: str) -> list[str]:
    listed = dates.get(key)
    return list_of_forms(dict(enumerate(listed)) if isinstance(listed, list) else listed)


def _table(table: dict[str, Any], section: str) -> dict[str, Any]:
    found = table.get(section, {})
    return found if isinstance(found, dict) else {}


def _missing_forms(table: dict[str, Any], section: str, keys: tuple[str, ...]) -> str:
    empty = [key for key in keys if not _table(table, section).get(key)]
    return f"[{section}] {', '.join(empty)}: no words yet" if empty else ""


def _missing_cues(cues: object) -> list[str]:
    listed = [cue for cue in cues if isinstance(cue, dict)] if isinstance(cues, list) else []
    forms = sum(len(cue["forms"]) for cue in listed if isinstance(cue.get("forms"), list))
    frames = {cue.get("frame") for cue in listed if cue.get("forms")}
    missing = [f"[[cues]] no forms yet for frame {frame}" for frame in CUE_FRAMES if frame not in frames]
    if forms < MIN_CUES:
        missing.append(f"[[cues]] list {forms} forms; a press needs {MIN_CUES} at least")
    return missing
