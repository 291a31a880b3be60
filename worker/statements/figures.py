"""The persons an article names: every mention of one joined to a chain, with the office that stands beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from worker.packs.lexicon import Trait
from worker.statements.phrases import Phrase, read_phrase
from worker.statements.reading import is_name_word

if TYPE_CHECKING:
    from worker.packs.actors import ActorRegistry, KnownPerson, Role
    from worker.statements.reading import Reading

MAX_BEFORE, MAX_BEHIND = 9, 14  # tokens looked at around a name
MAX_NAME = 5  # words; more capitals in a row are a heading
STOPS_LEFT = (
    Trait.STOP
    | Trait.COLON
    | Trait.CONJUNCTIONS
    | Trait.COMPLEMENTIZERS
    | Trait.AUXILIARIES
    | Trait.PASSIVES
    | Trait.PRONOUNS
    | Trait.DASH
    | Trait.OTHER_SIGN
)


@dataclass(slots=True)
class Figure:
    """One person of the article; what is said of them anywhere in it counts everywhere."""

    name: str
    words: tuple[str, ...]  # lower case
    role: Role | None = None
    country: str | None = None
    gender: str | None = None
    former: bool = False
    known: KnownPerson | None = None
    at: list[int] = field(default_factory=list)  # tokens where a mention starts
    kinds: set[str] = field(default_factory=set)
    heads: set[str] = field(default_factory=set)  # words that describe them


@dataclass(slots=True)
class Figures:
    """All persons, and who is meant at which token."""

    all: list[Figure] = field(default_factory=list)
    by_token: dict[int, Figure] = field(default_factory=dict)
    by_word: dict[str, list[Figure]] = field(default_factory=dict)

    def named(self, word: str, before: int) -> Figure | None:
        """Return whom a single name means: the last one named so before a token, else the first one after."""
        candidates = self.by_word.get(word, ())
        earlier = [figure for figure in candidates if figure.at[0] <= before]
        if earlier:
            return max(earlier, key=lambda figure: max(at for at in figure.at if at <= before))
        return candidates[0] if candidates else None


def find_figures(reading: Reading, actors: ActorRegistry) -> Figures:
    """Return the persons of an article, full names first, so that a surname in the heading finds its chain."""
    figures = Figures()
    singles: list[tuple[int, int]] = []
    for first, last in name_runs(reading, actors):
        person = _known(reading, first, last, actors)
        if last - first > 1 or person is not None:
            _add(figures, reading, (first, last), person, actors)
        else:
            singles.append((first, last))
    for first, last in singles:
        _add_single(figures, reading, first, last, actors)
    return figures


def name_runs(reading: Reading, actors: ActorRegistry) -> list[tuple[int, int]]:
    """Return the token ranges that look like names of persons, with particles and initials."""
    runs: list[tuple[int, int]] = []
    at, count = 0, len(reading.tokens)
    while at < count:
        hit = reading.hit_at(at)
        if hit is not None and hit.value("person") is not None:
            runs.append((hit.first, hit.last))
            at = hit.last
            continue
        if not is_name_word(reading, at):
            at += 1
            continue
        last = _end_of_run(reading, at, actors)
        if last - at <= MAX_NAME:
            runs.append((at, last))
        at = last
    return runs


def _end_of_run(reading: Reading, first: int, actors: ActorRegistry) -> int:
    last = first + 1
    while last < len(reading.tokens) and last - first <= MAX_NAME:
        if not _touches(reading, last):
            break
        if is_name_word(reading, last) and (hit := reading.hit_at(last)) is None:
            last += 1
            continue
        skip = last
        while skip < len(reading.tokens) and skip - last < 3 and _inside_name(reading, skip, actors):
            skip += 1
        if skip == last or skip >= len(reading.tokens) or not is_name_word(reading, skip):
            break
        last = skip + 1
    return last


def _touches(reading: Reading, at: int) -> bool:
    gap = reading.text[reading.ends[at - 1] : reading.starts[at]]
    return len(gap) <= 1 and "\n" not in gap


def _inside_name(reading: Reading, at: int, actors: ActorRegistry) -> bool:
    """Tell whether a particle ("van der") or the stop of an initial stands at a token."""
    token = reading.tokens[at]
    if token == ".":
        return len(reading.tokens[at - 1]) == 1 and reading.traits[at - 1] & Trait.CAPITAL != 0
    return token.lower() in actors.particles and (token == token.lower() or reading.cover[at] < 0)


def _known(reading: Reading, first: int, last: int, actors: ActorRegistry) -> KnownPerson | None:
    hit = reading.hit_at(first)
    name = hit.value("person") if hit is not None else None
    return actors.persons[name] if name is not None and hit is not None and hit.last == last else None


def words_of(reading: Reading, first: int, last: int) -> tuple[str, ...]:
    """Return a name's words in lower case, possessive endings and stops aside."""
    words = (_bare(token).lower() for token in reading.tokens[first:last])
    return tuple(word for word in words if word not in (".", ""))


def _bare(token: str) -> str:
    for ending in ("'s", "’s", "'", "’"):
        if token.endswith(ending):
            return token[: -len(ending)]
    return token


def _add(
    figures: Figures,
    reading: Reading,
    run: tuple[int, int],
    person: KnownPerson | None,
    actors: ActorRegistry,
) -> None:
    first, last = run
    phrase = phrase_around(reading, first, last, actors)
    words = words_of(reading, first, last)
    figure = _same(figures, words, person, first)
    if figure is None:
        name = person.name if person else _bare(reading.cut(first, last))
        figure = Figure(name=name, words=words, known=person)
        if person is not None:
            figure.role, figure.country = actors.roles.get(person.role), person.country
            figure.gender = "female" if person.gender == "f" else "male"
        figures.all.append(figure)
    for word in {words[0], words[-1], *words}:
        known = figures.by_word.setdefault(word, [])
        if figure not in known:
            known.append(figure)
    _join(figures, figure, (first, last), phrase)


def _add_single(figures: Figures, reading: Reading, first: int, last: int, actors: ActorRegistry) -> None:
    word = words_of(reading, first, last)
    figure = figures.named(word[0], first) if word else None
    if figure is not None:
        _join(figures, figure, (first, last), phrase_around(reading, first, last, actors))
        return
    phrase = phrase_around(reading, first, last, actors)
    office = phrase.role is not None and not phrase.role.body and phrase.role_token < first
    if word and (office or phrase.genders):
        _add(figures, reading, (first, last), None, actors)


def _same(figures: Figures, words: tuple[str, ...], person: KnownPerson | None, at: int) -> Figure | None:
    for figure in figures.by_word.get(words[-1], ()) if words else ():
        if figure.words == words or set(words) <= set(figure.words) or set(figure.words) <= set(words):
            if len(words) > len(figure.words) and figure.known is None:
                figure.words = words
            return figure
    if person is not None:
        return next((figure for figure in figures.all if figure.known is person), None)
    return None


def _join(figures: Figures, figure: Figure, run: tuple[int, int], phrase: Phrase) -> None:
    """Note one more mention, and what its phrase adds: the first office named stays."""
    first, last = run
    figure.at.append(first)
    for token in range(first, last):
        figures.by_token[token] = figure
    role = phrase.role
    if role is not None and not role.body and (figure.role is None or (figure.known and not figure.heads)):
        figure.role, figure.former = role, phrase.former
        figure.country = phrase.country or figure.country
        figure.heads.add(role.id)
    elif figure.country is None and phrase.country is not None:
        figure.country = phrase.country
    figure.kinds |= phrase.kinds
    if figure.gender is None and len(phrase.genders) == 1:
        figure.gender = next(iter(phrase.genders))


def phrase_around(reading: Reading, first: int, last: int, actors: ActorRegistry) -> Phrase:
    """Read the phrase a name stands in: titles before it, an apposition behind it."""
    left = _left_edge(reading, first)
    phrase = read_phrase(reading, left, first, actors) if left < first else Phrase(first, last)
    apposition = _apposition(reading, last)
    if apposition is not None and phrase.role is None:
        behind = read_phrase(reading, *apposition, actors)
        if behind.role is not None or not phrase.kinds:
            behind.genders |= phrase.genders
            behind.kinds |= phrase.kinds
            behind.country = behind.country or phrase.country
            return behind
    return phrase


def _left_edge(reading: Reading, first: int) -> int:
    """Return where the phrase begins whose last words are before a name; a comma may stand right before it."""
    at = first - 1
    if at > 0 and reading.traits[at] & Trait.COMMA:
        near = [reading.hit_at(k) for k in range(max(0, at - 3), at)]
        if not any(hit is not None and hit.value("role", "body") for hit in near):
            return first
        at -= 1
    while at >= 0 and first - at <= MAX_BEFORE:
        traits = reading.traits[at]
        if reading.cover[at] < 0 and _cuts(traits):
            break
        if "\n" in reading.text[reading.ends[at] : reading.starts[at + 1]]:
            break
        at -= 1
        if traits & Trait.ARTICLES and not traits & Trait.LINKS and reading.cover[at + 1] < 0:
            break
    return at + 1


def _cuts(traits: int) -> bool:
    if traits & (STOPS_LEFT | Trait.COMMA):
        return not traits & Trait.ARTICLES
    if traits & Trait.REPORTING:
        return True
    return bool(traits & Trait.PREPOSITIONS and not traits & Trait.LINKS)


def _apposition(reading: Reading, last: int) -> tuple[int, int] | None:
    """Return the tokens of ", the secretary of state," behind a name."""
    count = len(reading.tokens)
    at = last
    if at < count and reading.traits[at] & Trait.BRACKET and reading.tokens[at] in "(（":
        at = next((k + 1 for k in range(at, min(at + 8, count)) if reading.tokens[k] in ")）"), at)
    if at >= count or not reading.traits[at] & Trait.COMMA:
        return None
    first = at + 1
    for end in range(first, min(first + MAX_BEHIND, count)):
        traits = reading.traits[end]
        if traits & (Trait.COMMA | Trait.STOP | Trait.BRACKET) or (
            reading.cover[end] < 0
            and traits & (Trait.REPORTING | Trait.AUXILIARIES | Trait.RELATIVES)
            and not traits & Trait.ARTICLES
        ):
            break
    else:
        end = min(first + MAX_BEHIND, count)
    return (first, end) if end > first else None
