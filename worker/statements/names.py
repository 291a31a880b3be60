"""Where names of persons stand: runs of capitals with particles and initials, known names in any script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.packs.lexicon import Trait
from worker.statements.reading import HYPHENS, POSSESSIVES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from worker.packs.registry import ActorRegistry
    from worker.statements.reading import Reading

MAX_NAME = 5  # words; more capitals in a row are a heading
MAX_PARTICLES = 3  # "de la O", "van der"
MARKS = frozenset('„“”"«»‚‘’')
NO_NAME = (
    Trait.ARTICLES
    | Trait.OBJECTS
    | Trait.PRONOUNS
    | Trait.PREPOSITIONS
    | Trait.CONJUNCTIONS
    | Trait.COMPLEMENTIZERS
    | Trait.CONDITIONALS
    | Trait.RELATIVES
    | Trait.AUXILIARIES
    | Trait.ADVERBS
    | Trait.TIMES
    | Trait.IMPERSONALS
    | Trait.NUMBER
    | Trait.REFERRERS
    | Trait.REPORTS
)


def name_runs(reading: Reading, actors: ActorRegistry, *, capital_nouns: bool) -> Iterator[tuple[int, int]]:
    """Yield the token ranges that look like names, in text order.

    Args:
        reading: the article.
        actors: for the particles inside names.
        capital_nouns: every noun has a capital, so a lone "der" between two of them joins no name.
    """
    behind = 0
    cover, hits = reading.cover, reading.hits
    for at in _openings(reading):
        if at < behind:
            continue
        if cover[at] < 0:
            if is_name_word(reading, at):
                behind = _end_of_run(reading, at, actors, capital_nouns=capital_nouns)
                if behind - at <= MAX_NAME and not _is_title(reading, at, behind):
                    yield at, behind
            continue
        hit = hits[cover[at]]
        if hit.value("person") is not None:
            if not _is_part(reading, hit.last):
                yield hit.first, hit.last
            behind = hit.last


def _openings(reading: Reading) -> list[int]:
    """Return the tokens that a name may start at: those with a capital, and those that the packs know."""
    capital, no_name = Trait.CAPITAL, NO_NAME & ~Trait.ADVERBS
    places = enumerate(zip(reading.traits, reading.cover, strict=True))
    return [at for at, (traits, hit) in places if hit >= 0 or (traits & capital and not traits & no_name)]


def is_name_word(reading: Reading, at: int) -> bool:
    """Tell whether a token could be part of a name: a capital, and no word that the packs know."""
    traits = reading.traits[at]
    if not traits & Trait.CAPITAL or reading.cover[at] >= 0:
        return False
    if traits & Trait.ADVERB_LIKE and not _is_adverb(reading, at):
        traits &= ~Trait.ADVERBS
    return not traits & NO_NAME


def _is_adverb(reading: Reading, at: int) -> bool:
    """Tell "Recently the …" from "Mark Kelly": an adverb has its capital from the sentence's start."""
    opens = at == 0 or bool(reading.traits[at - 1] & (Trait.STOP | Trait.OTHER_SIGN)) or breaks(reading, at)
    behind = reading.traits[at + 1] if at + 1 < len(reading.traits) else 0
    return opens and not behind & (Trait.REPORTING | Trait.AUXILIARIES | Trait.VERBS)


def breaks(reading: Reading, at: int) -> bool:
    """Tell whether a paragraph ends right before a token."""
    return "\n" in reading.text[reading.ends[at - 1] : reading.starts[at]]


def _is_title(reading: Reading, first: int, last: int) -> bool:
    """Tell a name that fills its quotation marks, as papers, films and ships have it, from a person's."""
    enclosed = first > 0 and last < len(reading.tokens)
    return enclosed and reading.tokens[first - 1] in MARKS and reading.tokens[last] in MARKS


def _is_part(reading: Reading, last: int) -> bool:
    """Tell a name that is part of a word: the "Sample-Partei" is nobody."""
    touches = last < len(reading.tokens) and reading.ends[last - 1] + 1 == reading.starts[last]
    return touches and reading.text[reading.ends[last - 1]] in HYPHENS


def words_of(reading: Reading, first: int, last: int) -> tuple[str, ...]:
    """Return a name's words in lower case, possessive endings and stops aside."""
    if last - first == 1:  # nine of ten, where every noun has a capital
        word = without_possessive(reading.tokens[first], reading.endings).lower()
        return () if word in {".", ""} else (word,)
    words = [without_possessive(token, reading.endings).lower() for token in reading.tokens[first:last]]
    return tuple([word for word in words if word not in (".", "")])


def without_possessive(name: str, endings: tuple[str, ...] = POSSESSIVES) -> str:
    """Return a name without the ending that makes it a possessor, or one that its language sets apart."""
    if not name.endswith(endings):
        return name
    found = max((ending for ending in endings if name.endswith(ending)), key=len)
    return name[: len(name) - len(found)]


def _end_of_run(reading: Reading, first: int, actors: ActorRegistry, *, capital_nouns: bool) -> int:
    last, tokens, traits = first + 1, reading.tokens, reading.traits
    while last < len(tokens) and last - first <= MAX_NAME:
        if not traits[last] & Trait.CAPITAL and tokens[last] != "." and tokens[last] not in actors.particles:
            break  # nine of ten, where every noun has a capital
        if not _touches(reading, last):
            break
        if is_name_word(reading, last):
            last += 1
            continue
        behind = _behind_particles(reading, last, actors)
        alone = capital_nouns and behind == last + 1 and traits[last] & (Trait.ARTICLES | Trait.LINKS)
        if behind == last or alone or behind >= len(tokens) or not is_name_word(reading, behind):
            break
        last = behind + 1
    return last


def _touches(reading: Reading, at: int) -> bool:
    first, last = reading.ends[at - 1], reading.starts[at]
    if last - first > 1 or (last > first and reading.text[first] == "\n"):
        return False
    return not reading.tokens[at - 1].endswith(reading.endings)


def _behind_particles(reading: Reading, at: int, actors: ActorRegistry) -> int:
    """Return the first token that is no particle ("van der") and no stop of an initial."""
    end = min(at + MAX_PARTICLES, len(reading.tokens))
    while at < end:
        token = reading.tokens[at]
        initial = (
            reading.tokens[at] == "."
            and len(reading.tokens[at - 1]) == 1
            and reading.traits[at - 1] & Trait.CAPITAL
        )
        if not initial and not (token in actors.particles and reading.cover[at] < 0):
            break
        at += 1
    return at
