"""Statements over time as an inline SVG: one bar a day, week or month, stacked by tone."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING

from worker.report.acts import TONE_LABELS, TONES, tone_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from worker.report.acts import Tone
    from worker.report.shapes import ReportStatement

WIDTH, HEIGHT, FOOT, HEAD = 640, 190, 26, 18
MOST_BARS = 62  # two months of days; beyond that weeks, then months, then years read better


def render_timeline(statements: Sequence[ReportStatement]) -> str:
    """Return the figure, or an empty string when no statement has a date."""
    dated = [(s.said_on, tone_of(s.act)) for s in statements if s.said_on]
    if not dated:
        return ""
    slots, label = _slots({day for day, _ in dated})
    counts: Counter[tuple[date, Tone]] = Counter((_slot_of(day, slots), tone) for day, tone in dated)
    totals = {slot: sum(counts[slot, tone] for tone in TONES) for slot in slots}
    step = WIDTH / len(slots)
    unit = (HEIGHT - FOOT - HEAD) / max(totals.values())
    bars = "".join(
        _bar(slot, index * step, step, [(tone, counts[slot, tone]) for tone in TONES], unit)
        for index, slot in enumerate(slots)
    )
    ticks = _ticks(slots, step, label)
    first, last = min(day for day, _ in dated), max(day for day, _ in dated)
    about = f"{len(dated)} dated statements from {first:%-d %B %Y} to {last:%-d %B %Y}"
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{about}"><title>{about}</title>'
        f'<line class="axis" x1="0" x2="{WIDTH}" y1="{HEIGHT - FOOT}" y2="{HEIGHT - FOOT}"/>'
        f"{bars}{ticks}</svg>"
    )


def _slots(days: set[date]) -> tuple[list[date], str]:
    first, last = min(days), max(days)
    every_day = (last - first).days + 1
    if every_day <= MOST_BARS:
        lead = max(0, 7 - every_day) // 2  # a single day should not fill the whole width
        start, count = first - timedelta(lead), max(7, every_day)
        return [start + timedelta(n) for n in range(count)], "%-d %b"
    if every_day <= MOST_BARS * 7:
        monday = first - timedelta(first.weekday())
        return [monday + timedelta(7 * n) for n in range((last - monday).days // 7 + 1)], "%-d %b"
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    if len(months) <= MOST_BARS:
        return [date(month // 12, month % 12 + 1, 1) for month in months], "%b %Y"
    return [
        date(year, 1, 1) for year in range(max(first.year, last.year - MOST_BARS + 1), last.year + 1)
    ], "%Y"


def _slot_of(day: date, slots: Sequence[date]) -> date:
    return max((slot for slot in slots if slot <= day), default=slots[0])


def _bar(slot: date, left: float, step: float, parts: Sequence[tuple[Tone, int]], unit: float) -> str:
    total = sum(count for _, count in parts)
    if not total:
        return ""
    gap = min(6.0, step * 0.2)
    drawn, top = [], float(HEIGHT - FOOT)
    for tone, count in parts:
        top -= count * unit
        if count:
            drawn.append(
                f'<rect class="{tone}" x="{left + gap:.1f}" y="{top:.1f}" width="{step - 2 * gap:.1f}" '
                f'height="{max(count * unit - 1, 1):.1f}">'
                f"<title>{slot:%-d %B %Y}: {count} {TONE_LABELS[tone]}</title></rect>"
            )
    mark = (
        f'<text class="count" x="{left + step / 2:.1f}" y="{top - 5:.1f}">{total}</text>' if step > 16 else ""
    )
    return "".join(drawn) + mark


def _ticks(slots: Sequence[date], step: float, label: str) -> str:
    every = max(1, round(64 / step))
    return "".join(
        f'<text class="tick" x="{index * step + step / 2:.1f}" y="{HEIGHT - 8}">{slot:{label}}</text>'
        for index, slot in enumerate(slots)
        if index % every == 0
    )
