"""What stands around some new statements: looked up once for all of them, then compared in memory."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from worker.echoes.grouping import DAYS
from worker.echoes.joining import Candidate, compared
from worker.echoes.matching import is_short
from worker.steps.regroup import stored_candidate
from worker.store.candidates import MOST, Nearby, SameWords, find_candidates, find_same_words
from worker.store.summaries import load_summaries

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy.orm import Session

    from worker.echoes.renderings import Link
    from worker.steps.fresh import Fresh
    from worker.store.echoes import Stored
    from worker.store.engine import Store
    from worker.store.summaries import Summary

PERSON = "person:"


class Shelf:
    """Renderings, found by their words, or by their speaker or post; a day between two is asked for."""

    def __init__(self) -> None:
        self._by_words: dict[tuple[str, str], list[Stored]] = defaultdict(list)
        self._by_voice: dict[str, list[Stored]] = defaultdict(list)
        self._by_post: dict[str, list[Stored]] = defaultdict(list)

    def add_words(self, row: Stored) -> None:
        """Let a rendering be found by its words."""
        self._by_words[row.wording, row.voice].append(row)

    def add_candidate(self, row: Stored) -> None:
        """Let a rendering be found by its speaker and its post."""
        self._by_voice[row.voice].append(row)
        if row.post is not None:
            self._by_post[row.post].append(row)

    def same_words(self, fresh: Fresh) -> Stored | None:
        """Return the oldest rendering with exactly these words of this speaker."""
        first, last = _days(fresh, _apart(fresh))
        rows = self._by_words.get((fresh.wording, fresh.voice), ())
        return min((row for row in rows if first <= row.day <= last), key=_number, default=None)

    def candidates(self, fresh: Fresh) -> list[Stored]:
        """Return what this speaker, or a holder of the same post, said within some days; the latest first."""
        first, last = _days(fresh, DAYS)
        theirs = self._by_voice.get(fresh.voice, ()) if fresh.voice else ()
        post = self._by_post.get(fresh.post, ()) if fresh.post is not None else ()
        found = {row.number: row for row in (*theirs, *post) if first <= row.day <= last}
        return [found[number] for number in sorted(found, reverse=True)]


class Surroundings:
    """What is stored around some new statements; nothing here changes while they are placed.

    Evidence, links and the summaries of utterances are kept, so that placing them once more costs little.
    """

    def __init__(self, store: Store, session: Session, some: Sequence[Fresh]) -> None:
        self.stored = Shelf()
        for row in find_same_words(store, session, map(_words_of, some)):
            self.stored.add_words(row)
        others = [each for each in some if self.stored.same_words(each) is None]
        sought = (_nearby(each) for each in others if each.voice or each.post)
        for row in find_candidates(store, session, sought):
            self.stored.add_candidate(row)
        self._session = session
        self._summaries: dict[str, Summary] = {}
        self._candidates: dict[tuple[int, str | None], Candidate] = {}
        self._links: dict[tuple[int, int], Link | None] = {}

    def candidate(self, row: Stored, fresh: Fresh) -> Candidate:
        """Return a stored rendering as something to compare."""
        key = row.number, fresh.told.country
        if key not in self._candidates:
            self._candidates[key] = stored_candidate(row, fresh.model, fresh.told.country)
        return self._candidates[key]

    def compare(self, one: Candidate, other: Candidate) -> Link | None:
        """Compare two renderings, each pair once."""
        key = id(one.evidence), id(other.evidence)
        if key not in self._links:
            self._links[key] = compared(one, other)
        return self._links[key]

    def summary(self, utterance: str) -> Summary | None:
        """Return what an utterance's renderings say together, None when nobody has looked yet."""
        return self._summaries.get(utterance)

    def summarise(self, utterances: Iterable[str]) -> None:
        """Look at the renderings of these utterances."""
        self._summaries |= load_summaries(self._session, utterances)


def may_be_one(voice: str, other: str) -> bool:
    """Tell whether two speakers of one post may be one: a person and an office may, two persons may not."""
    return voice == other or not (voice.startswith(PERSON) and other.startswith(PERSON))


def latest(*shelves: list[Stored]) -> list[Stored]:
    """Return as many candidates as are compared, of lists with the latest first."""
    return [row for rows in shelves for row in rows][:MOST]


def _words_of(fresh: Fresh) -> SameWords:
    return SameWords(fresh.wording, fresh.voice, *_days(fresh, _apart(fresh)))


def _nearby(fresh: Fresh) -> Nearby:
    return Nearby(fresh.voice or None, fresh.post, *_days(fresh, DAYS))


def _apart(fresh: Fresh) -> int:
    return 0 if is_short(fresh.evidence.folded) else DAYS


def _days(fresh: Fresh, apart: int) -> tuple[date, date]:
    day = fresh.day.toordinal()
    earliest, latest = date.min.toordinal(), date.max.toordinal()
    return date.fromordinal(max(day - apart, earliest)), date.fromordinal(min(day + apart, latest))


def _number(row: Stored) -> int:
    return row.number
