"""``communique ingest``: single articles, fetched and processed here and now; needs no feed and no stack."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from worker.cli.process import settings_here, store_here
from worker.errors import WrongUse

if TYPE_CHECKING:
    from worker.settings import Settings
    from worker.steps.context import Context
    from worker.store.rows import ArticleRow


def ingest(
    urls: Annotated[list[str], typer.Argument(metavar="URL...", help="Addresses of articles.")],
) -> None:
    """Fetch and process single articles."""
    from worker.cli.articles import print_table  # noqa: PLC0415
    from worker.text.urls import check_url  # noqa: PLC0415

    for url in urls:
        check_url(url)  # all of them first: a slip in the last one should not leave half of the work
    settings = settings_here()
    with store_here(settings):
        pass  # brought up to date before the steps open it
    print_table(_ingested(settings, urls))


def _ingested(settings: Settings, urls: list[str]) -> list[ArticleRow]:
    from worker.log import configure_log  # noqa: PLC0415
    from worker.steps.context import open_context  # noqa: PLC0415

    configure_log("error", settings.log_format)
    context = open_context(settings)
    try:
        return [_one(context, url) for url in urls]
    finally:
        context.close()


def _one(context: Context, url: str) -> ArticleRow:
    """Run the steps one after the other; each saves what it has, so an interrupted one is swept up later."""
    from worker.steps.detect import detect_statements  # noqa: PLC0415
    from worker.steps.fetch import fetch_page  # noqa: PLC0415
    from worker.steps.ingest import ingest_url  # noqa: PLC0415
    from worker.steps.match import match_article  # noqa: PLC0415
    from worker.steps.read import read_pages  # noqa: PLC0415
    from worker.store.articles import find_article  # noqa: PLC0415

    entry_id = ingest_url(context, url)
    page_id = fetch_page(context, entry_id)
    left = read_pages(context, (page_id,)) if page_id is not None else None
    for article_id in left.detect if left else ():
        detect_statements(context, article_id)
        match_article(context, article_id)
    row = find_article(context.store, entry_id)
    if row is None:
        raise WrongUse(f"{url} was removed while it was processed")
    return row
