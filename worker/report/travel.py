"""How an utterance travelled, as an inline SVG: one row an outlet and language, time from left to right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.report.markup import link, safe

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from worker.report.shapes import ReportRendering, ReportUtterance

WIDTH, LABELS, EDGE, ROW, HEAD = 640, 190, 16, 22, 26
MOST = 12  # utterances drawn, those told most often
MOST_ROWS = 24  # of one figure; the list below it has them all
LONGEST_LABEL = 28  # characters
ORIGINS = {
    "source": "the source itself",
    "relay": "relayed in a language of the speaker's",
    "translation": "translated",
}


def render_travels(utterances: Sequence[ReportUtterance]) -> str:
    """Return a section about the utterances that more than one article tells; empty without one."""
    told = [each for each in utterances if len(each.renderings) > 1]
    told.sort(key=lambda each: -len(each.renderings))
    if not told:
        return ""
    keys = "".join(f'<li><span class="dot {name}"></span>{about}</li>' for name, about in ORIGINS.items())
    drawn = "".join(map(_travel, told[:MOST]))
    return (
        '<section class="travels" aria-labelledby="travels"><h2 id="travels">How words travelled</h2>'
        f'<p class="lede">Statements that several articles tell, {len(told)} in all; '
        f'those told most often come first.</p><ul class="keys">{keys}</ul>'
        f'<div class="ways">{drawn}</div></section>'
    )


def _travel(utterance: ReportUtterance) -> str:
    who = " · ".join(safe(part) for part in (utterance.speaker, utterance.country_name) if part)
    lines = "".join(_line(each) for each in utterance.renderings)
    return (
        f'<figure class="travel"><figcaption><b dir="auto">{safe(utterance.text)}</b><br>{who}</figcaption>'
        f'<div class="scroll">{_figure(utterance.renderings)}</div>'
        f"<details><summary>{len(utterance.renderings)} renderings</summary>"
        f'<ol class="variants">{lines}</ol></details></figure>'
    )


def _line(rendering: ReportRendering) -> str:
    when = f"{rendering.at:%-d %B %Y, %H:%M}" if rendering.at else ""
    missing = "".join(f'<del dir="auto">{safe(sentence)}</del> ' for sentence in rendering.left_out)
    facts = ", ".join(filter(None, (safe(rendering.lang), when, rendering.origin, rendering.told)))
    return (
        f"<li><p>{link(rendering.url, rendering.outlet or 'unknown outlet')} <small>{facts}</small></p>"
        f'<p lang="{safe(rendering.lang)}" dir="auto">{safe(rendering.text)}</p>'
        + (f"<p><small>left out:</small> {missing}</p>" if missing else "")
        + "</li>"
    )


def _figure(renderings: Sequence[ReportRendering]) -> str:
    """Draw the renderings that have a time; one alone tells of no way."""
    timed = [(each.at, each) for each in renderings if each.at]
    rows = list(dict.fromkeys((each.outlet or "?", each.lang) for _, each in timed))[:MOST_ROWS]
    if len(timed) < 2:
        return ""
    first, last = min(at for at, _ in timed), max(at for at, _ in timed)
    height = HEAD + ROW * len(rows)
    labels = "".join(_label(outlet, lang, number) for number, (outlet, lang) in enumerate(rows))
    dots = "".join(
        _dot(each, _place(at, first, last), rows.index(key))
        for at, each in timed
        if (key := (each.outlet or "?", each.lang)) in rows
    )
    ends = _ends(first, last)
    about = f"{len(timed)} renderings by {len({outlet for outlet, _ in rows})} outlets"
    return (
        f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{about}"><title>{about}</title>'
        f"{ends}{labels}{dots}</svg>"
    )


def _place(at: datetime, first: datetime, last: datetime) -> float:
    share = (at - first) / (last - first) if last > first else 0.5
    return LABELS + EDGE + share * (WIDTH - LABELS - 2 * EDGE)


def _label(outlet: str, lang: str, number: int) -> str:
    name = outlet if len(outlet) <= LONGEST_LABEL else outlet[: LONGEST_LABEL - 1] + "…"
    y = HEAD + ROW * number + ROW / 2
    return (
        f'<line class="axis" x1="{LABELS}" x2="{WIDTH}" y1="{y:.0f}" y2="{y:.0f}"/>'
        f'<text class="row" x="{LABELS - 8}" y="{y + 4:.0f}">{safe(name)} · {safe(lang)}</text>'
    )


def _dot(rendering: ReportRendering, x: float, row: int) -> str:
    y = HEAD + ROW * row + ROW / 2
    about = safe(f"{rendering.at:%-d %B %Y, %H:%M}: {rendering.told}")
    return (
        f'<circle class="{rendering.origin}" cx="{x:.1f}" cy="{y:.1f}" r="6"><title>{about}</title></circle>'
    )


def _ends(first: datetime, last: datetime) -> str:
    left = f'<text class="start" x="{LABELS}" y="14">{first:%-d %b %Y, %H:%M}</text>'
    if last == first:
        return left
    return f'{left}<text class="end" x="{WIDTH}" y="14">{last:%-d %b %Y, %H:%M}</text>'
