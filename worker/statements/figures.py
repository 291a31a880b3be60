"""The persons an article names: every mention of one joined to a chain, with the office beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from worker.packs.lexicon import Trait
from worker.statements.names import name_runs, without_possessive, words_of
from worker.statements.surroundings import Introductions, introductions_in, phrase_around

if TYPE_CHECKING:
    from worker.packs.inflections import Inflections
    from worker.packs.registry import ActorRegistry, KnownPerson, Role
    from worker.statements.phrases import Phrase
    from worker.statements.reading import Reading

Run = tuple[int, int]
NOUN_AND_NAME = 2  # words


@dataclass(slots=True)
class Figure:
    """One person of the article; what is said of them anywhere in it counts everywhere."""

    name: str
    words: tuple[str, ...]  # lower case
    role: Role | None = None
    country: str | None = None
    gender: str | None = None
    former: bool = False
    owned: bool = False  # the text says whose office it is
    alien: bool = False  # … and it is no state's
    body: Role | None = None  # the institution that the office belongs to: a ministry, a presidency
    told: bool = False  # the office was read in this article, not in the registry
    known: KnownPerson | None = None
    at: list[int] = field(default_factory=list)  # tokens where a mention starts
    kinds: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Figures:
    """All persons, and who is meant at which token."""

    inflections: Inflections
    capital_nouns: bool = False
    all: list[Figure] = field(default_factory=list)
    by_token: dict[int, Figure] = field(default_factory=dict)
    by_word: dict[str, list[Figure]] = field(default_factory=dict)
    by_base: dict[str, list[Figure]] = field(default_factory=dict)  # base forms of last words

    def add(self, figure: Figure) -> None:
        """Note a person who was not met before."""
        self.all.append(figure)
        self._index(figure)

    def _index(self, figure: Figure) -> None:
        if self.inflections.table and figure.words:
            last = figure.words[-1]
            for base in {last, *self.inflections.bases(last)}:
                self.by_base.setdefault(base, []).append(figure)

    def declined(self, words: tuple[str, ...]) -> Figure | None:
        """Return whom an inflected name means, or whose inflected name this is the base of."""
        if not self.by_base:
            return None
        related = self.inflections.related
        for base in (words[-1], *self.inflections.bases(words[-1])):
            for figure in self.by_base.get(base, ()):
                own = figure.words if len(words) > 1 else figure.words[-1:]
                if len(own) == len(words) and all(map(related, words, own)):
                    return figure
        return None

    def rename(self, figure: Figure, name: str, words: tuple[str, ...]) -> None:
        """Give a figure that was met in another form its base form; a registry name stays."""
        bases = self.inflections.bases(figure.words[-1])
        if figure.known is None and words[-1] in bases:
            before = figure.name.rsplit(" ", 1)[:-1]
            figure.name = name if len(words) > 1 else " ".join([*before, name])
            figure.words = words if len(words) > 1 else (*figure.words[:-1], *words)
            self._index(figure)
        self.by_word.setdefault(words[-1], []).append(figure)

    def named(self, word: str, before: int) -> Figure | None:
        """Return whom a single name means: the last one named so before a token, else the first one after."""
        candidates = self.by_word.get(word, ())
        earlier = [figure for figure in candidates if figure.at[0] <= before]
        if earlier:
            return max(earlier, key=lambda figure: max(at for at in figure.at if at <= before))
        return candidates[0] if candidates else None


def find_figures(
    reading: Reading, actors: ActorRegistry, inflections: Inflections, *, capital_nouns: bool
) -> Figures:
    """Return the persons of an article: full names first, so that a surname in a heading finds its chain."""
    figures = Figures(inflections, capital_nouns=capital_nouns)
    singles: list[Run] = []
    for run in name_runs(reading, actors, capital_nouns=capital_nouns):
        person = _known(reading, run, actors)
        if run[1] - run[0] > 1 or person is not None:
            _add(figures, reading, run, person, actors)
        else:
            singles.append(run)
    introductions = introductions_in(reading)
    for run in singles:
        words = words_of(reading, *run)
        if words:
            _add_single(figures, reading, (run, words), introductions, actors)
    return figures


def _known(reading: Reading, run: Run, actors: ActorRegistry) -> KnownPerson | None:
    hit = reading.hit_at(run[0])
    name = hit.value("person") if hit is not None else None
    return actors.persons[name] if name is not None else None


def _add(
    figures: Figures, reading: Reading, run: Run, person: KnownPerson | None, actors: ActorRegistry
) -> None:
    words = words_of(reading, *run)
    figure = _same(figures, words, person) or _under_noun(figures, reading, run, words)
    if figure is None and person is None and (figure := figures.declined(words)) is not None:
        figures.rename(figure, without_possessive(reading.cut(*run), reading.endings), words)
    figure = figure or _new(figures, reading, run, person, actors)
    for word in words:
        chain = figures.by_word.setdefault(word, [])
        if figure not in chain:
            chain.append(figure)
    _join(figures, figure, run, phrase_around(reading, *run, actors))


def _new(
    figures: Figures, reading: Reading, run: Run, person: KnownPerson | None, actors: ActorRegistry
) -> Figure:
    words = words_of(reading, *run)
    figure = Figure(without_possessive(reading.cut(*run), reading.endings), words, known=person)
    if person is not None:
        figure.name, figure.role, figure.country = person.name, actors.roles.get(person.role), person.country
        figure.gender, figure.owned = ("female" if person.gender == "f" else "male"), True
        for word in words_of_name(person.name):
            figures.by_word.setdefault(word, []).append(figure)
    figures.add(figure)
    return figure


def words_of_name(name: str) -> tuple[str, ...]:
    """Return the words of a registry name in lower case."""
    return tuple(name.lower().split())


def _add_single(
    figures: Figures,
    reading: Reading,
    lone: tuple[Run, tuple[str, ...]],
    introductions: Introductions,
    actors: ActorRegistry,
) -> None:
    """Join a lone name to its chain; a new one counts only beside an office or a title ("Mr Shaw")."""
    run, words = lone
    figure = figures.named(words[0], run[0])
    if figure is None and (figure := figures.declined(words)) is not None:
        figures.rename(figure, without_possessive(reading.cut(*run), reading.endings), words)
    if figure is None and not introductions.may_tell(*run):
        return
    phrase = phrase_around(reading, *run, actors)
    if figure is not None:
        _join(figures, figure, run, phrase)
        return
    office = phrase.role is not None and not phrase.role.body and phrase.role_token < run[0]
    if office or phrase.genders:
        _add(figures, reading, run, None, actors)


def _same(figures: Figures, words: tuple[str, ...], person: KnownPerson | None) -> Figure | None:
    if person is not None:
        return next((figure for figure in figures.all if figure.known is person), None)
    for figure in figures.by_word.get(words[-1], ()) if words else ():
        if set(words) <= set(figure.words) or set(figure.words) <= set(words):
            return figure
    return None


def _under_noun(figures: Figures, reading: Reading, run: Run, words: tuple[str, ...]) -> Figure | None:
    """Return whom a surname means behind an article and a noun with its capital: "der Name Beispiel"."""
    determined = Trait.ARTICLES | Trait.OBJECTS
    if not figures.capital_nouns or len(words) != NOUN_AND_NAME or run[0] == 0:
        return None
    if not reading.traits[run[0] - 1] & determined:
        return None
    known = figures.by_word.get(words[-1], ())
    return next((figure for figure in known if len(figure.words) > 1 and figure.words[-1] == words[-1]), None)


def _join(figures: Figures, figure: Figure, run: Run, phrase: Phrase) -> None:
    """Note one more mention, and what its phrase adds: the first office told stays, save a former one."""
    figure.at.append(run[0])
    for token in range(*run):
        figures.by_token[token] = figure
    new = phrase.role is not None and not phrase.role.body and not (figure.told and not figure.former)
    if new and not (figure.told and phrase.former):
        figure.role, figure.former, figure.told = phrase.role, phrase.former, True
        figure.body = phrase.body or figure.body
        figure.owned = figure.owned or phrase.owned
        figure.alien = phrase.alien
        figure.country = phrase.country or figure.country
    elif phrase.country is not None:
        figure.country = figure.country or phrase.country
        figure.owned = figure.owned or (phrase.owned and phrase.role is figure.role)
    figure.kinds |= phrase.kinds
    if figure.gender is None and len(phrase.genders) == 1:
        figure.gender = next(iter(phrase.genders))
