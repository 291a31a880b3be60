"""One article while its statements are resolved: what is read of it, and who has spoken so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from worker.statements.countries import counted_countries, home_of, scene_of
from worker.statements.figures import Figures, find_figures
from worker.statements.nearby import place_offices, share_offices

if TYPE_CHECKING:
    from worker.packs.language import LanguagePack
    from worker.packs.naming import Naming
    from worker.packs.registry import ActorRegistry
    from worker.shapes import Actor, Article
    from worker.statements.figures import Figure
    from worker.statements.reading import Reading


@dataclass(frozen=True, slots=True)
class Voice:
    """One resolved speaker: the actor, the person behind it, how sure we are and why."""

    actor: Actor
    figure: Figure | None = None
    certainty: float = 0.5
    state: bool | None = None  # speaks for a state; None when nothing is known of an office
    why: str = ""
    genders: frozenset[str] = frozenset()  # male, female, plural, neuter; empty when unknown
    former: bool = False
    document: bool = False


@dataclass(slots=True)
class Scene:
    """What every resolver may look at."""

    article: Article
    pack: LanguagePack
    naming: Naming
    actors: ActorRegistry
    reading: Reading
    figures: Figures
    home: str | None  # whose offices need no country
    main: str | None  # where the people of the article are from
    spoken: list[tuple[int, Voice]] = field(
        default_factory=list
    )  # (token of the mention, voice), in text order
    described: dict[str, Voice] = field(default_factory=dict)  # word that describes a speaker → voice

    def last_voice(self) -> Voice | None:
        """Return who spoke last."""
        return self.spoken[-1][1] if self.spoken else None


def set_scene(
    article: Article, reading: Reading, pack: LanguagePack, naming: Naming, actors: ActorRegistry
) -> Scene:
    """Look over an article once: where it is at home, and whom it names."""
    counts = counted_countries(reading, actors)
    home = home_of(article, reading, counts, naming)
    figures = find_figures(reading, actors, naming.inflections, capital_nouns=pack.script.capital_nouns)
    share_offices(figures)
    place_offices(reading, figures.all, actors)
    return Scene(
        article=article,
        pack=pack,
        naming=naming,
        actors=actors,
        reading=reading,
        figures=figures,
        home=home,
        main=scene_of(counts, home),
    )
