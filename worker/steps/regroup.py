"""Save how renderings are grouped now, and mend utterances that lost a part; ids keep a trail."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from worker.echoes.joining import MOST, Candidate, regrouped
from worker.echoes.packing import unpack
from worker.echoes.renderings import Rendering
from worker.packs.actors import load_actors
from worker.store import echoes as kept
from worker.store.summaries import summary_of
from worker.store.utterances import add_utterances, note_trail, refresh_utterances

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from worker.steps.context import Context
    from worker.store.echoes import Stored
    from worker.store.engine import Store


def regroup(
    store: Store, session: Session, groups: Sequence[tuple[str | None, Sequence[int]]], now: datetime
) -> None:
    """Make the groups so: (id or None for a new one, numbers of renderings); unknown numbers are left out.

    The trail tells of ids that went into another one, and of those that were split off.
    """
    everyone = kept.by_number(session, [number for _, group in groups for number in group])
    went: dict[str, Counter[str]] = {}
    names: dict[str, bool] = {}  # and whether it is a new one
    for name, group in groups:
        members = [everyone[number] for number in group if number in everyone]
        if not members:
            continue
        first_day = min(each.day for each in members)
        to = name or _made(store, session, members[0].statement_id, first_day, now)
        names[to] = name is None
        for each in members:
            went.setdefault(each.utterance, Counter())[to] += 1
        leaving = [each for each in members if each.utterance != to]
        kept.move_renderings(session, [each.number for each in leaving], to)
        for each in leaving:
            kept.move_copies(session, each, to)
    for before, targets in went.items():
        if before in names:
            for to in (to for to in targets if names[to]):
                note_trail(session, "split", before, to, now)
        else:
            _bequeath(session, before, max(targets, key=lambda to: (targets[to], to)), now)
    refresh_utterances(session, {*names, *went}, now)


def _made(store: Store, session: Session, statement_id: str, day: date, now: datetime) -> str:
    alone = summary_of(statement_id, day)
    return add_utterances(store, session, {statement_id: alone}, now)[statement_id]


def _bequeath(session: Session, before: str, heir: str, now: datetime) -> None:
    """Give an utterance's remaining renderings, of days further away, to the one that most of it went to."""
    rest = kept.members_of(session, [before])
    kept.move_renderings(session, [each.number for each in rest], heir)
    note_trail(session, "merged", before, heir, now)


def mend_utterances(context: Context, limit: int) -> int:
    """Take renderings out whose statements are gone, and see what holds together without them.

    Returns how many there were. An utterance that has none left goes.
    """
    lost = kept.lost_renderings(context.store, limit)
    now = context.now()
    for name in sorted(set(lost.values())):
        with context.store.transaction() as session:
            kept.drop_renderings(session, [number for number, its in lost.items() if its == name])
            members = kept.members_of(session, [name])
            kept.lock_voices(context.store, session, {each.voice for each in members})
            if 1 < len(members) <= MOST:
                model = max(each.model or "" for each in members)
                groups = regrouped([stored_candidate(each, model) for each in members])
                regroup(context.store, session, [(to, _numbers(group)) for to, group in groups], now)
            refresh_utterances(session, [name], now)
    return len(lost)


def _numbers(group: Sequence[int | None]) -> list[int]:
    return [number for number in group if number is not None]


def stored_candidate(stored: Stored, model: str | None, speaks_for: str | None = None) -> Candidate:
    """Return a stored rendering as something to compare; its vector only if it is of this model."""
    rendering = Rendering(
        stored.statement_id, stored.lang, stored.text, stored.voice, stored.day, speaks_for=speaks_for
    )
    same_model = model is not None and stored.model == model
    vector = np.frombuffer(stored.vector, np.float32) if same_model and stored.vector else None
    evidence = unpack(stored.evidence, rendering, load_actors(), stored.wording)
    return Candidate(stored.number, stored.utterance, evidence, vector)
