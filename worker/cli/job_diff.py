"""What a job changed, for people: old and new, article by article."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from worker.cli.terminal import one_line, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from worker.store.revisions import Revision

SHORT_ID = 8
LONGEST = 100  # characters of a value; the JSON lines have the whole
SIGNS = {"added": "+", "changed": "~", "removed": "-"}
OFFSETS = ("spans", "cue", "speaker")  # their words stand in other fields


def print_diff(revisions: Iterable[Revision]) -> int:
    """Print each article with what was added, changed and removed in it; return how many articles."""
    count = 0
    for entry_id, group in groupby(revisions, lambda one: one.entry_id):
        count += 1
        listed = list(group)
        say(f"{one_line(listed[0].title or 'article')}  ({entry_id}, {one_line(listed[0].url)})")
        for revision in listed:
            for line in lines_of(revision):
                say(f"  {line}")
    return count


def lines_of(revision: Revision) -> Iterator[str]:
    """Yield one line for what was added or removed, one and one for each field of what was changed."""
    short = f"{SIGNS[revision.change]} {revision.statement_id[:SHORT_ID]}"
    if revision.change != "changed":
        yield f"{short}  {in_one_line(revision.after or revision.before or {})}"
        return
    yield short
    for line in changed_fields(revision):
        yield f"    {line}"


def changed_fields(revision: Revision) -> Iterator[str]:
    """Yield one line for each field that a change made another one; none for additions and removals."""
    if revision.change != "changed":
        return
    before, after = revision.before or {}, revision.after or {}
    names = [name for name in after if name not in OFFSETS] or list(after)
    for name in names:
        yield f"{name}: {_shown(before.get(name))} → {_shown(after[name])}"


def in_one_line(record: dict[str, Any]) -> str:
    """Return a whole statement in one line: who, for whom, what kind of act, the words."""
    who = record.get("actor") or record.get("speaker_mention") or "somebody"
    country = f" ({record['country']})" if record.get("country") else ""
    return f"{_shown(who)}{country} {record.get('act', '')}: {_shown(record.get('text'))}"


def _shown(value: object) -> str:
    if value is None or value == []:
        return "–"
    text = one_line(", ".join(map(str, value)) if isinstance(value, list) else value)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
