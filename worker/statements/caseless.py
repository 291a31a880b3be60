"""Names in scripts without capitals: what a mention holds beside the words that the pack knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.packs.lexicon import Trait
from worker.statements.figures import Figure
from worker.statements.surroundings import phrase_around

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
ENDS = Trait.STOP | Trait.COMMA | Trait.COLON | Trait.COMPLEMENTIZERS | Trait.DASH | Trait.BRACKET
DENSE = "\u2e80"  # from here on a letter is a syllable or a word
MIN_NAME, MAX_NAME = 2, 4  # words of a name between commas


def figure_by_rest(scene: Scene, phrase: Phrase) -> Figure | None:
    """Return the person a mention names beside an office; a lone name finds the chain it belongs to."""
    if phrase.indefinite or phrase.organisation or phrase.agency or phrase.kinds:
        return None
    if phrase.role is not None and phrase.role.body:
        return None
    rest = _rest(scene, phrase.first, phrase.last)
    if not rest and phrase.role is not None and scene.pack.script.spaces:
        rest = _apposed_name(scene, phrase)
    if not rest:
        return None
    known = _known_figure(scene, *rest)
    if known is None and phrase.role is None:
        phrase = phrase_around(scene.reading, *rest, scene.actors)  # "X Y, the minister of …"
    return known or _new_figure(scene, phrase, *rest)


def _rest(scene: Scene, first: int, last: int) -> tuple[int, int] | None:
    """Return the one run of words between two tokens that no pack knows, None without or with several."""
    reading = scene.reading
    rest = [at for at in range(first, last) if reading.cover[at] < 0 and not reading.traits[at] & NO_REST]
    if not rest or any(not _inside(scene, at) for at in range(rest[0], rest[-1] + 1) if at not in rest):
        return None
    return rest[0], rest[-1] + 1


def _inside(scene: Scene, at: int) -> bool:
    """Tell a small word inside a name ("bin"), which no preposition is."""
    traits = scene.reading.traits[at]
    return bool(traits & Trait.LINKS) and not traits & Trait.PREPOSITIONS


def _apposed_name(scene: Scene, phrase: Phrase) -> tuple[int, int] | None:
    """Return the words that commas set beside an office, on either side: "the minister, X Y, said"."""
    traits, count = scene.reading.traits, len(scene.reading.tokens)
    first = phrase.last + 1
    last = next((at for at in range(first, min(first + MAX_NAME + 1, count)) if traits[at] & ENDS), -1)
    if last > first and traits[phrase.last] & Trait.COMMA and _is_name(scene, first, last):
        return first, last
    last = phrase.first - 1
    starts = range(last - 1, max(-2, last - MAX_NAME - 2), -1)
    first = next((at + 1 for at in starts if at < 0 or traits[at] & ENDS or _breaks(scene, at)), -1)
    if 0 <= first < last and traits[last] & Trait.COMMA and _is_name(scene, first, last):
        return first, last
    return None


def _breaks(scene: Scene, at: int) -> bool:
    return "\n" in scene.reading.text[scene.reading.ends[at] : scene.reading.starts[at + 1]]


def _is_name(scene: Scene, first: int, last: int) -> bool:
    """Tell two words and more that no list knows, verbs of speech included."""
    reading = scene.reading
    closed = NO_REST | ENDS | Trait.CUE | Trait.VERBS | Trait.CONDITIONALS | Trait.RELATIVES | Trait.NUMBER
    named = all(reading.cover[at] < 0 and not reading.traits[at] & closed for at in range(first, last))
    return named and last - first >= MIN_NAME


def name_at(scene: Scene, first: int, last: int) -> str:
    """Return a name as the text writes it, without the subject mark at its end (김견본|은)."""
    name = scene.reading.cut(first, last)
    return scene.naming.terms.bare(name) if scene.reading.traits[last - 1] & Trait.MARKED else name


def _words_at(scene: Scene, first: int, last: int) -> tuple[str, ...]:
    words = [word.lower() for word in scene.reading.tokens[first:last]]
    if scene.reading.traits[last - 1] & Trait.MARKED:
        words[-1] = scene.naming.terms.bare(words[-1])
    return tuple(words)


def _known_figure(scene: Scene, first: int, last: int) -> Figure | None:
    name, words = name_at(scene, first, last), _words_at(scene, first, last)
    for figure in scene.figures.all:
        alone = len(words) == 1 and words[0] in (figure.words[0], figure.words[-1])
        if figure.words == words or alone or _begins(scene, figure, name):
            return figure
    return None


def _begins(scene: Scene, figure: Figure, name: str) -> bool:
    """Tell a surname without a space behind it: 위 of 위성락, 林 of 林样本."""
    if scene.pack.script.spaces and (len(name) > 1 or name < DENSE):
        return False
    return figure.name.startswith(name) or "".join(figure.words).startswith(name.lower())


def _new_figure(scene: Scene, phrase: Phrase, first: int, last: int) -> Figure | None:
    if phrase.role is None:
        return None
    figure = Figure(
        name_at(scene, first, last),
        _words_at(scene, first, last),
        role=phrase.role,
        country=phrase.country or (scene.home if phrase.body is not None else None),
        body=phrase.body,
        former=phrase.former,
        owned=phrase.owned,
        told=True,
        at=[first],
    )
    scene.figures.add(figure)
    return figure
