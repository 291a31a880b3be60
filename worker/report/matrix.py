"""Who did what: countries down, acts across, counts in the cells, darker for more."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from worker.report.acts import TONES, base_act, tone_of
from worker.report.markup import safe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from worker.report.shapes import ReportStatement

MOST_ROWS = 16
SHADES = 4


def render_matrix(statements: Sequence[ReportStatement]) -> str:
    """Return the table; countries past the sixteenth share the last row; no country, no place in it."""
    known = [s for s in statements if s.country]
    if not known:
        return ""
    names = {s.country: s.country_name or s.country for s in known}
    totals = Counter(s.country for s in known)
    shown = sorted(totals, key=lambda code: (-totals[code], str(names[code])))
    listed = set(shown[:MOST_ROWS])
    counts = Counter((s.country if s.country in listed else None, base_act(s.act)) for s in known)
    acts = sorted({act for _, act in counts}, key=lambda act: (TONES.index(tone_of(act)), act))
    rows: list[tuple[str | None, str]] = [(code, str(names[code])) for code in shown[:MOST_ROWS]]
    if len(shown) > MOST_ROWS:
        rows.append((None, f"{len(shown) - MOST_ROWS} more"))
    # The last row is many countries: it must not make each of the others look pale.
    most = max(count for (code, _), count in counts.items() if code is not None)
    head = "".join(
        f'<th scope="col" class="{tone_of(act)}"><span>{safe(act.lower())}</span></th>' for act in acts
    )
    body = "".join(_row(name, [(act, counts[code, act]) for act in acts], most) for code, name in rows)
    return (
        '<div class="scroll" tabindex="0" role="region" aria-label="Statements by country and act">'
        '<table class="matrix"><caption>Statements by country and act</caption>'
        f'<thead><tr><td></td>{head}<th scope="col"><span>all</span></th></tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def shade(count: int, most: int) -> str:
    """Return the class of one of four shades, the darkest for the highest count and beyond."""
    return f"shade{min(SHADES, -(-count * SHADES // most))}"


def _row(name: str, cells: Sequence[tuple[str, int]], most: int) -> str:
    drawn = "".join(
        f'<td class="{tone_of(act)} {shade(count, most)}">{count}</td>' if count else "<td></td>"
        for act, count in cells
    )
    total = sum(count for _, count in cells)
    return f'<tr><th scope="row">{safe(name)}</th>{drawn}<td class="sum">{total}</td></tr>'
