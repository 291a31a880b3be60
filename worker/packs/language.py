"""One language as the detector sees it: facts about its script, marks and order, and its lexicon."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from worker.shapes import Boilerplate

if TYPE_CHECKING:
    from worker.packs.attached import Cutter
    from worker.packs.lexicon import Lexicon

Order = Literal["second", "before", "after", "first", "last", "closing", "either"]


@dataclass(frozen=True, slots=True)
class Script:
    """How the language is written."""

    direction: str = "ltr"
    case: bool = True  # capitals mark names
    capital_nouns: bool = False  # every noun has a capital, as in German
    spaces: bool = True  # words stand apart
    syllables: bool = False  # … as syllables: words of several are listed with their spaces (Vietnamese)
    elides: bool = False  # "l'accord" is two words
    colon_endings: bool = False  # "EU:s", "Naton" but "EU:n": an ending stands behind a colon
    sentence_ends: str = ".!?…"
    abbreviations: frozenset[str] = frozenset()
    vowel_signs: bool = False  # combining signs belong to words (Arabic, Hindi)
    joiners: str = ""  # signs that bind two letters into one word: the zero-width non-joiner, Hebrew ״
    folds: tuple[str, ...] = ()  # see :class:`worker.packs.spelling.Spelling`
    attached: tuple[str, ...] = ()
    article: str = ""
    alternates: tuple[str, ...] = ()
    enclitics: tuple[str, ...] = ()  # pronouns written onto cues: Indonesian "katanya"


@dataclass(slots=True)
class Marks:
    """Quotation marks: two characters a pair, opening and closing; inner ones never start a quotation.

    ``signs`` finds them all, and ``closers`` tells what may close each opening one.
    """

    pairs: tuple[str, ...] = ()
    inner: tuple[str, ...] = ()
    dash: bool = False  # a dash at the start of a paragraph opens speech
    inserts: bool = False  # the speaker may stand inside the marks, between dashes: «A, — said X, — B»
    joiners: str = ""  # marks that are part of a word between two letters (Hebrew צה"ל)
    attached: tuple[str, ...] = ()  # words that may stand right before an opening mark (Arabic و"…")
    signs: re.Pattern[str] = field(init=False)
    closers: dict[str, tuple[str, ...]] = field(init=False)

    def __post_init__(self) -> None:
        halves = [(pair[: len(pair) // 2], pair[len(pair) // 2 :]) for pair in self.pairs]
        ordered = sorted({sign for pair in halves for sign in pair}, key=lambda sign: (-len(sign), sign))
        self.signs = re.compile("|".join(map(re.escape, ordered)) or r"(?!)")
        self.closers = {}
        for opener, closer in halves:
            self.closers[opener] = (*self.closers.get(opener, ()), closer)


@dataclass(frozen=True, slots=True)
class Syntax:
    """Where the speaker stands.

    ``second``: the verb is second, the subject follows whatever else comes first (German, Swedish).
    ``before``: subject, verb (English, Russian). ``after``: verb, subject (Arabic).
    ``first``: the subject leads its verb and never follows it, content follows bare (Chinese).
    ``last``: the verb closes the sentence, what was said stands before it (Japanese, Turkish).
    ``closing``: subject, all else, verb, and right behind it what was said (Persian).
    ``either``: subject, verb, or turned round behind anything else that comes first (Hebrew).
    """

    order: Order = "before"
    drops_subject: bool = False  # a missing subject is the last speaker (Spanish, Polish, Turkish)
    bare_clause: bool = False  # a clause may follow the cue without complementizer or comma (English)
    comma_clause: bool = False  # … or after a comma (German, Russian in part)
    infinitive_clause: bool = False  # "promised to help", "versprach zu helfen"
    impersonal_reports: bool = False  # "es wird vermutet, dass …" is told as a report, by nobody
    names_alone: bool = False  # a name in marks is told without a long object: "nannte den Bericht eine „…“"


@dataclass(frozen=True, slots=True)
class LanguagePack:
    """One language, ready for use; ``tables`` keeps the sections that name actors, dates and channels."""

    code: str
    name: str
    version: str
    script: Script
    marks: Marks
    syntax: Syntax
    lexicon: Lexicon
    tokens: re.Pattern[str]
    single: re.Pattern[str] | None = None  # one syllable a token, where names are looked for
    cutter: Cutter | None = None  # None where no words are written onto others
    boilerplate: Boilerplate = field(default_factory=Boilerplate)
    tables: dict[str, Any] = field(default_factory=dict)
