"""A report of what is stored: articles with their statements, and how each utterance travelled."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from worker.cli.drawn import country_name, drawn_rows
from worker.report import ReportRendering, ReportUtterance, render_report

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from worker.echoes.origins import Origin
    from worker.store.engine import Store
    from worker.store.renderings import Travelled
    from worker.store.rows import ArticleRow, StatementRow


def stored_report(
    store: Store, articles: Iterable[ArticleRow], rows: Sequence[StatementRow], title: str
) -> str:
    """Return the page about these articles and statements; what renders one utterance is counted once."""
    from worker.store.renderings import renderings_of, travelled_as  # noqa: PLC0415

    with store.reading() as session:
        matched = renderings_of(session, [row.id for row in rows])
        names = list(dict.fromkeys(each.utterance for each in matched.values()))
        found = [drawn_utterance(each) for each in travelled_as(session, names) if len(each.renderings) > 1]
    utterances = {name: each.utterance for name, each in matched.items()}
    return render_report(drawn_rows(articles, rows, utterances), title, found)


def drawn_utterance(found: Travelled) -> ReportUtterance:
    """Return an utterance as the report draws it, each rendering beside the best wording."""
    from worker.echoes.variants import compare_wordings  # noqa: PLC0415

    head = found.utterance
    drawn = []
    for each in found.renderings:
        variant = compare_wordings((head.text, head.lang, head.kind), (each.text, each.lang, each.kind))
        drawn.append(
            ReportRendering(
                text=each.text,
                lang=each.lang,
                origin=cast("Origin", each.origin),
                told=variant.told,
                outlet=each.outlet,
                url=each.article_url,
                at=each.published_at,
                left_out=variant.left_out,
            )
        )
    return ReportUtterance(head.text, tuple(drawn), head.actor, country_name(head.country))
