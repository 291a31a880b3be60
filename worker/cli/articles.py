"""``communique articles``: what was read, entries that ended without a text included."""

from __future__ import annotations

from difflib import unified_diff
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated

import typer

from worker.cli.exports import Format, write_rows
from worker.cli.feed_facts import checked_language
from worker.cli.process import store_here
from worker.cli.terminal import Look, harmless, say, show_facts, show_table
from worker.errors import WrongUse

if TYPE_CHECKING:
    from collections.abc import Iterable

    from worker.store.rows import ArticleRow

app = typer.Typer(help="The articles read.", no_args_is_help=True)
LISTED = 50

Lang = Annotated[str | None, typer.Option(help="Language of the article.")]
Outlet = Annotated[str | None, typer.Option(help="Published by this outlet.")]


@app.command("list")
def list_articles(
    lang: Lang = None,
    outlet: Outlet = None,
    limit: Annotated[int, typer.Option(help="At most so many; 0 for all.", min=0)] = LISTED,
    shape: Annotated[Format, typer.Option("--format")] = Format.TABLE,
) -> None:
    """List articles, newest first."""
    _write(lang, outlet, limit or None, shape)


@app.command("export")
def export_articles(
    lang: Lang = None,
    outlet: Outlet = None,
    shape: Annotated[Format, typer.Option("--format")] = Format.JSONL,
) -> None:
    """Write all articles with their texts."""
    _write(lang, outlet, None, shape)


@app.command("show")
def show_article(article_id: Annotated[int, typer.Argument(metavar="ID")]) -> None:
    """Show one article with its text, and how its outlet changed it."""
    from worker.store.articles import earlier_versions, find_article  # noqa: PLC0415
    from worker.store.copies import copies_of  # noqa: PLC0415
    from worker.store.rows import as_record  # noqa: PLC0415

    with store_here() as store:
        row = find_article(store, article_id)
        with store.reading() as session:
            earlier = earlier_versions(session, article_id)
            original, copies = copies_of(session, article_id)
    if row is None:
        raise WrongUse(f"no article {article_id}; `communique articles list` shows their ids")
    facts = {name: value for name, value in as_record(row).items() if name != "text"}
    facts |= {"copy_of": original} if original else {}
    facts |= {"copies": ", ".join(map(str, copies))} if copies else {}
    show_facts(facts.items())
    if row.text:
        say("\n" + "\n".join(harmless(paragraph) for paragraph in row.text.split("\n")))
        _show_changes([*((old.version, old.text) for old in earlier), (row.version, row.text)])


def _show_changes(versions: list[tuple[int, str]]) -> None:
    """Write what each version took out (-) and put in (+), paragraph by paragraph."""
    for (old, before), (new, after) in pairwise(versions):
        say(f"\nversion {old} → {new}")
        for line in list(unified_diff(before.split("\n"), after.split("\n"), n=0, lineterm=""))[2:]:
            if not line.startswith("@@"):
                say(f"{line[0]} {line[1:]}")


def print_table(rows: Iterable[ArticleRow]) -> None:
    """Draw articles for people."""
    show_table(
        ("id", "published", "outlet", "lang", "outcome", "title", "url"),
        (
            (
                row.id,
                f"{row.published_at:%Y-%m-%d %H:%M}" if row.published_at else None,
                row.outlet,
                row.lang,
                row.outcome or "on its way",
                row.title,
                row.url,
            )
            for row in rows
        ),
        Look(flexible=("outlet", "title", "url"), spare=("url",)),
    )


def _write(lang: str | None, outlet: str | None, limit: int | None, shape: Format) -> None:
    from worker.store.articles import each_article  # noqa: PLC0415
    from worker.store.rows import ArticleRow, as_record  # noqa: PLC0415

    with store_here() as store:
        rows = each_article(store, lang=checked_language(lang), outlet=outlet, limit=limit)
        if shape is Format.TABLE:
            print_table(rows)
        else:
            write_rows(map(as_record, rows), list(ArticleRow.__dataclass_fields__), shape)
