"""Rows for other programs: JSON lines, CSV and Parquet, written as they come and never held together."""

from __future__ import annotations

import csv
import json
import re
import sys
from datetime import date
from enum import StrEnum
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, TextIO

from worker.errors import WrongUse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Row = dict[str, Any]
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet takes for a formula (OWASP, CSV injection)
CONTROLS = re.compile(r"[\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
PARQUET_BATCH = 1_000
PARQUET_LISTS = {
    **dict.fromkeys(("quoted", "targets", "outlets", "langs", "outlet_countries"), "text"),
    **dict.fromkeys(("spans", "cue"), "offsets"),
}


class Format(StrEnum):
    """How rows are written."""

    TABLE = "table"
    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"


def json_line(row: Row) -> str:
    """Return one row as one line of JSON; characters that could steer a terminal are written as escapes."""
    return CONTROLS.sub(
        lambda found: f"\\u{ord(found[0]):04x}", json.dumps(row, ensure_ascii=False, default=_iso)
    )


def write_jsonl(rows: Iterable[Row], out: TextIO) -> None:
    """Write one JSON object a line, each flushed, so that a reader downstream never waits."""
    for row in rows:
        out.write(json_line(row) + "\n")
        out.flush()


def write_csv(rows: Iterable[Row], fields: Sequence[str], out: TextIO) -> None:
    """Write CSV with a heading; lists are JSON, and no text cell can start a formula in a spreadsheet."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(fields)
    writer.writerows([_cell(row[field]) for field in fields] for row in rows)


def write_parquet(rows: Iterable[Row], fields: Sequence[str], out: Any) -> None:
    """Write Parquet to a binary stream, a thousand rows at a time.

    Raises:
        WrongUse: the optional pyarrow is not installed, or the stream is a terminal.
    """
    if out.isatty():
        raise WrongUse(
            "parquet is binary: send it to a file, as in `… --format parquet > statements.parquet`"
        )
    try:
        import pyarrow as pa  # noqa: PLC0415 - optional
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError:
        raise WrongUse("parquet needs pyarrow: pip install 'communique[parquet]'") from None
    batches = _batches(rows)
    first = next(batches, [])
    counted = {"id"} if first and isinstance(first[0].get("id"), int) else set()  # articles are numbered
    schema = pa.schema([(field, _arrow_type(pa, field, field in counted)) for field in fields])
    with parquet.ParquetWriter(pa.PythonFile(out, mode="w"), schema) as writer:
        for batch in chain([first], batches):
            writer.write_table(pa.Table.from_pylist(batch, schema=schema))


def write_rows(rows: Iterable[Row], fields: Sequence[str], shape: Format) -> None:
    """Write rows to standard output in one of the three formats for machines."""
    if shape is Format.PARQUET:
        write_parquet(rows, fields, sys.stdout.buffer)
    elif shape is Format.CSV:
        write_csv(rows, fields, sys.stdout)
    else:
        write_jsonl(rows, sys.stdout)


def _cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        value = json.dumps(value, ensure_ascii=False)
    if isinstance(value, date):
        return _iso(value)
    if not isinstance(value, str):
        return value
    # A lone carriage return ends a row for some readers, and NUL ends the file for others.
    plain = value.replace("\x00", "").replace("\r\n", "\n").replace("\r", " ")
    return f"'{plain}" if value.startswith(FORMULA) else plain


def _iso(value: Any) -> str:
    """Write a day or a time as ISO 8601; anything else in a row is a mistake of ours."""
    if not isinstance(value, date):
        raise TypeError(f"{type(value).__name__} in a row")
    return value.isoformat()


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    remaining = iter(rows)
    while batch := list(islice(remaining, PARQUET_BATCH)):
        yield batch


def _arrow_type(pa: Any, field: str, counted: bool) -> Any:  # noqa: FBT001 - a column's property
    if counted or field in ("version", "attempts", "renderings"):
        return pa.int64()
    if field == "confidence":
        return pa.float64()
    if field.endswith("_at"):
        return pa.timestamp("us", tz="UTC")
    if field.endswith("said_on"):
        return pa.date32()
    if field not in PARQUET_LISTS:
        return pa.string()
    return pa.list_(pa.string() if PARQUET_LISTS[field] == "text" else pa.list_(pa.int64()))
