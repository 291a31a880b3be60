"""Join the statements of articles with what others tell: new renderings find their utterances."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from worker.errors import DatabaseAway
from worker.log import Log
from worker.steps.fresh import prepared
from worker.steps.meaning import load_meaning
from worker.steps.placing import Placing
from worker.steps.regroup import regroup
from worker.steps.surroundings import Surroundings
from worker.store import echoes as kept
from worker.store.told import load_told
from worker.store.unmatched import begin_matches, end_matches, take_matches_back
from worker.store.utterances import add_utterances, lead_renderings, refresh_utterances, save_summaries

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from worker.steps.context import Context
    from worker.steps.fresh import Fresh
    from worker.steps.placing import Placed
    from worker.store.echoes import Stored
    from worker.store.engine import Store

log = Log("match")


@dataclass(frozen=True, slots=True)
class Matched:
    """How many statements were compared, and the articles whose match broke; those wait on."""

    compared: int
    broken: tuple[int, ...] = ()


def match_article(context: Context, article_id: int) -> int:
    """Put an article's statements into their utterances; return how many were compared.

    A statement whose words, speaker and day are those of its last match stays where it is, so a second
    run changes nothing. An article that does not wait to be matched is left alone.
    """
    with _attempt(context, [article_id]) as begun:
        return _match(context, begun)


def match_articles(context: Context, article_ids: Sequence[int]) -> Matched:
    """Put the statements of several articles into their utterances, in this order, as one by one.

    It takes a few statements to the database, however many there are. If something breaks, each article is
    matched alone, so that only a faulty one waits on.

    Raises:
        DatabaseAway: the database fails, which is no fault of the articles: their attempts do not count.
    """
    with _attempt(context, article_ids) as begun:
        try:
            return Matched(_match(context, begun))
        except DatabaseAway:
            raise
        except Exception:  # one article must not keep the others from their utterances
            log.exception("match.failed", articles=list(begun))
            return _match_apart(context, begun)


@contextmanager
def _attempt(context: Context, article_ids: Sequence[int]) -> Iterator[dict[int, datetime]]:
    """Count an attempt at each article that waits, and give since when it does.

    An attempt that only met a database in trouble is taken back.
    """
    begun = begin_matches(context.store, article_ids)
    try:
        yield begun
    except DatabaseAway:
        with suppress(DatabaseAway):
            take_matches_back(context.store, begun)
        raise


def _match_apart(context: Context, begun: Mapping[int, datetime]) -> Matched:
    """Match articles one by one, after something broke."""
    compared, broken = 0, list(begun)
    for article_id, since in begun.items() if len(begun) > 1 else ():
        try:
            compared += _match(context, {article_id: since})
            broken.remove(article_id)
        except DatabaseAway:
            raise
        except Exception:
            log.exception("match.failed", article=article_id)
    return Matched(compared, tuple(broken))


def _match(context: Context, begun: Mapping[int, datetime]) -> int:
    if not begun:
        return 0
    told = load_told(context.store, list(begun))
    fresh = prepared(told, load_meaning(context.settings.echo_model))
    with context.store.transaction() as session:
        words = (word for each in fresh for word in (each.voice, each.post) if word)
        kept.lock_voices(context.store, session, words)
        kept.lock_articles(context.store, session, list(begun))
        ended = end_matches(session, begun)
        fresh = [each for each in fresh if each.told.article_id in ended]
        _place_all(context, session, fresh)
    log.info("statements.matched", articles=sorted(ended), count=len(fresh))
    return len(fresh)


def _place_all(context: Context, session: Session, fresh: list[Fresh]) -> None:
    again = [each.told.id for each in fresh if each.told.matched]
    before = kept.stored_renderings(session, again) if again else {}
    rest = fresh
    while rest:
        # One that leaves its place stands alone: what it leaves behind is looked at before the next.
        new = list(takewhile(lambda each: each.told.id not in before, rest)) or rest[:1]
        placed = _place(context.store, session, new, before.get(new[0].told.id), context.now())
        rest = rest[placed:]


def _place(
    store: Store, session: Session, some: Sequence[Fresh], before: Stored | None, now: datetime
) -> int:
    """Find the utterances of statements, and save what that changes; return how many of them it did.

    ``before`` is what the first one, then the only one, was until now.
    """
    alone = None
    if before is not None:
        kept.drop_renderings(session, [before.number])
        alone = before.utterance if not kept.members_of(session, [before.utterance]) else None
    around = Surroundings(store, session, some)
    placing = Placing(around, alone).place(some)
    while placing.unknown:
        around.summarise(placing.unknown)
        placing = Placing(around, alone).place(some)
    names = _save(store, session, placing, now)
    last = placing.placed[-1]
    if last.joined.moves:
        groups = _numbered(session, last, names[last.number])
        regroup(store, session, groups, now)
    if before is not None and before.utterance not in names.values():
        refresh_utterances(session, [before.utterance], now)
    return len(placing.placed)


def _save(store: Store, session: Session, placing: Placing, now: datetime) -> dict[int, str]:
    """Save new utterances and renderings, and what the others become; return all utterances by number."""
    new = {each.utterance for each in placing.placed if each.is_new}
    made = {name: summary for name, summary in placing.summaries.items() if name in new}
    ids = add_utterances(store, session, made, now)
    names = {each.number: ids.get(each.utterance, each.utterance) for each in placing.placed}
    rows = [_row(each, names[each.number], each.number in placing.leading, now) for each in placing.placed]
    kept.add_renderings(session, rows)
    grown = {name: summary for name, summary in placing.summaries.items() if name not in new}
    save_summaries(session, grown, now)
    lead_renderings(session, [placing.promoted] if placing.promoted else [])
    return names


def _row(placed: Placed, utterance: str, lead: bool, now: datetime) -> dict[str, Any]:  # noqa: FBT001 - a column
    joined = placed.joined
    return placed.fresh.row() | {
        "utterance_id": utterance,
        "echo_of": joined.best.evidence.rendering.id if joined.best else None,
        "how": joined.link.how if joined.link else "first",
        "sure": joined.link.sure if joined.link else 1.0,
        "lead": lead,
        "matched_at": now,
    }


def _numbered(session: Session, placed: Placed, utterance: str) -> list[tuple[str | None, list[int]]]:
    """Return the groups with the new rendering's number, and its utterance's name where it stands."""
    statement_id = placed.fresh.told.id
    number = kept.stored_renderings(session, [statement_id])[statement_id].number
    return [
        (utterance if None in group else name, [number if each is None else each for each in group])
        for name, group in placed.joined.groups
    ]
