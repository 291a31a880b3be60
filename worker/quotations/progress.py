"""The state of reading one sentence: which words are taken, who spoke last, what was found."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from worker.quotations.clauses import end_of_content
from worker.quotations.drafts import Draft, draft_of
from worker.quotations.partings import without_quotation
from worker.quotations.works import is_title
from worker.shapes import Span

if TYPE_CHECKING:
    from worker.packs.language import LanguagePack
    from worker.quotations.chunks import Chunk
    from worker.quotations.clauses import Range
    from worker.quotations.cues import CueHit
    from worker.quotations.reading import Sentence

MIN_DASHED = 3  # tokens


@dataclass(slots=True)
class Progress:
    """What the cues read so far have taken of a sentence."""

    sentence: Sentence
    pack: LanguagePack
    hits: list[CueHit]
    drafts: list[Draft] = field(default_factory=list)
    taken: int = 0  # tokens before this one belong to content found so far
    begun: int = 0  # content that precedes a clause starts no earlier
    speaker: Chunk | None = None
    cited: Chunk | None = None
    channel: Chunk | None = None
    chained: bool = False  # whoever cites may be no outlet
    closing: CueHit | None = None  # the verb that turns back to the whole sentence: ", meldet die Agentur."

    @property
    def dashed(self) -> bool:
        """Tell speech that a dash opens instead of marks (Polish, Norwegian, Russian novels and news)."""
        sentence = self.sentence
        return self.pack.marks.dash and sentence.dashed and len(sentence) > MIN_DASHED

    def end_of(self, hit: CueHit, later: list[CueHit]) -> int:
        """Return where content stops that begins behind a cue: before what closes the sentence, too."""
        end = end_of_content(self.sentence, hit.last, later)
        if self.closing is None or self.closing.first <= hit.last:
            return end
        return min(end, self.closing.first - 1)

    def add(
        self, ranges: list[Range], hit: CueHit | None, speaker: Chunk | None, score: float
    ) -> Draft | None:
        """Note a quotation of token ranges; None when they hold no words."""
        follows = hit is not None and bool(ranges) and hit.first > ranges[0][0]
        if is_title(self.sentence, ranges, speaker, follows=follows):
            return None
        told, quoted = without_quotation(self.sentence, ranges)
        draft = draft_of(self.sentence, told, hit, speaker)
        if draft is None:
            return None
        self._note(draft, score)
        proof = draft_of(self.sentence, quoted, None, speaker)
        if proof is not None:
            self._note(proof, score)
        self.taken = max(self.taken, *(last for _, last in ranges))
        if speaker is not None:
            self.speaker = speaker
        return draft

    def _note(self, draft: Draft, score: float) -> None:
        draft.score = score
        if self.channel is not None:
            draft.channel = [Span(*self.sentence.cut(self.channel.first, self.channel.last))]
            draft.chained = self.chained
        self.drafts.append(draft)
