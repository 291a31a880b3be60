"""Words by which the content of a neutral cue shows its act, compiled from ``[topics]``; first act listed, first asked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Topics:
    """One pattern per act, in the pack's order."""

    acts: tuple[tuple[str, re.Pattern[str]], ...] = ()

    def act_of(self, content: str) -> str | None:
        """Return the first act whose words the content holds, None when it holds none."""
        return next((act for act, pattern in self.acts if pattern.search(content)), None)


def compile_topics(section: dict[str, Any], *, spaces: bool = True) -> Topics:
    """Build the patterns; a star stands for any letters, case counts where a form has capitals."""
    return Topics(tuple((act, _pattern(forms, spaces=spaces)) for act, forms in section.items() if forms))


def _pattern(forms: list[str], *, spaces: bool) -> re.Pattern[str]:
    return re.compile("|".join(_form(form, spaces=spaces) for form in forms))


def _form(form: str, *, spaces: bool) -> str:
    head = r"(?<!\w)" if spaces and not form.startswith("*") else ""
    tail = r"(?!\w)" if spaces and not form.endswith("*") else ""
    core = form.strip("*")
    body = re.escape(core)
    return f"{head}{body if core != core.lower() else f'(?i:{body})'}{tail}"
