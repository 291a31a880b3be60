"""``communique report``: the statements that fit a filter as one HTML page, each in its article."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from worker.cli import narrowing as by
from worker.cli.process import store_here
from worker.cli.terminal import say
from worker.errors import WrongUse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from worker.store.engine import Store
    from worker.store.rows import ArticleRow, StatementRow

ARTICLES = 200  # a page of about 2 MB that opens at once
DEFAULT = Path("report.html")


def report(
    out: Annotated[Path, typer.Option("--out", "-o", help="The file to write.")] = DEFAULT,
    *,
    country: by.Country = None,
    actor: by.ActorName = None,
    role: by.Role = None,
    act: by.Act = None,
    target: by.Target = None,
    kind: by.Kind = None,
    lang: by.Lang = None,
    outlet: by.Outlet = None,
    since: by.Since = None,
    until: by.Until = None,
    text: by.Words = None,
    limit: Annotated[int, typer.Option(help="Articles at most; 0 for all.", min=0)] = ARTICLES,
    title: Annotated[str | None, typer.Option(help="The page's heading.")] = None,
) -> None:
    """Write one HTML page: figures, articles, statements marked.

    Newest articles first. The page needs nothing else: no script, no network.
    """
    from worker.cli.travels import stored_report  # noqa: PLC0415
    from worker.store.statements import each_statement  # noqa: PLC0415

    given = {name: value for name, value in locals().items() if name in by.FILTERS}
    with store_here() as store:
        rows = _first_articles(each_statement(store, by.narrowed(given)), limit)
        if not rows:
            raise WrongUse("no statement fits; `communique statements list` shows what there is")
        page = stored_report(store, _articles(store, rows), rows, title or _title(given))
    try:
        out.write_text(page, encoding="utf-8")
    except OSError as error:
        raise WrongUse(f"can't write {out}: {error.strerror}") from error
    say(f"{len(rows)} statements of {len({row.article_url for row in rows})} articles: {out}")


def _first_articles(rows: Iterator[StatementRow], limit: int) -> list[StatementRow]:
    """Return the statements of the first articles; rows come article by article."""
    kept: list[StatementRow] = []
    articles: set[str | None] = set()
    for row in rows:
        articles.add(row.article_url)
        if limit and len(articles) > limit:
            break
        kept.append(row)
    return kept


def _articles(store: Store, rows: list[StatementRow]) -> Iterator[ArticleRow]:
    from worker.store.articles import each_article  # noqa: PLC0415

    wanted = {row.article_url for row in rows}
    return (article for article in each_article(store) if article.url in wanted)


def _title(given: dict[str, str | None]) -> str:
    """Name the filter in the heading, so that a page found later says what it shows."""
    parts = [f"{name} {value}" for name, value in given.items() if value]
    return "Statements: " + ", ".join(parts) if parts else "Statements"
