"""Names in scripts without capitals: what a mention holds beside the words that the pack knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.packs.lexicon import Trait
from worker.statements.figures import Figure

if TYPE_CHECKING:
    from worker.statements.phrases import Phrase
    from worker.statements.scene import Scene

NO_REST = (
    Trait.ARTICLES
    | Trait.PREPOSITIONS
    | Trait.CONJUNCTIONS
    | Trait.ADVERBS
    | Trait.SUBJECT_MARKS
    | Trait.TIMES
    | Trait.OTHER_SIGN
    | Trait.COMMA
    | Trait.LINKS
    | Trait.PRONOUNS
    | Trait.AUXILIARIES
)


def figure_by_rest(scene: Scene, phrase: Phrase) -> Figure | None:
    """Return the person a mention names beside an office; a lone name finds the chain it belongs to."""
    if phrase.indefinite or phrase.organisation or phrase.agency or phrase.kinds:
        return None
    if phrase.role is not None and phrase.role.body:
        return None
    reading = scene.reading
    rest = [
        at
        for at in range(phrase.first, phrase.last)
        if reading.cover[at] < 0 and not reading.traits[at] & NO_REST
    ]
    if not rest or rest[-1] - rest[0] + 1 != len(rest):
        return None
    return _known_figure(scene, rest[0], rest[-1] + 1) or _new_figure(scene, phrase, rest[0], rest[-1] + 1)


def _known_figure(scene: Scene, first: int, last: int) -> Figure | None:
    name = scene.reading.cut(first, last)
    words = tuple(word.lower() for word in scene.reading.tokens[first:last])
    for figure in scene.figures.all:
        alone = len(words) == 1 and words[0] in (figure.words[0], figure.words[-1])
        begins = not scene.pack.script.spaces and figure.name.startswith(name)
        if figure.words == words or alone or begins:
            return figure
    return None


def _new_figure(scene: Scene, phrase: Phrase, first: int, last: int) -> Figure | None:
    if phrase.role is None:
        return None
    figure = Figure(
        scene.reading.cut(first, last),
        tuple(word.lower() for word in scene.reading.tokens[first:last]),
        role=phrase.role,
        country=phrase.country,
        former=phrase.former,
        owned=phrase.owned,
        told=True,
        at=[first],
    )
    scene.figures.all.append(figure)
    return figure
