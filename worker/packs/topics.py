"""Words by which content shows its act, compiled from ``[topics]``; of two acts the first listed wins."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from worker.packs.forms import Term
from worker.packs.terms import TermTable


@dataclass(frozen=True, slots=True)
class Topics:
    """The words of each act, in the pack's order."""

    order: tuple[str, ...] = ()
    words: TermTable = field(default_factory=TermTable)
    forms: tuple[tuple[str, str], ...] = ()  # (form, act) of a script without spaces

    def act_of(self, tokens: list[str], content: str) -> str | None:
        """Return the first act in the pack's order whose words the content holds, None when it holds none."""
        if self.forms:
            found = {act for form, act in self.forms if form in content}
        else:
            known = self.words.known
            openings = [at for at, token in enumerate(tokens) if known[token]]
            found = {match.term.kind for at in openings for match in self.words.matches(tokens, at)}
        return next((act for act in self.order if act in found), None)


def compile_topics(section: dict[str, Any], *, spaces: bool = True) -> Topics:
    """Build the table; a star stands for any letters, case counts where a form has capitals."""
    table = TermTable()
    for act, forms in section.items():
        for form in forms:
            table.add(form, Term(act, act))
    table.seal()
    plain = (
        () if spaces else tuple((form.strip("*"), act) for act, forms in section.items() for form in forms)
    )
    return Topics(tuple(section), table, plain)
