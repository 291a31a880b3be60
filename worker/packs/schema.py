"""The format of a language pack: which tables and keys it may have, and every fault of one at once."""

from __future__ import annotations

from typing import Any, get_args

from worker.packs.cue import Frame
from worker.packs.language import Order
from worker.packs.lexicon import WORD_CLASSES
from worker.packs.names_form import faults_of_names

FACTS: dict[str, dict[str, type]] = {
    "script": {
        "direction": str,
        "case": bool,
        "capital_nouns": bool,
        "spaces": bool,
        "syllables": bool,
        "elides": bool,
        "colon_endings": bool,
        "sentence_ends": str,
        "abbreviations": list,
        "vowel_signs": bool,
        "joiners": str,
        "folds": list,
        "attached": list,
        "enclitics": list,
        "alternates": list,
        "article": str,
    },
    "marks": {"pairs": list, "inner": list, "dash": bool, "inserts": bool},
    "syntax": {
        "order": str,
        "drops_subject": bool,
        "bare_clause": bool,
        "comma_clause": bool,
        "infinitive_clause": bool,
        "impersonal_reports": bool,
        "names_alone": bool,
    },
    "boilerplate": {"credits": list, "lines": list, "starts": list},
}
CUE_KEYS: dict[str, type] = {
    "frame": str,
    "act": str,
    "forms": list,
    "particle": str,
    "weak": bool,
    "bare": bool,
    "after": bool,
    "owned": bool,
    "participle": bool,
    "denies": bool,
    "names_report": bool,
    "pronominal": bool,
    "passive": bool,
    "by": list,
    "relative": bool,
    "thinks": bool,
    "leads": bool,
}
# Sections read by the statements' side; their own compilers check them further.
NAMING = frozenset(
    {
        "titles",
        "roles",
        "demonyms",
        "places",
        "countries",
        "organisations",
        "people",
        "persons",
        "channels",
        "dates",
        "kinds",
        "topics",
        "objects",
    }
)
HEAD = ("code", "name")
TOP = frozenset({"code", "name", "version", "words", "cues", "measured"}) | FACTS.keys() | NAMING
ACTS = frozenset(
    [
        "STATE",
        "APPEAL",
        "DENY",
        "WARN",
        "AGREE",
        "CONSULT",
        "SUPPORT",
        "CONCEDE",
        "REQUEST",
        "ACCUSE",
        "REJECT",
        "THREATEN",
    ]
)


def faults_of_table(table: dict[str, Any]) -> list[str]:
    """Return every fault of a parsed pack, in words a contributor can act on."""
    faults = [f"unknown section or key '{key}'" for key in sorted(table.keys() - TOP)]
    faults += [
        f"'{key}' is missing"
        for key in ("code", "name", "script", "marks", "syntax", "words", "cues")
        if key not in table
    ]
    faults += [f"{key} must be a string" for key in HEAD if not isinstance(table.get(key, ""), str)]
    for section in sorted(NAMING & table.keys()):
        faults += faults_of_names(section, table[section])
    for section, keys in FACTS.items():
        faults += _faults_of_section(section, table.get(section, {}), keys)
    faults += _faults_of_words(table.get("words", {}))
    faults += _faults_of_marks(table.get("marks", {}))
    order = (
        table.get("syntax", {}).get("order", "before")
        if isinstance(table.get("syntax", {}), dict)
        else "before"
    )
    if order not in get_args(Order):
        faults.append(f"[syntax] order is '{order}'; it must be one of {', '.join(get_args(Order))}")
    cues = table.get("cues", [])
    if not isinstance(cues, list):
        return [*faults, "'cues' must be written as [[cues]] tables"]
    for number, cue in enumerate(cues, 1):
        faults += [f"[[cues]] number {number}: {fault}" for fault in _faults_of_cue(cue)]
    return faults


def _faults_of_section(section: str, table: object, keys: dict[str, type]) -> list[str]:
    if not isinstance(table, dict):
        return [f"'{section}' must be a table [{section}]"]
    faults = [f"[{section}] has no key '{key}'" for key in sorted(table.keys() - keys.keys())]
    for key, kind in keys.items():
        if key in table and not isinstance(table[key], kind):
            faults.append(f"[{section}] {key} must be a {kind.__name__}")
        elif kind is list and not all(isinstance(item, str) for item in table.get(key, [])):
            faults.append(f"[{section}] {key} must hold strings only")
    return faults


def _faults_of_words(table: object) -> list[str]:
    if not isinstance(table, dict):
        return ["'words' must be a table [words]"]
    faults = [
        f"[words] has no class '{key}'; known: {', '.join(WORD_CLASSES)}"
        for key in sorted(table.keys() - WORD_CLASSES.keys())
    ]
    for key, forms in table.items():
        if not isinstance(forms, list) or not all(
            isinstance(form, str) and form.strip("* ") for form in forms
        ):
            faults.append(f"[words] {key} must be a list of words")
    return faults


def _faults_of_marks(table: object) -> list[str]:
    if not isinstance(table, dict):
        return []
    lists = (table.get("pairs", []), table.get("inner", []))
    pairs = [pair for found in lists if isinstance(found, list) for pair in found if isinstance(pair, str)]
    return [
        f"[marks] '{pair}' must be an opening mark and a closing one, at most a sign longer"
        for pair in pairs
        if len(pair) not in (2, 3, 4)
    ]


def _faults_of_cue(cue: object) -> list[str]:
    if not isinstance(cue, dict):
        return ["must be a table"]
    faults = [f"has no key '{key}'" for key in sorted(cue.keys() - CUE_KEYS.keys())]
    faults += [f"'{key}' is missing" for key in ("frame", "forms") if key not in cue]
    faults += [
        f"{key} must be a {kind.__name__}"
        for key, kind in CUE_KEYS.items()
        if key in cue and not isinstance(cue[key], kind)
    ]
    if cue.get("frame") not in (None, *get_args(Frame)):
        faults.append(f"frame is '{cue['frame']}'; it must be one of {', '.join(get_args(Frame))}")
    act = str(cue.get("act", "STATE")).split("/", maxsplit=1)[0]
    if act not in ACTS:
        faults.append(f"act '{act}' is unknown; known: {', '.join(sorted(ACTS))}")
    forms = cue.get("forms")
    if isinstance(forms, list) and not all(isinstance(form, str) and form.strip("* ") for form in forms):
        faults.append("forms must be a list of words")
    by = cue.get("by")
    if isinstance(by, list) and not all(isinstance(word, str) for word in by):
        faults.append("by must be a list of words")
    return faults
