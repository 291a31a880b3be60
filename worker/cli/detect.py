"""``communique detect``: text in, statements out; it opens no database and no connection."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from worker.cli.exports import json_line
from worker.cli.texts import language_of, parse_moment, read_text
from worker.errors import GiveUp, WrongUse

if TYPE_CHECKING:
    from worker.shapes import Article, Statement


class Shape(StrEnum):
    """How detected statements are written."""

    TABLE = "table"
    JSONL = "jsonl"
    HTML = "html"


def detect(
    file: Annotated[
        str, typer.Argument(help="A text file; - reads standard input.", metavar="[FILE|-]")
    ] = "-",
    jsonl: Annotated[
        str | None,
        typer.Option(
            help='Many articles, one JSON object a line: {"id","lang","title","date","text"}.', metavar="IN"
        ),
    ] = None,
    lang: Annotated[str | None, typer.Option(help="Language code; found out when not given.")] = None,
    date: Annotated[str | None, typer.Option(help="Date of publication, 2026-11-19.")] = None,
    shape: Annotated[Shape, typer.Option("--format", help="How to write them.")] = Shape.TABLE,
) -> None:
    """Find the statements in a text."""
    if jsonl is not None:
        from worker.cli.detect_lines import detect_lines  # noqa: PLC0415

        if file != "-" or date or shape is Shape.HTML:
            raise WrongUse("--jsonl stands alone: each line brings its own text, language and date")
        detect_lines(jsonl, lang)
        return
    _detect_file(file, lang, date, shape)


def _detect_file(file: str, lang: str | None, date: str | None, shape: Shape) -> None:
    if file == "-" and sys.stdin.isatty():
        sys.stderr.write("Reading an article from the keyboard; end it with Ctrl-D.\n")
    from worker.shapes import Article  # noqa: PLC0415

    published_at = parse_moment(date) if date else None
    text = read_text(file)
    article = Article(text=text, lang=language_of(lang, text), published_at=published_at)
    statements = _recognised(article)
    if shape is Shape.JSONL:
        _print_jsonl(statements)
    elif shape is Shape.HTML:
        _print_page(article, statements, "Statements" if file == "-" else file)
    else:
        _print_table(article, statements)


def _recognised(article: Article) -> tuple[Statement, ...]:
    from worker.steps.recognise import recognise  # noqa: PLC0415

    try:
        return recognise(article)
    except GiveUp as ending:
        raise WrongUse(f"no statements: {ending}") from None


def _print_jsonl(statements: tuple[Statement, ...]) -> None:
    from worker.cli.quotes import quote_record  # noqa: PLC0415

    for statement in statements:
        sys.stdout.write(json_line(quote_record(statement) | {"text": statement.text}) + "\n")


def _print_page(article: Article, statements: tuple[Statement, ...], title: str) -> None:
    from worker.cli.drawn import drawn_article  # noqa: PLC0415
    from worker.report import render_report  # noqa: PLC0415

    sys.stdout.write(render_report([drawn_article(article, statements)], title))


def _print_table(article: Article, statements: tuple[Statement, ...]) -> None:
    from worker.cli.drawn import drawn_article  # noqa: PLC0415
    from worker.cli.terminal import Look, show_table  # noqa: PLC0415
    from worker.report.tables import STATEMENT_COLUMNS, table_rows  # noqa: PLC0415

    drawn = drawn_article(article, statements)
    show_table(
        [column.heading for column in STATEMENT_COLUMNS],
        table_rows(drawn.statements, article.text),
        Look(
            flexible=tuple(column.heading for column in STATEMENT_COLUMNS if column.flexible),
            spare=("kind",),
            title=f"{len(statements)} statements",
        ),
    )
