"""New statements put into their utterances in memory, one after the other, as if each were stored at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from worker.echoes.joining import Candidate, Joined, join
from worker.steps.surroundings import Shelf, latest, may_be_one
from worker.store.echoes import Stored
from worker.store.summaries import Best, Summary, Wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from worker.steps.fresh import Fresh
    from worker.steps.surroundings import Surroundings

PENDING = 2**62  # numbers from here on are of renderings that are not stored yet; they come after all others


@dataclass(frozen=True, slots=True)
class Placed:
    """A statement with its utterance; a new utterance is called by its first statement's id."""

    number: int
    fresh: Fresh
    joined: Joined
    utterance: str
    is_new: bool


class Placing:
    """Statements placed from the first on, until one of them changes what only the database can tell.

    That is the last one then. Utterances whose summaries are missing are noted as ``unknown``, and taken to
    have none that stand for them: when the summaries are there, all is to be placed anew.
    """

    def __init__(self, around: Surroundings, alone: str | None = None) -> None:
        """Args: what is stored; the utterance whose only rendering the first statement was until now."""
        self._around, self._alone = around, alone
        self._pending = Shelf()
        self._rows: dict[int, Stored] = {}
        self._candidates: dict[int, Candidate] = {}
        self.placed: list[Placed] = []
        self.summaries: dict[str, Summary] = {}  # of the utterances that got one more, or are new
        self.leading: set[int] = set()  # numbers of new renderings that stand for their utterances
        self.promoted: str | None = None  # the stored statement that heads its utterance from now on
        self.unknown: set[str] = set()

    def place(self, some: Sequence[Fresh]) -> Placing:
        """Place them in their order."""
        for fresh in some:
            joined = self._joined(fresh)
            if joined.moves and self.placed:
                break  # it needs the others' rows
            self._take(fresh, joined)
            if joined.moves or self.promoted:
                break
        return self

    def _joined(self, fresh: Fresh) -> Joined:
        stored, pending = self._around.stored, self._pending
        new = Candidate(None, "", fresh.evidence, fresh.vector)
        same = stored.same_words(fresh) or pending.same_words(fresh)
        if same is not None:
            near = [same]
        elif fresh.voice or fresh.post:
            found = latest(pending.candidates(fresh), stored.candidates(fresh))
            near = [row for row in found if may_be_one(fresh.voice, row.voice)]
        else:
            near = []
        return join(new, [self._candidate(row, fresh) for row in near], self._around.compare)

    def _candidate(self, row: Stored, fresh: Fresh) -> Candidate:
        return self._candidates.get(row.number) or self._around.candidate(row, fresh)

    def _take(self, fresh: Fresh, joined: Joined) -> None:
        known = joined.utterance or (None if self.placed else self._alone)
        name = known or fresh.told.id
        placed = Placed(PENDING + len(self.placed), fresh, joined, name, is_new=known is None)
        before = Summary() if placed.is_new else self._summary(name)
        leads = placed.is_new or before.may_lead(joined.link.how if joined.link else "first")
        self.placed.append(placed)
        if leads:
            self.leading.add(placed.number)
        if not joined.moves:
            self._shelve(placed)
            self._summarise(placed, before)
        elif placed.is_new:  # who stands for what is chosen when all have moved
            self.summaries[name] = before.having(fresh.wording, self._wording(placed))

    def _summary(self, utterance: str) -> Summary:
        """Return an utterance's summary as it is by now."""
        known = self.summaries.get(utterance) or self._around.summary(utterance)
        if known is None:
            self.unknown.add(utterance)
        return known or Summary()

    def _shelve(self, placed: Placed) -> None:
        """Let the following ones find it, as they would find its row."""
        fresh, number = placed.fresh, placed.number
        row = self._rows[number] = Stored(
            number=number,
            utterance=placed.utterance,
            statement_id=fresh.told.id,
            voice=fresh.voice,
            post=fresh.post,
            lang=fresh.told.lang,
            day=fresh.told.day,
            wording=fresh.wording,
            evidence="",
            model=fresh.model,
            vector=None,
            text=fresh.told.text,
        )
        self._candidates[number] = Candidate(number, placed.utterance, fresh.evidence, fresh.vector)
        self._pending.add_words(row)
        if number in self.leading:
            self._pending.add_candidate(row)

    def _summarise(self, placed: Placed, before: Summary) -> None:
        after = before.having(placed.fresh.wording, self._wording(placed))
        headed = self.summaries[placed.utterance] = after.headed()
        if headed is after:
            return
        head = headed.head
        if head.number in self._rows:
            self.leading.add(head.number)
            self._pending.add_candidate(self._rows[head.number])
        else:
            self.promoted = head.statement_id

    def _wording(self, placed: Placed) -> Wording:
        fresh, length, day = placed.fresh, len(placed.fresh.told.text), placed.fresh.day
        leads = placed.number in self.leading
        best = Best(fresh.rank, -length, placed.number, fresh.told.id, leads=leads)
        return Wording(best, length, 1, day, day)
