"""Names that an article only has in the genitive ("по словам Глеба Примерова") get their base form back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from worker.shapes import Quotation
    from worker.statements.scene import Scene, Voice

WORD = re.compile(r"[^\W\d_’']+")


def to_base_form(scene: Scene, quotation: Quotation, voice: Voice) -> None:
    """Rename the person behind a source, where the first mention of them is the one the source governs.

    The language's ``[persons.genitives]`` says which endings stand for which; registry names are base forms.
    """
    figure, table = voice.figure, scene.naming.genitives
    if figure is None or figure.known is not None or not table.table or not _is_source(scene, quotation):
        return
    first, last = scene.reading.range_of(quotation.speaker[0])
    if figure.at and first <= figure.at[0] < last:
        figure.name = WORD.sub(lambda word: table.base(word.group()), figure.name)


def _is_source(scene: Scene, quotation: Quotation) -> bool:
    """Tell whether the cue is a word like "according to", which governs its name."""
    if not quotation.cue or not quotation.speaker:
        return False
    text = scene.reading.text[quotation.cue[0].start : quotation.cue[0].end]
    cues = scene.pack.lexicon.look_up(text.split(maxsplit=1)[0]).cues
    return any(cue.frame == "source" for _, cue in cues)
