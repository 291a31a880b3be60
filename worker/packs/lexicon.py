"""The words of one language, compiled for one look-up a token; refuses nothing, the schema did."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from worker.packs.affixes import Affixes
from worker.packs.endings import Endings
from worker.packs.remembered import Remembered
from worker.packs.spelling import Spelling

if TYPE_CHECKING:
    from worker.packs.cue import Cue

HYPHENED_NAME = re.compile(r"-[A-ZÄÖÜÀ-Þ]|[a-z]{3}\.[a-z]{2,3}$")  # "dpa-Meldung", "al-Assad", "sample.net"
VERBAL = frozenset({"say", "demand", "judge", "label", "cite"})
MAX_ACRONYM = 4  # letters
MAX_REMEMBERED = 100_000  # look-ups kept per language, then forgotten at once: a bound on memory


class Trait:
    """What a word can be, one bit each: the closed classes of a pack's ``[words]`` table, then looks.

    Plain integers: an IntFlag costs a microsecond an operation, and every token is asked many times.
    """

    NONE = 0
    ARTICLES = 1 << 0
    OBJECTS = 1 << 1
    PRONOUNS = 1 << 2
    PREPOSITIONS = 1 << 3
    CONJUNCTIONS = 1 << 4
    COMPLEMENTIZERS = 1 << 5
    RELATIVES = 1 << 6
    NEGATIONS = 1 << 7
    AUXILIARIES = 1 << 8
    PASSIVES = 1 << 9
    AGENTS = 1 << 10
    ADVERBS = 1 << 11
    SUBJUNCTIVES = 1 << 12
    SUBJECT_MARKS = 1 << 13
    QUOTATIVES = 1 << 14
    AS = 1 << 15
    INFINITIVES = 1 << 16
    LINKS = 1 << 17
    IMPERSONALS = 1 << 18
    TIMES = 1 << 19
    HEARERS = 1 << 20
    REFERRERS = 1 << 21
    VERBS = 1 << 22
    CONDITIONALS = 1 << 23
    MANNERS = 1 << 24
    TURNS = 1 << 35
    REPORTS = 1 << 36
    DEICTICS = 1 << 37
    GERUNDS = 1 << 39
    UNREALS = 1 << 40
    PERHAPS_SUBJUNCTIVES = 1 << 41
    GENITIVES = 1 << 44  # endings of a possessor, asked of names only: "Israels ambassadör i Oslo"
    FIRSTS = 1 << 48  # "I", "we": outside marks they are speech itself
    NOMINATIVES = 1 << 46  # words that open a subject and nothing else (Greek ο, η, οι)
    OBLIQUES = 1 << 47  # endings of cases that no subject has (Hungarian -nak, Turkish -dan)
    POSTPOSITIONS = 1 << 51  # behind a phrase, which then is no subject: "a mérkőzés után"
    OFFICES = 1 << 52  # nouns in lower case that may follow a name: "Kovács Péter miniszter"
    SEATS = 1 << 49  # prepositions behind a verb without a subject: "сообщили в министерстве"
    QUESTIONS = 1 << 50  # particles that make a question, behind its first word: "будет ли …"
    DATELINES = 1 << 53  # what ends a dateline; the text begins behind it (新华社北京11月24日电)
    ADVERB_LIKE = 1 << 54  # has an adverb's ending and a capital: opens a sentence, or is a name ("Kelly")
    FEMININES = 1 << 55  # nouns that make "der" no subject's article: "der Zeitung sagte X"
    WHOLE = 1 << 60  # a word by itself: nothing is cut out of it (委员会) or off it, attached words aside
    OUTLETS = 1 << 61  # who is told: "told the newspaper" names nobody behind the speaker
    ATTRIBUTES = 1 << 62  # words with the article that describe the noun before them (Arabic العام)
    WORKS = 1 << 57  # nouns whose name stands in marks: films, books, mottos
    TOLLS = 1 << 58  # what a storm claims, a team defends: never the object of speech
    RULES = 1 << 43  # laws, treaties, timetables: "according to the law" is nobody's statement
    # From here on what a token looks like; no pack lists these.
    CUE = 1 << 25  # starts at least one cue form
    REPORTING = 1 << 38  # is a reporting verb by itself
    CAPITAL = 1 << 26
    NUMBER = 1 << 27
    COMMA = 1 << 28
    COLON = 1 << 29
    STOP = 1 << 30
    DASH = 1 << 31
    BRACKET = 1 << 32
    QUOTE = 1 << 33
    OTHER_SIGN = 1 << 34
    MARKED = 1 << 42  # carries a subject mark as its ending
    OWNS = 1 << 45  # "by her own account": the source is the sentence's subject


SMALL = Trait.OBJECTS | Trait.PRONOUNS | Trait.RELATIVES | Trait.IMPERSONALS
LOOKS = (Trait.REPORTING, Trait.MARKED, Trait.ADVERB_LIKE)
WORD_CLASSES = {
    name.lower(): bit
    for name, bit in vars(Trait).items()
    if isinstance(bit, int) and (Trait.NONE < bit < Trait.CUE or (bit >= Trait.TURNS and bit not in LOOKS))
}
SIGNS = {
    **dict.fromkeys(",،、﹐，", Trait.COMMA),
    **dict.fromkeys(";；؛", Trait.COMMA),
    **dict.fromkeys(":：", Trait.COLON),
    **dict.fromkeys("–—―‒−-", Trait.DASH),
    **dict.fromkeys("()[]（）", Trait.BRACKET),
    **dict.fromkeys("《》〈〉", Trait.NONE),  # around titles: part of the phrase
}
PUNCTUATION = Trait.COMMA | Trait.COLON | Trait.STOP | Trait.DASH | Trait.BRACKET | Trait.OTHER_SIGN
ALONE: frozenset[str] = frozenset()


@dataclass(slots=True, eq=False)
class Word:
    """What the language knows about one token; never changed, yet frozen it would cost 0.5 µs more."""

    low: str
    traits: int
    cues: tuple[tuple[tuple[str, ...], Cue], ...] = ()  # (further words, cue), longest first
    led: frozenset[str] = ALONE  # words one of which goes on with its cues; none where it is one alone


# What a noun stays under an article that is written onto it.
NOMINAL = Trait.RULES | Trait.REPORTS | Trait.HEARERS | Trait.OUTLETS | Trait.WHOLE

QUOTE = Word("", Trait.QUOTE)  # stands for a whole quotation while the sentence around it is read


@dataclass(slots=True)
class Lexicon:
    """Words, stems and endings of one language; filled once, then read only."""

    words: dict[str, int] = field(default_factory=dict)
    cues: dict[str, list[tuple[tuple[str, ...], Cue]]] = field(default_factory=dict)
    stems: dict[str, int] = field(default_factory=dict)
    cue_stems: dict[str, list[tuple[tuple[str, ...], Cue]]] = field(default_factory=dict)
    endings: tuple[tuple[str, int], ...] = ()
    exceptions: tuple[tuple[str, int], ...] = ()
    capital_nouns: bool = False
    sentence_ends: frozenset[str] = frozenset(".!?…")
    spelling: Spelling = field(default_factory=Spelling)
    known: Remembered[str, Word] = field(init=False)  # token as written → what it can be, one object a token
    _stems: Affixes = field(default_factory=lambda: Affixes(()))
    _endings: Endings | None = None
    _combinations: dict[int, int] = field(default_factory=dict)
    _traits: int = 0  # of all words, stems and endings together

    def __post_init__(self) -> None:
        self.known = Remembered(self._find, MAX_REMEMBERED)

    def add_word(self, form: str, trait: int) -> None:
        """Note a full form, a stem ("sprech*"), an ending ("*다고") or an ending's exception ("-*te")."""
        form = self.spelling.fold(form)
        if form.startswith("-*"):
            self.exceptions = (*self.exceptions, (form[2:], trait))
            return
        if form.startswith("*"):
            self.endings = (*self.endings, (form[1:], trait))
        elif form.endswith("*"):
            self.stems[form[:-1]] = self.stems.get(form[:-1], 0) | trait
        else:
            self.words[form] = self.words.get(form, 0) | trait

    def add_cue(self, form: list[str], cue: Cue) -> None:
        """Note a cue under its first word; the further words must follow it directly."""
        first, *others = (self.spelling.fold(word) for word in form)
        rest = tuple(others)
        table = self.cue_stems if first.endswith("*") else self.cues
        table.setdefault(first.rstrip("*"), []).append((rest, cue))

    def seal(self) -> None:
        """Order what was added, so that look-ups meet the longest form first."""
        for table in (self.cues, self.cue_stems):
            for forms in table.values():
                forms.sort(key=lambda item: -len(item[0]))
        self._stems = Affixes((*self.stems, *self.cue_stems))
        for bits in (*self.words.values(), *self.stems.values(), *(trait for _, trait in self.endings)):
            self._traits |= bits
        self._endings = Endings(self.endings, self.exceptions, _given) if self.endings else None

    def look_up(self, token: str) -> Word:
        """Return what a token as written can be; the same object for the same token."""
        return self.known[token]

    def has(self, trait: int) -> bool:
        """Tell whether the language lists any word or ending of a class."""
        return bool(self._traits & trait)

    def _find(self, token: str) -> Word:
        low = self.spelling.fold(token)
        traits = self._listed(low)
        if traits & SMALL and 1 < len(token) <= MAX_ACRONYM and token.isupper():
            traits &= ~SMALL  # "US" is no "us", "WHO" no "who"
        traits |= self._looks(token) & ~(Trait.OTHER_SIGN if traits & Trait.LINKS else 0)  # "·" inside a name
        if self._endings is not None and not self.words.get(low, 0) & ~Trait.WHOLE:
            traits |= self._endings.traits_of(token, low, self.spelling)
        if self.capital_nouns and traits & Trait.CAPITAL:
            traits &= ~(Trait.SUBJUNCTIVES | Trait.UNREALS | Trait.INFINITIVES)  # "Folge", "Anzug" are nouns
        cues = self._cues_of(low)
        if cues:
            traits |= Trait.CUE
            if not traits & Trait.CAPITAL and any(not rest and cue.frame in VERBAL for rest, cue in cues):
                traits |= Trait.REPORTING
        # A few hundred combinations serve all words; kept once each, they stay in the processor's cache.
        traits = self._combinations.setdefault(traits, traits)
        led = frozenset([rest[0] for rest, _ in cues]) if cues and cues[-1][0] else ALONE
        return Word(token if low == token else low, traits, cues, led)

    def _cues_of(self, low: str) -> tuple[tuple[tuple[str, ...], Cue], ...]:
        found = self.cues.get(low, ())
        if self.cue_stems:
            lengths = [length for length in self._stems.lengths(low) if length <= len(low)]
            stems = [item for length in lengths for item in self.cue_stems.get(low[:length], ())]
            found = sorted((*found, *stems), key=lambda item: -len(item[0])) if stems else found
        return tuple(found)

    def _listed(self, low: str) -> int:
        """Return what the lists say of a form: the word, its stems, its noun under a written-on article."""
        traits = self.words.get(low, 0)
        if self.stems:
            for length in self._stems.lengths(low):
                if length <= len(low):
                    traits |= self.stems.get(low[:length], 0)
        if not self.spelling.article or low in self.words:
            return traits
        bare = self.spelling.without_article(low)
        return traits | self._listed(bare) & NOMINAL if bare else traits

    def _looks(self, token: str) -> int:
        first = token[0]
        if first.isalnum():
            if first.isdigit():
                return Trait.NUMBER
            joined = "-" in token or "." in token
            named = first != first.lower() or (joined and HYPHENED_NAME.search(token))
            return Trait.CAPITAL if named else Trait.NONE
        if token in self.sentence_ends:
            return Trait.STOP
        if len(token) > 1 and token[-1].isalnum():
            return Trait.NONE  # an attached word: "-t-elle"
        return SIGNS.get(token, Trait.OTHER_SIGN)


def _given(trait: int) -> tuple[int, int]:
    """Return what an ending gives a word in lower case, and one with capitals: nothing doubtful to a noun."""
    if trait & (Trait.PERHAPS_SUBJUNCTIVES | Trait.VERBS):
        return trait, Trait.NONE
    if trait == Trait.ADVERBS:
        return trait, trait | Trait.ADVERB_LIKE
    return (Trait.MARKED, Trait.MARKED) if trait == Trait.SUBJECT_MARKS else (trait, trait)
