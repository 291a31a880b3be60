"""Drawing one article: each paragraph with its statements marked, and beside it a card for each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.report.acts import label_of, tone_of
from worker.report.markup import link, safe
from worker.report.segments import cut_segments, first_places, paragraphs_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from worker.report.segments import Segment
    from worker.report.shapes import ReportArticle, ReportStatement

BASIS = {
    "explicit": "date in the text",
    "relative": "day named in the text",
    "inherited": "date of the statement before",
    "published": "date of publication",
}


def render_article(article: ReportArticle, number: int) -> str:
    """Return the article's section; ``number`` keeps its anchors apart from those of the others."""
    lang = f' lang="{safe(article.lang)}"' if article.lang else ""
    firsts = first_places(article.text, article.statements)
    rows = [
        _row(article, cut_segments(p, article.statements, firsts), number)
        for p in paragraphs_of(article.text)
    ]
    title = article.title or "Untitled article"
    return (
        f'<article id="a{number}"><header><h2{lang} dir="auto">{link(article.url, title)}</h2>'
        f'<p class="meta">{_meta(article)}</p></header>'
        f"<div{lang}>{''.join(rows)}</div></article>"
    )


def _meta(article: ReportArticle) -> str:
    count = len(article.statements)
    facts = [
        safe(article.outlet) if article.outlet else "",
        f"<time>{article.published_at:%-d %B %Y, %H:%M}</time>" if article.published_at else "",
        safe(article.lang) if article.lang else "",
        f"{count} statement{'' if count == 1 else 's'}",
    ]
    return " · ".join(filter(None, facts))


def _row(article: ReportArticle, segments: Sequence[Segment], number: int) -> str:
    opened = sorted({index for segment in segments for index in segment.opens})
    body = "".join(_piece(article, segment, number) for segment in segments)
    cards = "".join(_card(article.statements[index], f"{number}-{index + 1}", index + 1) for index in opened)
    text = f'<p class="text" dir="auto">{body}</p>'
    return f'<div class="row">{text}<div class="cards" lang="en">{cards}</div></div>'


def _piece(article: ReportArticle, segment: Segment, number: int) -> str:
    words = safe(article.text[segment.span.start : segment.span.end])
    if segment.cues and not segment.owners:
        return f'<span class="cue">{words}</span>'
    if not segment.owners:
        return words
    refs = "".join(
        f'<a class="ref" id="t{number}-{index + 1}" href="#s{number}-{index + 1}" '
        f'aria-label="statement {index + 1}">{index + 1}</a>'
        for index in segment.opens
    )
    inner = article.statements[segment.owners[0]]
    nested = " nested" if len(segment.owners) > 1 else ""
    aside = "" if inner.diplomatic else " aside"
    return f'<mark class="{inner.kind}{nested}{aside}">{refs}{words}</mark>'


def _card(statement: ReportStatement, anchor: str, shown: int) -> str:
    aside = "" if statement.diplomatic else " aside"
    speaker = safe(statement.speaker) if statement.speaker else "<i>speaker not named</i>"
    return (
        f'<section class="card {statement.kind}{aside}" id="s{anchor}"><p class="who">'
        f'<a class="ref" href="#t{anchor}" aria-label="back to the text">{shown}</a> '
        f'<b dir="auto">{speaker}</b></p>'
        f'<p class="office">{_office(statement)}</p>'
        f'<p class="what"><span class="act {tone_of(statement.act)}">{safe(label_of(statement.act))}</span> '
        f'<span class="kind {statement.kind}">{statement.kind}</span>{_flags(statement)}</p>'
        f"<dl>{_facts(statement)}</dl></section>"
    )


def _office(statement: ReportStatement) -> str:
    role = (statement.role or "").replace("_", " ")
    country = statement.country_name or statement.country or ""
    return safe(" · ".join(filter(None, (role, country)))) or "&nbsp;"


def _flags(statement: ReportStatement) -> str:
    flags = ["denied"] if statement.polarity == "denied" else []
    if not statement.diplomatic:
        flags.append("not diplomatic")
    return "".join(f' <span class="flag">{flag}</span>' for flag in flags)


def _facts(statement: ReportStatement) -> str:
    said = ""
    if statement.said_on:
        basis = BASIS.get(statement.said_on_basis or "", "")
        said = f"{statement.said_on:%-d %B %Y}<small> {safe(basis)}</small>"
    facts = (
        ("said", said),
        ("about", safe(", ".join(statement.target_names or statement.targets))),
        ("to", safe(statement.addressee or "")),
        ("through", safe(statement.channel or "")),
        ("sure", _sureness(statement.confidence)),
    )
    return "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in facts if value)


def _sureness(confidence: float) -> str:
    percent = round(min(max(confidence, 0.0), 1.0) * 100)
    return f'<span class="bar"><i style="width:{percent}%"></i></span> {percent} %'
