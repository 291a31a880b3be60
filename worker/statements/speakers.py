"""Who speaks: the local mention of a quotation resolved inside its article; texts without a mention have no speaker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.packs.lexicon import Trait
from worker.statements.countries import country_in_focus
from worker.statements.figures import Figure, words_of
from worker.statements.identity import (
    agency_actor,
    government_actor,
    office_actor,
    organisation_actor,
    other_actor,
    person_actor,
)
from worker.statements.phrases import Phrase, read_phrase
from worker.statements.pronouns import antecedent
from worker.statements.scene import Scene, Voice

if TYPE_CHECKING:
    from worker.shapes import Spans

SURE, NAMED, DESCRIBED, GUESSED = 0.95, 0.8, 0.65, 0.4
PERSONAL_KINDS = frozenset({"business", "sport", "expert"})


def resolve_speaker(scene: Scene, mention: Spans) -> Voice | None:
    """Return who speaks behind a mention, None when it is empty; the voice is noted for later pronouns."""
    if not mention:
        return None
    first, last = scene.reading.range_of((mention[0][0], mention[-1][1]))
    if first >= last:
        return None
    voice = _voice_of(scene, first, last)
    if voice is not None:
        scene.spoken.append((first, voice))
        for word in _heads(scene, first, last):
            scene.described[word] = voice
    return voice


def _voice_of(scene: Scene, first: int, last: int) -> Voice | None:
    phrase = read_phrase(scene.reading, first, last, scene.actors)
    if phrase.pronoun:
        return antecedent(scene, first, phrase.pronoun)
    figure = _figure_in(scene, phrase)
    if figure is not None:
        return _person(scene, figure)
    if phrase.role is not None:
        return _office(scene, phrase)
    if phrase.agency is not None and not phrase.kinds & PERSONAL_KINDS:
        actor = agency_actor(phrase.agency, scene.actors)
        return Voice(actor, None, NAMED, state=False, why="a news outlet", genders=frozenset({"neuter"}))
    if phrase.organisation is not None and not phrase.kinds & PERSONAL_KINDS:
        return _organisation(scene, phrase)
    if phrase.place is not None and _bare(scene, phrase, "country", "place"):
        return _government(phrase.place)
    return _described(scene, phrase) or _other(scene, phrase)


def _figure_in(scene: Scene, phrase: Phrase) -> Figure | None:
    """Return the person a mention names; the possessor before an office ("Trump's spokesman") is not it."""
    tokens = scene.reading.tokens
    found: Figure | None = None
    for at in range(phrase.first, phrase.last):
        figure = scene.figures.by_token.get(at)
        if figure is None:
            continue
        owner = phrase.role is not None and at < phrase.role_token
        if owner or (tokens[at].endswith(("'s", "’s")) and at + 1 < phrase.last and len(phrase.kinds)):
            continue
        behind = phrase.role is not None and at > phrase.role_token and _linked(scene, phrase.role_token, at)
        if behind:
            continue
        found = figure
    if found is None and phrase.role is not None and not phrase.role.body:
        found = _apposed(scene, phrase)
    return found or _single(scene, phrase)


def _linked(scene: Scene, role: int, at: int) -> bool:
    """Tell whether a preposition stands between an office and a name: "a spokesman for Trump"."""
    return any(
        scene.reading.traits[k] & (Trait.PREPOSITIONS | Trait.LINKS)
        and scene.reading.cover[k] < 0
        and scene.reading.tokens[k].lower() not in scene.actors.particles
        and not _names_between(scene, k, at)
        for k in range(role, at)
    )


def _names_between(scene: Scene, first: int, last: int) -> bool:
    return any(scene.reading.cover[k] >= 0 for k in range(first, last))


def _apposed(scene: Scene, phrase: Phrase) -> Figure | None:
    """Return the name right behind an office: "Ethiopia's minister, Alemu Tesfaye,"."""
    reading, at = scene.reading, phrase.last
    if at < len(reading.tokens) and reading.traits[at] & Trait.COMMA:
        at += 1
    figure = scene.figures.by_token.get(at)
    return figure if figure is not None and figure.role is phrase.role else None


def _single(scene: Scene, phrase: Phrase) -> Figure | None:
    """Return the person behind a name of one word, new or known, when the mention is nothing else."""
    reading = scene.reading
    names = [
        at
        for at in range(phrase.first, phrase.last)
        if reading.cover[at] < 0
        and reading.traits[at] & Trait.CAPITAL
        and not reading.traits[at] & Trait.ARTICLES
    ]
    if not scene.pack.script.case:
        return _caseless(scene, phrase)
    if len(names) != 1 or phrase.last - phrase.first != 1:
        return None
    word = words_of(reading, names[0], names[0] + 1)
    return scene.figures.named(word[0], names[0]) if word else None


def _caseless(scene: Scene, phrase: Phrase) -> Figure | None:
    """Return the person whose name is what a mention holds beside known words, in a script without capitals."""
    reading = scene.reading
    if phrase.indefinite or phrase.place or phrase.organisation or phrase.agency:
        return None
    left = [
        at
        for at in range(phrase.first, phrase.last)
        if reading.cover[at] < 0 and not reading.traits[at] & NOT_CASELESS
    ]
    if not left or (phrase.role is not None and phrase.role.body) or phrase.kinds:
        return None
    first, last = left[0], left[-1] + 1
    if last - first != len(left):
        return None
    name = reading.cut(first, last)
    words = tuple(word.lower() for word in reading.tokens[first:last])
    for figure in scene.figures.all:
        if (
            figure.words == words
            or (len(words) == 1 and words[0] in (figure.words[0], figure.words[-1]))
            or (not scene.pack.script.spaces and figure.name.startswith(name))
        ):
            return figure
    if phrase.role is None:
        return None
    figure = Figure(
        name=name, words=words, role=phrase.role, country=phrase.country, at=[first], former=phrase.former
    )
    scene.figures.all.append(figure)
    return figure


NOT_CASELESS = (
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


def _person(scene: Scene, figure: Figure) -> Voice:
    role = figure.role
    country = figure.country or scene.home
    genders = frozenset({figure.gender} if figure.gender else {"male", "female"})
    if role is None:
        actor = person_actor(figure, country, scene.actors)
        return Voice(
            actor, figure, NAMED if figure.country else DESCRIBED, None, "no office is named", genders
        )
    why = f"{'former ' if figure.former else ''}{role.id.replace('_', ' ')}"
    return Voice(
        person_actor(figure, country, scene.actors),
        figure,
        SURE if figure.country else NAMED,
        role.state,
        why,
        genders,
        figure.former,
    )


def _office(scene: Scene, phrase: Phrase) -> Voice:
    """Resolve "the foreign minister", "the ministry", "a spokesman for the army"."""
    role = phrase.role
    assert role is not None  # noqa: S101 - the caller asked
    country = phrase.country or _owner(scene, phrase)
    if not role.body and not phrase.indefinite:
        figure = _holder(scene, phrase, country)
        if figure is not None:
            return _person(scene, figure)
    if country is None:
        earlier = _earlier_office(scene, phrase)
        if earlier is not None:
            return earlier
    sure = country is not None
    country = country or scene.home
    gender = phrase.genders if not role.body else {"neuter"}
    named = country is not None and country in scene.actors.organisations and role.body
    actor = organisation_actor(country, scene.actors) if named and country else office_actor(role, country)
    private = phrase.kinds & PERSONAL_KINDS
    return Voice(
        actor,
        None,
        NAMED if sure else DESCRIBED,
        role.state and not private,
        role.id.replace("_", " "),
        frozenset(gender or {"male", "female"}),
        phrase.former,
        "document" in phrase.kinds,
    )


def _owner(scene: Scene, phrase: Phrase) -> str | None:
    """Return whose office it is by "of the country", "his", or a person named beside it."""
    if "possessive" in phrase.kinds and (last := scene.last_voice()) is not None:
        return last.actor.country
    if "country" in phrase.kinds:
        return country_in_focus(scene.reading, phrase.first, scene.actors)
    for at in range(phrase.first, phrase.last):
        figure = scene.figures.by_token.get(at)
        if figure is not None and figure.country is not None:
            return figure.country
    return phrase.countries[0] if phrase.countries and not (phrase.role and phrase.role.posted) else None


def _holder(scene: Scene, phrase: Phrase, country: str | None) -> Figure | None:
    """Return the person who holds the office in this article: the last one named before, else the first after."""
    role = phrase.role
    fitting = [
        figure
        for figure in scene.figures.all
        if figure.role is not None
        and role is not None
        and (figure.role is role or role.id in figure.role.kin)
        and (country is None or figure.country in (country, None))
        and not (phrase.genders and figure.gender and figure.gender not in phrase.genders)
    ]
    if not fitting:
        return None
    exact = [figure for figure in fitting if figure.role is role] or fitting
    before = [figure for figure in exact if figure.at and figure.at[0] < phrase.first]
    if before:
        return max(before, key=lambda figure: max(at for at in figure.at if at < phrase.first))
    return exact[0] if country is not None else None


def _earlier_office(scene: Scene, phrase: Phrase) -> Voice | None:
    """Return the last speaker with the same office: "the ministry" after "the Norwegian foreign ministry"."""
    role = phrase.role
    for _, voice in reversed(scene.spoken):
        own = scene.actors.roles.get(voice.actor.role or "")
        if role is not None and own is not None and (own is role or own.id.startswith(f"{role.id}_")):
            return voice
    return None


def _organisation(scene: Scene, phrase: Phrase) -> Voice:
    known = scene.actors.organisations[phrase.organisation or ""]
    return Voice(
        organisation_actor(known.code, scene.actors),
        None,
        SURE,
        known.state and "document" not in phrase.kinds,
        known.role.replace("io", "international organisation"),
        frozenset({"neuter"}),
        document="document" in phrase.kinds,
    )


def _government(country: str) -> Voice:
    return Voice(
        government_actor(country), None, SURE, state=True, why="government", genders=frozenset({"neuter"})
    )


def _bare(scene: Scene, phrase: Phrase, *kinds: str) -> bool:
    """Tell whether a mention is a country's name and nothing that would make it another noun's."""
    reading = scene.reading
    for at in range(phrase.first, phrase.last):
        hit = reading.hit_at(at)
        if hit is not None and (hit.value(*kinds) or hit.value("kind")):
            continue
        if not reading.traits[at] & (
            Trait.ARTICLES | Trait.CONJUNCTIONS | Trait.COMMA | Trait.OTHER_SIGN | Trait.OBJECTS
        ):
            return False
    return True


def _heads(scene: Scene, first: int, last: int) -> set[str]:
    """Return the words by which a mention describes somebody."""
    reading = scene.reading
    return {
        reading.tokens[at].lower()
        for at in range(first, last)
        if at not in scene.figures.by_token
        and len(reading.tokens[at]) > 3
        and not reading.traits[at] & (Trait.ARTICLES | Trait.PREPOSITIONS | Trait.LINKS | Trait.CONJUNCTIONS)
        and ((hit := reading.hit_at(at)) is None or hit.value("kind", "role") is not None)
    }


def _described(scene: Scene, phrase: Phrase) -> Voice | None:
    """Return an earlier speaker whom the same word described: "the insider", "der Konzernchef"."""
    if phrase.indefinite:
        return None
    for word in _heads(scene, phrase.first, phrase.last):
        voice = scene.described.get(word)
        if voice is not None:
            return voice
    return None


def _other(scene: Scene, phrase: Phrase) -> Voice | None:
    reading, first = scene.reading, phrase.first
    while first < phrase.last - 1 and reading.traits[first] & (Trait.ARTICLES | Trait.OBJECTS):
        first += 1
    kind = "company" if "business" in phrase.kinds else "other"
    country = phrase.country or scene.home
    document = "document" in phrase.kinds
    actor = other_actor(reading.cut(first, phrase.last), kind, country, scene.actors)
    return Voice(actor, None, GUESSED, None, "no office is named", frozenset(), document=document)
