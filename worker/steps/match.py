"""Join one article's statements with what other articles tell: new renderings find their utterances."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from worker.echoes.evidence import Evidence
from worker.echoes.grouping import DAYS
from worker.echoes.joining import Candidate, Joined, join
from worker.echoes.matching import is_short
from worker.echoes.origins import origin_of, rank_of
from worker.echoes.packing import pack
from worker.echoes.renderings import Rendering
from worker.errors import DatabaseAway
from worker.log import Log
from worker.packs.actors import load_actors
from worker.steps.meaning import load_meaning
from worker.steps.regroup import regroup, stored_candidate
from worker.store import echoes as kept
from worker.store.unmatched import begin_match, end_match, take_match_back
from worker.store.utterances import new_utterance, refresh_utterance

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from worker.echoes.vectors import Meaning, Vectors
    from worker.steps.context import Context
    from worker.store.echoes import Stored, Told
    from worker.store.engine import Store

PERSON = "person:"
log = Log("match")


@dataclass(frozen=True, slots=True)
class Fresh:
    """A statement ready to be compared."""

    told: Told
    evidence: Evidence
    post: str | None
    model: str | None
    vector: Vectors | None

    @property
    def voice(self) -> str:
        """Who speaks, as one word; empty when nobody knows."""
        return self.evidence.rendering.voice


def match_article(context: Context, article_id: int) -> int:
    """Put an article's statements into their utterances; return how many were compared.

    A statement whose words, speaker and day are those of its last match stays where it is, so a second
    run changes nothing. An article that does not wait to be matched is left alone.
    """
    since = begin_match(context.store, article_id)
    if since is None:
        return 0
    try:
        return _match(context, article_id, since)
    except DatabaseAway:  # no fault of the article
        with suppress(DatabaseAway):
            take_match_back(context.store, article_id)
        raise


def _match(context: Context, article_id: int, since: datetime) -> int:
    with context.store.reading() as session:
        told = kept.load_told(session, article_id)
        known = kept.stored_renderings(session, [each.id for each in told])
    fresh = _prepared(told, known, load_meaning(context.settings.echo_model))
    with context.store.transaction() as session:
        kept.lock_voices(
            context.store, session, (word for each in fresh for word in (each.voice, each.post) if word)
        )
        present = kept.lock_statements(context.store, session, article_id)
        known = kept.stored_renderings(session, [each.told.id for each in fresh]) if known else {}
        for each in fresh:
            if each.told.id in present:
                _place(context.store, session, (each, known.get(each.told.id)), context.now())
        end_match(session, article_id, since)
    log.info("statements.matched", article=article_id, count=len(fresh))
    return len(fresh)


def _prepared(told: list[Told], known: dict[str, Stored], meaning: Meaning | None) -> list[Fresh]:
    """Return what has to be compared: what is new, or says something else than when it was matched."""
    actors = load_actors()
    changed = []
    for each in told:
        rendering = Rendering(
            each.id, each.lang, each.text, each.actor_key or "", each.day, each.act, each.country
        )
        evidence = Evidence(rendering, actors)
        stored = known.get(each.id)
        if stored is None or (stored.wording, stored.voice, stored.day, stored.lang) != (
            evidence.key,
            rendering.voice,
            each.day,
            each.lang,
        ):
            changed.append((each, evidence))
    vectors = (
        meaning.vectors([each.text for each, _ in changed], [each.lang for each, _ in changed])
        if meaning and changed
        else None
    )
    return [
        Fresh(
            each,
            evidence,
            f"{each.country}/{each.role}" if each.country and each.role else None,
            meaning.name if meaning else None,
            vectors[at] if vectors is not None else None,
        )
        for at, (each, evidence) in enumerate(changed)
    ]


def _place(store: Store, session: Session, what: tuple[Fresh, Stored | None], now: datetime) -> None:
    """Find a rendering's utterance among those of its candidates, and save what that changes."""
    fresh, before = what
    if before is not None:
        kept.drop_renderings(session, [before.number])
    joined = _joined(session, fresh, before.utterance if before else "")
    name = next(name for name, group in joined.groups if None in group)
    if name is None and before and not kept.members_of(session, [before.utterance]):
        name = before.utterance  # it was alone there, and is alone again
    is_new = name is None
    name = name or new_utterance(store, session, fresh.told.id, fresh.told.day, now)
    leads = is_new or kept.may_lead(session, name, joined.link.how if joined.link else "first")
    number = kept.add_rendering(session, _values(fresh, joined, name, now) | {"lead": leads})
    if joined.regroups:
        regroup(store, session, _numbered(joined, number, name), now)
    for changed in {before.utterance if before else name, name} - ({name} if is_new else set()):
        refresh_utterance(session, changed, now)


def _numbered(joined: Joined, number: int, name: str) -> list[tuple[str | None, list[int]]]:
    """Return the groups with the new rendering's number, and its utterance's name where it stands."""
    return [
        (name if None in group else kept_name, [number if each is None else each for each in group])
        for kept_name, group in joined.groups
    ]


def _joined(session: Session, fresh: Fresh, utterance: str) -> Joined:
    new = Candidate(None, utterance, fresh.evidence, fresh.vector)
    side = fresh.evidence.rendering.speaks_for
    around = (fresh.told.day, DAYS)
    repeats = (fresh.told.day, 0 if is_short(fresh.evidence.folded) else DAYS)
    same = kept.find_same_words(session, fresh.voice, fresh.evidence.key, repeats)
    if same or not (fresh.voice or fresh.post):
        return join(new, [stored_candidate(each, fresh.model, side) for each in same])
    found = kept.find_candidates(session, fresh.voice, fresh.post, around)
    candidates = [each for each in found if _may_be_one(fresh.voice, each.voice)]
    return join(new, [stored_candidate(each, fresh.model, side) for each in candidates])


def _may_be_one(voice: str, other: str) -> bool:
    """Tell whether two speakers of one post may be one: a person and an office may, two persons may not."""
    return voice == other or not (voice.startswith(PERSON) and other.startswith(PERSON))


def _values(fresh: Fresh, joined: Joined, utterance: str, now: datetime) -> dict[str, Any]:
    told = fresh.told
    origin = origin_of(told.lang, told.country, told.outlet_kind, told.outlet_country)
    return {
        "statement_id": told.id,
        "utterance_id": utterance,
        "echo_of": joined.best.evidence.rendering.id if joined.best else None,
        "how": joined.link.how if joined.link else "first",
        "sure": joined.link.sure if joined.link else 1.0,
        "origin": origin,
        "rank": rank_of(told.kind, origin),
        "length": len(told.text),
        "voice": fresh.voice,
        "post": fresh.post,
        "day": told.day,
        "lang": told.lang,
        "wording": fresh.evidence.key,
        "evidence": pack(fresh.evidence),
        "model": fresh.model if fresh.vector is not None else None,
        "vector": fresh.vector.tobytes() if fresh.vector is not None else None,
        "matched_at": now,
    }
