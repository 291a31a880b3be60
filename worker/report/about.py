"""Who speaks about whom: speaking countries down, those spoken about across, the tone as colour."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from worker.report.acts import TONES, tone_of
from worker.report.markup import safe
from worker.report.matrix import shade

if TYPE_CHECKING:
    from collections.abc import Sequence

    from worker.report.acts import Tone
    from worker.report.shapes import ReportStatement

MOST = 12  # rows and columns: what fits beside the other figures


def render_about(statements: Sequence[ReportStatement]) -> str:
    """Return the table, or nothing while no country speaks about another one.

    A cell counts statements and has the colour of the tone that most of them have, conflict before others.
    """
    pairs = _pairs(statements)
    if not pairs:
        return ""
    names = _names(statements)
    speaking = _first(Counter({pair: sum(tones.values()) for pair, tones in pairs.items()}), 0)
    about = _first(
        Counter({pair: sum(tones.values()) for pair, tones in pairs.items() if pair[0] in speaking}), 1
    )
    most = max(sum(pairs[pair].values()) for pair in pairs if pair[0] in speaking and pair[1] in about)
    head = "".join(
        f'<th scope="col"><span title="{safe(names[code])}">{safe(names[code])}</span></th>' for code in about
    )
    body = "".join(
        f'<tr><th scope="row">{safe(names[who])}</th>'
        + "".join(_cell(pairs.get((who, whom)), most, f"{names[who]} about {names[whom]}") for whom in about)
        + "</tr>"
        for who in speaking
    )
    return (
        '<div class="scroll" tabindex="0" role="region" aria-label="Who speaks about whom">'
        '<table class="matrix"><caption>Who speaks about whom: a row about a column</caption>'
        f"<thead><tr><td></td>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _pairs(statements: Sequence[ReportStatement]) -> dict[tuple[str, str], Counter[Tone]]:
    pairs: dict[tuple[str, str], Counter[Tone]] = {}
    for statement in statements:
        for target in statement.targets:
            if statement.country and target != statement.country:
                pairs.setdefault((statement.country, target), Counter())[tone_of(statement.act)] += 1
    return pairs


def _names(statements: Sequence[ReportStatement]) -> dict[str, str]:
    names: dict[str, str] = {}
    for statement in statements:
        for code, name in zip(statement.targets, statement.target_names or statement.targets, strict=True):
            names.setdefault(code, name)
        if statement.country:
            names[statement.country] = statement.country_name or statement.country
    return names


def _first(counts: Counter[tuple[str, str]], side: int) -> list[str]:
    totals: Counter[str] = Counter()
    for pair, count in counts.items():
        totals[pair[side]] += count
    return sorted(totals, key=lambda code: (-totals[code], code))[:MOST]


def _cell(tones: Counter[Tone] | None, most: int, about: str) -> str:
    if not tones:
        return "<td></td>"
    tone = max(tones, key=lambda each: (tones[each], TONES.index(each)))
    count = sum(tones.values())
    return f'<td class="{tone} {shade(count, most)}" title="{safe(about)}">{count}</td>'
