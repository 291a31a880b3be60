"""The shapes of the actor registry: roles, organisations, agencies, known persons; it reads no file."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Role:
    """A role and what follows from it.

    ``rank`` orders the roles of one phrase, lowest first: the spokesperson of a ministry is a spokesperson.
    ``kin`` are the roles a shorter word may stand for: "the minister" for a foreign minister.
    """

    id: str
    label: str
    kind: str = "office"
    rank: int = 50
    state: bool = True
    body: bool = False  # an institution, not a person
    owned: bool = False  # an office of state only where the text says whose: a club has spokespersons, too
    national: bool = False  # counts as the state's where the text names the country: police, prosecutors
    private: bool = False  # clubs and companies have it, too: tied to an unknown name it is no state's
    posted: bool = False  # "in Moscow" is where they serve, not whom
    kin: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation of states, or one that acts like a state in the news."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    kind: str = "organisation"
    role: str = "io"
    country: str | None = None
    state: bool = True


@dataclass(frozen=True, slots=True)
class Agency:
    """A news agency, outlet or platform, under its short name."""

    name: str
    country: str | None = None
    aliases: tuple[str, ...] = ()
    kind: str = "agency"  # agency, outlet, platform
    state: bool = False


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """An office holder of recent decades; the role is the best known one."""

    name: str
    country: str
    role: str
    gender: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ActorRegistry:
    """Everything under ``config/actors``."""

    roles: dict[str, Role]
    organisations: dict[str, Organisation]
    agencies: dict[str, Agency]
    persons: dict[str, KnownPerson]
    cameo: dict[str, str]
    particles: frozenset[str]  # small words inside names: "van", "bin"
    letters: dict[int, str]  # letters of other scripts in ASCII
