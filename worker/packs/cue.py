"""One way to report speech, as a pack lists it; which words it has stands in the lexicon."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Frame = Literal["say", "demand", "judge", "label", "source", "noun", "cite"]


@dataclass(frozen=True, slots=True)
class Cue:
    """One way to report speech: its frame says what it may take, its act what is done by it.

    ``particle`` must follow in the same clause (German "forderte … auf").
    ``weak`` cues count only beside a quotation or a complementizer.
    ``bare`` verbs take any clause without a sign ("said the talks failed"); others need to see a verb in it.
    ``names_report`` sources count only with a word of the class ``reports`` in their phrase.
    ``leads`` sources open their sentence, a comma behind them, and name a person ("Pour elle, …") or lead
    to a quotation ("Para el ministro, «…»"); otherwise the words mean something else.
    ``thinks`` verbs tell an opinion; by nobody ("it is assumed that …") they report nothing.
    ``relative`` sources open a clause about the phrase before them ("estimates, according to which …").
    ``by`` are the words ("of", "as") that lead to the marked name of a label, without one it gives none;
    beside other frames they lead to the object.
    ``passive`` verbs are so by their form ("נאמר", "it was said"): their subject says nothing.
    ``pronominal`` sources hold their pronoun ("according to him" in one word): whoever spoke last speaks.
    ``after`` sources stand behind their noun phrase ("… zufolge").
    ``owned`` sources among them stand behind a possessor ("X:n mukaan").
    """

    frame: Frame
    act: str
    particle: str | None = None
    weak: bool = False
    bare: bool = False
    after: bool = False
    owned: bool = False
    participle: bool = False
    denies: bool = False
    names_report: bool = False
    by: tuple[str, ...] = ()
    relative: bool = False
    thinks: bool = False
    pronominal: bool = False
    passive: bool = False
    leads: bool = False
