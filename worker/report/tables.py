"""The statements table: which columns, in which words; how it is drawn is the caller's business."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from worker.report.acts import label_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from worker.report.shapes import ReportStatement


@dataclass(frozen=True, slots=True)
class Column:
    """A heading and whether its cells may be cut short on a narrow terminal."""

    heading: str
    flexible: bool = False


STATEMENT_COLUMNS = (
    Column("said on"),
    Column("who", flexible=True),
    Column("for"),
    Column("act", flexible=True),
    Column("about"),
    Column("kind"),
    Column("words", flexible=True),
)


def statement_cells(statement: ReportStatement, words: str) -> tuple[str, ...]:
    """Return one row under ``STATEMENT_COLUMNS``; an unknown value is an empty cell."""
    denied = " (denied)" if statement.polarity == "denied" else ""
    return (
        statement.said_on.isoformat() if statement.said_on else "",
        statement.speaker or "",
        statement.country or "",
        label_of(statement.act) + denied,
        ", ".join(statement.targets),
        statement.kind,
        " ".join(words.split()),
    )


def words_of(statement: ReportStatement, text: str) -> str:
    """Cut the statement's words out of its article's text, gaps shown as an ellipsis."""
    return " … ".join(text[span.start : span.end] for span in statement.spans)


def table_rows(statements: Sequence[ReportStatement], text: str) -> list[tuple[str, ...]]:
    """Return the rows of one article's statements."""
    return [statement_cells(statement, words_of(statement, text)) for statement in statements]
