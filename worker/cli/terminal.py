"""What people see: tables rich on a terminal and plain in a pipe, and no text that steers the terminal."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# C0 and C1 controls drive a terminal; the bidi overrides show words in an order nobody wrote.
STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


ROOMY = 120  # columns from which a terminal has room for all of a table
LONGEST_CELL = 160  # drawn, half of it in narrow terminals; `show` and the exports have the whole
NARROW_CELL = 14


def harmless(text: str) -> str:
    """Return the text with every character that could steer a terminal replaced by U+FFFD."""
    return STEERING.sub("\N{REPLACEMENT CHARACTER}", text)


def one_line(text: object) -> str:
    """Return any value as one harmless line; None is empty."""
    return "" if text is None else harmless(" ".join(str(text).split()))


def on_terminal() -> bool:
    """Tell whether standard output is looked at by a person."""
    return sys.stdout.isatty()


def say(text: str = "") -> None:
    """Write one line to standard output."""
    sys.stdout.write(harmless(text) + "\n")


def complain(text: str) -> None:
    """Write one line to standard error."""
    sys.stderr.write(harmless(text) + "\n")


@dataclass(frozen=True, slots=True)
class Look:
    """How a table is drawn on a terminal; a pipe gets every column, whole.

    Args:
        flexible: headings of the columns that may wrap; the others keep their width.
        spare: headings left out where a terminal is too narrow for them.
        title: shown above.
    """

    flexible: tuple[str, ...] = ()
    spare: tuple[str, ...] = ()
    title: str = ""


def show_table(headings: Sequence[str], rows: Iterable[Sequence[object]], look: Look | None = None) -> None:
    """Print rows: as a drawn table on a terminal, else as tab-separated lines under their headings.

    Args:
        headings: one for each cell of a row.
        rows: any values; blanks and line ends inside a cell become single spaces.
        look: for terminals only.
    """
    cells = ([one_line(cell) for cell in row] for row in rows)
    if not on_terminal():
        sys.stdout.write("\t".join(headings) + "\n")
        sys.stdout.writelines("\t".join(row) + "\n" for row in cells)
        return
    _draw(headings, cells, look or Look())


def show_facts(facts: Iterable[tuple[str, object]]) -> None:
    """Print names and values, one pair a line, values aligned; absent values are left out."""
    known = [(name, one_line(value)) for name, value in facts if value not in (None, "", ())]
    width = max((len(name) for name, _ in known), default=0)
    for name, value in known:
        say(f"{name:<{width}}  {value}")


def _draw(headings: Sequence[str], rows: Iterable[Sequence[str]], look: Look) -> None:
    # Imported here: rich costs as much as all of the rest of `--help`.
    from rich import box  # noqa: PLC0415
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    console = Console()
    title = Text(look.title) if look.title else None
    table = Table(
        box=box.SIMPLE_HEAD, title=title, title_justify="left", pad_edge=False, padding=(0, 1, 0, 0)
    )
    roomy = console.width >= ROOMY
    kept = [index for index, heading in enumerate(headings) if roomy or heading not in look.spare]
    for index in kept:
        wraps = headings[index] in look.flexible or not look.flexible
        # The last column has the words: the others leave it room.
        widest = None if roomy or not wraps or index == kept[-1] else NARROW_CELL
        table.add_column(Text(headings[index]), no_wrap=not wraps, max_width=widest)
    longest = LONGEST_CELL if roomy else LONGEST_CELL // 2
    for row in rows:
        # Text, not str: brackets in articles are no markup.
        table.add_row(*(Text(_shortened(row[index], longest)) for index in kept))
    console.print(table)


def _shortened(cell: str, longest: int) -> str:
    return cell if len(cell) <= longest else cell[: longest - 1] + "…"
