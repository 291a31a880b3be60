"""Bringing detections and stored rows into the report's shapes, with countries by name."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, cast

from worker.report import ReportArticle, ReportStatement
from worker.shapes import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from worker.shapes import Article, DateBasis, Kind, Polarity, Statement
    from worker.store.rows import ArticleRow, StatementRow


def drawn_article(article: Article, statements: Iterable[Statement]) -> ReportArticle:
    """Return a freshly detected article as the report draws it."""
    return ReportArticle(
        text=article.text,
        statements=tuple(_drawn(statement) for statement in statements),
        title=article.title,
        url=article.url,
        outlet=article.outlet,
        lang=article.lang,
        published_at=article.published_at,
    )


def _drawn(statement: Statement) -> ReportStatement:
    quotation, actor = statement.quotation, statement.actor
    country = actor.country if actor else None
    return ReportStatement(
        kind=quotation.kind,
        spans=quotation.spans,
        cue=quotation.cue,
        act=statement.act,
        speaker=actor.name if actor else statement.speaker_mention,
        role=actor.role if actor else None,
        country=country,
        country_name=country_name(country),
        channel=statement.channel,
        addressee=statement.addressee,
        targets=statement.targets,
        target_names=_names(statement.targets),
        said_on=statement.said_on,
        said_on_basis=statement.said_on_basis,
        polarity=statement.polarity,
        diplomatic=statement.diplomatic,
        confidence=statement.confidence,
    )


def drawn_row(row: StatementRow, utterance: str | None = None) -> ReportStatement:
    """Return a stored statement as the report draws it, with the utterance that it renders."""
    return ReportStatement(
        kind=cast("Kind", row.kind),
        spans=tuple(Span(*pair) for pair in row.spans),
        cue=tuple(Span(*pair) for pair in row.cue),
        act=row.act,
        speaker=row.actor or row.speaker_mention,
        role=row.role,
        country=row.country,
        country_name=country_name(row.country),
        channel=row.channel,
        addressee=row.addressee,
        targets=tuple(row.targets),
        target_names=_names(row.targets),
        said_on=row.said_on,
        said_on_basis=cast("DateBasis | None", row.said_on_basis),
        polarity=cast("Polarity", row.polarity),
        confidence=row.confidence,
        utterance=utterance,
    )


def drawn_rows(
    articles: Iterable[ArticleRow], statements: Iterable[StatementRow], utterances: Mapping[str, str]
) -> list[ReportArticle]:
    """Return the stored articles that hold a text, each with its statements.

    Args:
        articles: in the order of the page.
        statements: in the order of their texts.
        utterances: what statements render, by their ids.
    """
    found: dict[str | None, list[StatementRow]] = {}
    for row in statements:
        found.setdefault(row.article_url, []).append(row)
    return [
        ReportArticle(
            text=article.text,
            statements=tuple(drawn_row(row, utterances.get(row.id)) for row in found.get(article.url, ())),
            title=article.title,
            url=article.url,
            outlet=article.outlet,
            lang=article.lang,
            published_at=article.published_at,
        )
        for article in articles
        if article.text
    ]


def _names(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(country_name(code) or code for code in codes)


@cache
def country_name(code: str | None) -> str | None:
    """Return a country's English name, the code itself where there is none (EU, UN, NATO …)."""
    if code is None or len(code) != 2:
        return code
    from babel import Locale  # noqa: PLC0415 - the territory names cost 30 ms, tables do without

    return str(Locale("en").territories.get(code, code))
