"""An utterance's renderings summed up by their words: what its head and its days are chosen from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import bindparam, case, func, select

from worker.store.models import RenderingRow, table_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from sqlalchemy.orm import Session

ORIGINAL = 8  # ranks below it are no translations
LEADS = 6  # renderings that stand for their utterance; more say nothing new


class Best(NamedTuple):
    """The best of the renderings with the same words; the smallest is the best."""

    rank: int
    shortness: int  # its length, negative: the longest comes first
    number: int
    statement_id: str
    leads: bool


class Wording(NamedTuple):
    """All renderings with the same words; the rank is that of the best one."""

    best: Best
    length: int  # of the longest
    times: int
    first_day: date
    last_day: date

    def joined(self, other: Wording) -> Wording:
        """Return both in one."""
        return Wording(
            min(self.best, other.best),
            max(self.length, other.length),
            self.times + other.times,
            min(self.first_day, other.first_day),
            max(self.last_day, other.last_day),
        )


@dataclass(frozen=True, slots=True)
class Summary:
    """What an utterance's renderings say together; one without renderings has no head."""

    wordings: Mapping[str, Wording] = field(default_factory=dict)
    leads: int = 0  # renderings that stand for it, those included whose statements are gone

    def may_lead(self, how: str) -> bool:
        """Tell whether a new rendering stands for the utterance: the first few wordings do, copies don't."""
        return how != "exact" and self.leads < LEADS

    def having(self, key: str, new: Wording) -> Summary:
        """Return the same with one more rendering."""
        before = self.wordings.get(key)
        wording = before.joined(new) if before else new
        return Summary({**self.wordings, key: wording}, self.leads + new.best.leads)

    def headed(self) -> Summary:
        """Return the same with a head that leads: so the next echo finds an utterance that lost its first."""
        key, wording = self._chosen()
        if wording.best.leads:
            return self
        leading = wording._replace(best=wording.best._replace(leads=True))
        return Summary({**self.wordings, key: leading}, self.leads + 1)

    @property
    def head(self) -> Best:
        """The longest direct rendering in a language the speaker speaks, the source's before others.

        Without a direct one the words that most outlets have, the longest of equals.
        """
        return self._chosen()[1].best

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day its renderings are dated."""
        its = self.wordings.values()
        return min(each.first_day for each in its), max(each.last_day for each in its)

    def _chosen(self) -> tuple[str, Wording]:
        direct = {key: each for key, each in self.wordings.items() if each.best.rank <= 1}
        if direct:
            key = max(direct, key=lambda key: (-direct[key].best.rank, direct[key].length, key))
        else:
            its = self.wordings
            key = max(its, key=lambda k: (its[k].best.rank < ORIGINAL, its[k].times, its[k].length, k))
        return key, self.wordings[key]


def summary_of(statement_id: str, day: date) -> Summary:
    """Return what stands for a new utterance until it is refreshed: its first statement and a day."""
    return Summary({"": Wording(Best(0, 0, 0, statement_id, leads=True), 0, 1, day, day)}, 1)


def load_summaries(session: Session, utterances: Iterable[str]) -> dict[str, Summary]:
    """Return what the renderings of these utterances say together; nothing, of one that has none."""
    found = dict.fromkeys(utterances, Summary())
    rows = session.execute(_SUMMARIES, {"names": list(found)}) if found else ()
    for row in rows:
        before = found[row.utterance_id]
        wordings = dict(before.wordings)
        if row.statement_id is not None:
            best = Best(row.rank, -row.length, row.id, row.statement_id, row.lead)
            days = row.first_day, row.last_day
            wordings[row.wording] = Wording(best, row.longest, row.times, *days)
        found[row.utterance_id] = Summary(wordings, before.leads + row.leads)
    return found


# Built once: building them costs as much as running them.
_ITS = table_of(RenderingRow).c
_LOST = _ITS.statement_id.is_(None)  # those lead, and are no more
_ALIKE: dict[str, Any] = {"partition_by": (_ITS.utterance_id, _ITS.wording, _LOST)}
_PLACED = (
    select(
        *(_ITS.utterance_id, _ITS.wording, _ITS.statement_id, _ITS.rank, _ITS.length, _ITS.id, _ITS.lead),
        func.row_number().over(**_ALIKE, order_by=(_ITS.rank, _ITS.length.desc(), _ITS.id)).label("place"),
        func.max(_ITS.length).over(**_ALIKE).label("longest"),
        func.count().over(**_ALIKE).label("times"),
        func.min(_ITS.day).over(**_ALIKE).label("first_day"),
        func.max(_ITS.day).over(**_ALIKE).label("last_day"),
        func.count(case((_ITS.lead, 1))).over(**_ALIKE).label("leads"),
    )
    .where(_ITS.utterance_id.in_(bindparam("names", expanding=True)))
    .subquery()
)
_SUMMARIES = select(_PLACED).where(_PLACED.c.place == 1)
