"""One self-contained page about articles and their statements; no script, nothing loaded from elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.report.about import render_about
from worker.report.acts import TONE_LABELS, TONES
from worker.report.article import render_article
from worker.report.markup import safe
from worker.report.matrix import render_matrix
from worker.report.style import STYLE
from worker.report.talkers import render_talkers
from worker.report.timeline import render_timeline
from worker.report.travel import render_travels

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from worker.report.shapes import ReportArticle, ReportStatement, ReportUtterance

POLICY = "default-src 'none'; style-src 'unsafe-inline'"  # a second lock, should markup ever get through
LEDE = (
    "Diplomatic statements found in the press: who spoke, for which state or organisation, "
    "the words, the day and the kind of act."
)
FOOT = (
    "Made by communiqué. Every mark counts into the stored article text, "
    "so each record can be checked against its source."
)
KINDS = {
    "direct": "word for word",
    "mixed": "partly word for word",
    "indirect": "retold",
    "reported": "told as an act",
}


def render_report(
    articles: Sequence[ReportArticle], title: str, utterances: Sequence[ReportUtterance] = ()
) -> str:
    """Return the whole HTML document; articles keep the order given.

    Statements that are not diplomatic are shown in place but counted in no figure, and statements that
    render one utterance are counted once, wherever they stand.
    """
    counted = _once(s for article in articles for s in article.statements if s.diplomatic)
    body = "".join(render_article(article, number) for number, article in enumerate(articles, 1))
    return (
        f'<!doctype html>\n<html lang="en"><head>{_head(title)}</head><body><div class="page">'
        f'<header><p class="brand">communiqué</p><h1 dir="auto">{safe(title)}</h1>'
        f'<p class="lede">{LEDE}</p></header>'
        f"<main>{_figures(articles, counted)}{_overview(counted)}{render_travels(utterances)}"
        f"{_contents(articles)}{body}</main>"
        f"<footer>{FOOT}</footer></div></body></html>\n"
    )


def _once(statements: Iterable[ReportStatement]) -> list[ReportStatement]:
    """Return the first statement of each utterance; one that is not matched stands for itself."""
    seen: set[str] = set()
    kept = []
    for statement in statements:
        if statement.utterance is None or statement.utterance not in seen:
            kept.append(statement)
            seen.add(statement.utterance or "")
    return kept


def _head(title: str) -> str:
    return (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f'<meta name="generator" content="communiqué"><title>{safe(title)}</title><style>{STYLE}</style>'
    )


def _figures(articles: Sequence[ReportArticle], counted: Sequence[ReportStatement]) -> str:
    figures = (
        (len(counted), "statement"),
        (len(articles), "article"),
        (len({s.speaker for s in counted if s.speaker}), "speaker"),
        (len({s.country for s in counted if s.country}), "country or organisation"),
        (len({a.lang for a in articles if a.lang}), "language"),
    )
    cells = "".join(f"<p><b>{count}</b><span>{_plural(count, noun)}</span></p>" for count, noun in figures)
    return f'<div class="figures">{cells}</div>'


def _plural(count: int, noun: str) -> str:
    if count == 1:
        return noun
    return "countries and organisations" if noun.startswith("country") else f"{noun}s"


def _overview(counted: Sequence[ReportStatement]) -> str:
    timeline, matrix = render_timeline(counted), render_matrix(counted)
    tones = "".join(f'<li><span class="dot {tone}"></span>{TONE_LABELS[tone]}</li>' for tone in TONES)
    kinds = "".join(f'<li><mark class="{kind}">{kind}</mark> {about}</li>' for kind, about in KINDS.items())
    figure = ""
    if timeline:
        dated = sum(1 for s in counted if s.said_on)
        figure = (
            f"<figure><figcaption>Statements by the day they were made ({dated} of {len(counted)} have one)"
            f"</figcaption>{timeline}"
            f'<ul class="keys">{tones}</ul></figure>'
        )
    left, right = figure + render_about(counted), matrix + render_talkers(counted)
    drawn = f'<div class="overview"><div>{left}</div><div>{right}</div></div>' if left or right else ""
    return f'{drawn}<ul class="keys" aria-label="How statements are marked">{kinds}</ul>'


def _contents(articles: Sequence[ReportArticle]) -> str:
    if len(articles) < 2:
        return ""
    lines = "".join(
        f'<li><a href="#a{number}" dir="auto">{safe(article.title or "Untitled article")}</a> '
        f"<small>{len(article.statements)}</small></li>"
        for number, article in enumerate(articles, 1)
    )
    return f'<details open><summary>Articles</summary><ol class="toc">{lines}</ol></details>'
