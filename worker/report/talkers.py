"""Who is heard most: speakers with their office and the number of their statements, as bars in a table."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from worker.report.acts import TONE_LABELS, TONES, tone_of
from worker.report.markup import safe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from worker.report.acts import Tone
    from worker.report.shapes import ReportStatement

MOST = 8


def render_talkers(statements: Sequence[ReportStatement]) -> str:
    """Return the table of those heard most, or nothing while nobody is named."""
    tones: dict[tuple[str, str], Counter[Tone]] = {}
    offices: dict[tuple[str, str], str] = {}
    for statement in statements:
        if statement.speaker:
            key = (statement.speaker, statement.country or "")
            tones.setdefault(key, Counter())[tone_of(statement.act)] += 1
            offices[key] = offices.get(key) or _office(statement)
    heard = sorted(tones, key=lambda key: (-sum(tones[key].values()), key))[:MOST]
    if not heard:
        return ""
    most = sum(tones[heard[0]].values())
    rows = "".join(_row(key[0], offices[key], tones[key], most) for key in heard)
    return f'<table class="talkers"><caption>Heard most</caption><tbody>{rows}</tbody></table>'


def _office(statement: ReportStatement) -> str:
    role = (statement.role or "").replace("_", " ")
    country = statement.country_name or statement.country or ""
    return " · ".join(part for part in (role, country) if part and part != statement.speaker)


def _row(name: str, office: str, tones: Counter[Tone], most: int) -> str:
    parts = "".join(
        f'<i class="{tone}" style="width:{100 * tones[tone] / most:.1f}%"'
        f' title="{tones[tone]} {TONE_LABELS[tone]}"></i>'
        for tone in TONES
        if tones[tone]
    )
    return (
        f'<tr><th scope="row"><b dir="auto">{safe(name)}</b><small>{safe(office)}</small></th>'
        f'<td><span class="stack" aria-hidden="true">{parts}</span></td>'
        f'<td class="sum">{sum(tones.values())}</td></tr>'
    )
