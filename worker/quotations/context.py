"""What the sentences of an article read so far leave to the next one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from worker.packs.language import LanguagePack
    from worker.quotations.drafts import Draft
    from worker.quotations.reading import Sentence
    from worker.shapes import Span


@dataclass(slots=True)
class Context:
    """What the sentences read so far leave to the next one."""

    pack: LanguagePack
    drafts: list[Draft] = field(default_factory=list)
    last: int | None = None  # the draft whose speaker goes on
    paragraph: int = -1
    running: bool = False  # the sentence before this one, in this paragraph, was reported
    waiting: Sentence | None = None  # it ended in a colon
    before: Sentence | None = None

    def interrupt(self) -> None:
        """Forget the neighbour: something that is no article text stands between."""
        self.running, self.waiting = False, None

    def speaker(self) -> list[Span]:
        """Return who spoke last."""
        return [] if self.last is None else list(self.drafts[self.last].speaker)

    def add(self, draft: Draft) -> None:
        """Note a quotation; the next sentence may go on with it."""
        self.drafts.append(draft)
        self.last, self.running = len(self.drafts) - 1, True
