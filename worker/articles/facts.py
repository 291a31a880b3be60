"""What a page says about itself outside its text: title, date, address, language; nothing is guessed."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from worker.articles.authors import find_author
from worker.articles.dates import DateHints, find_published
from worker.articles.markings import Markings
from worker.articles.shown_dates import find_shown_day
from worker.articles.titles import Heading, TitleEvidence, choose_title
from worker.text.clean import clean_text
from worker.text.language import language_code
from worker.text.urls import absolute_url, canonical_url, host_of
from worker.text.zones import zone_of_host

if TYPE_CHECKING:
    from datetime import datetime

    from worker.articles.linked_data import LinkedData
    from worker.shapes import Page

_SHARED_ENDINGS = ("co", "com", "org", "net", "gov", "gob", "gouv", "go", "ac", "edu", "or", "ne")
_MAX_LINE = 500
_MAX_HEADINGS = 30
_MAX_CANONICAL = 3


@dataclass(frozen=True, slots=True)
class PageFacts:
    """One page's metadata; strings are single lines."""

    title: str | None
    published_at: datetime | None
    canonical_url: str
    declared_lang: str | None
    page_type: str  # og:type in lower case, empty when not given
    author: str | None = None


def read_facts(tree: Any, page: Page, linked: LinkedData, *, dated: bool = False) -> PageFacts:
    """Read a page's metadata; the tree stays as it is. ``dated``: no day is searched, its time is known."""
    marked = Markings(tree)
    title = choose_title(_title_evidence(tree, page, linked, marked))
    host = host_of(page.final_url)
    lang = _declared_lang(tree, marked)
    where = _with_country(lang, tree, marked, host)
    shown = None if dated else find_shown_day(tree, title, where)
    dates = DateHints(linked.published, shown, zone_of_host(host), where, search=not dated)
    return PageFacts(
        title=title,
        published_at=find_published(tree, page, marked, dates),
        canonical_url=_canonical(tree, page),
        declared_lang=lang,
        page_type=_meta(marked, "og:type").lower(),
        author=find_author(tree, marked, linked.authors),
    )


def one_line(value: str | None) -> str:
    """Return text as one clean line of at most 500 characters, empty for None."""
    return " ".join(clean_text((value or "")[: 10 * _MAX_LINE]).split())[:_MAX_LINE]


def same_site(url: str, other: str) -> bool:
    """Tell whether two addresses belong to one publisher: equal but for subdomains."""
    return bool(host_of(url)) and _registered(host_of(url)) == _registered(host_of(other))


def _registered(host: str) -> tuple[str, ...]:
    # Without the public suffix list: two labels, three where the second is a shared ending (co.uk, gov.br).
    labels = host.split(".")
    if host.replace(".", "").isdigit():
        return tuple(labels)
    return tuple(labels[-3:] if len(labels) > 2 and labels[-2] in _SHARED_ENDINGS else labels[-2:])


def _title_evidence(tree: Any, page: Page, linked: LinkedData, marked: Markings) -> TitleEvidence:
    stated = (one_line(linked.headline), _meta(marked, "og:title"), _meta(marked, "twitter:title"))
    headlines = (one_line(each.text_content()) for each in marked.elements("headline")[:_MAX_HEADINGS])
    return TitleEvidence(
        headings=tuple(map(_heading, islice(tree.iter("h1"), _MAX_HEADINGS))),
        stated=tuple(filter(None, stated)),
        element=_title_element(tree),
        site=_meta(marked, "og:site_name"),
        lesser=tuple(
            one_line(each.text_content()) for each in islice(tree.iter("h2", "h3", "h4"), _MAX_HEADINGS)
        ),
        marked=tuple(filter(None, headlines)),
        address=page.final_url,
    )


def _heading(heading: Any) -> Heading:
    """Return a heading, and apart the title behind a kicker that stands in an element of its own."""
    whole = one_line(heading.text_content())
    while len(heading) == 1 and not (heading.text or "").strip() and not (heading[0].tail or "").strip():
        heading = heading[0]  # a wrapper around it all
    if (heading.text or "").strip():
        return Heading(whole)
    pieces = (piece for part in heading for piece in (part.text_content(), part.tail or ""))
    filled = [line for line in map(one_line, pieces) if len(line) > 1]
    return Heading(whole, filled[-1] if len(filled) == 2 else "")


def _meta(marked: Markings, name: str) -> str:
    return next(filter(None, map(one_line, marked.contents(name))), "")


def _title_element(tree: Any) -> str:
    element = tree.find(".//title")
    return one_line(element.text_content()) if element is not None else ""


def _canonical(tree: Any, page: Page) -> str:
    """Return the address a page wants to be known by; another site's or the front page's is ignored."""
    links = (each.get("href") for each in tree.iter("link") if "canonical" in _relations(each))
    for link in islice(filter(None, links), _MAX_CANONICAL):
        url = absolute_url(page.final_url, link)
        if url and same_site(url, page.final_url) and not (_is_front(url) and not _is_front(page.final_url)):
            return canonical_url(url)
    return canonical_url(page.final_url)


def _relations(link: Any) -> list[str]:
    return (link.get("rel") or "").lower().split()


def _is_front(url: str) -> bool:
    return url.split("://", 1)[-1].partition("/")[2].strip("/") == ""


def _with_country(lang: str | None, tree: Any, marked: Markings, host: str) -> str | None:
    """Return a language with the country a page writes it for: "en-gb" by its tag or by its address."""
    tag = tree.get("lang") or tree.get("xml:lang") or _meta(marked, "og:locale")
    country = tag.replace("_", "-").partition("-")[2] or host.rpartition(".")[2]
    return f"{lang}-{country.lower()}" if lang and len(country) == 2 else lang


def _declared_lang(tree: Any, marked: Markings) -> str | None:
    values = [tree.get("lang"), tree.get("{http://www.w3.org/XML/1998/namespace}lang"), tree.get("xml:lang")]
    values += [_meta(marked, "og:locale"), _meta(marked, "content-language")]
    values += marked.contents("content-language", "Content-Language", by=("http-equiv",))[:1]
    return next((code for value in values if value and (code := language_code(str(value)))), None)
