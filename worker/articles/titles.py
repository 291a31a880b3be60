"""A page's title from its headings and metadata, without the site's name; never from the article's text.

Which source is believed when was measured on 410 real pages with a title written down by hand
(docs/decisions/010).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

# Between Chinese, Japanese and Korean letters a hyphen or low line parts the site's name from the title.
_SEPARATOR = re.compile(
    r"\s+[|│–—·•»›«:-]+\s+|\s*[|│]\s*"
    r"|(?<=[\u3001-\u30ff\u3400-\u9fff\uac00-\ud7af\uff01-\uff1f])[-_](?=[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,12}$)"
)
_NOT_WORD = re.compile(r"\W+")
_LEAST_SITE = 5  # letters from which the beginning of a site's name stands for it
_LEAST = 15  # letters a title needs before a heading that holds more than it counts as "kicker and title"
_LEAST_LESSER = 12  # letters a heading below h1 needs before it is taken for the title
_MAIN_SHARE = 0.5  # of a heading's letters, from which what follows an element in it is the title


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading's whole text, and what follows the element it opens with, empty if there is no such."""

    whole: str
    main: str = ""


@dataclass(frozen=True, slots=True)
class TitleEvidence:
    """What a page offers, each on one line."""

    headings: tuple[Heading, ...]  # h1
    stated: tuple[str, ...]  # JSON-LD headline, og:title, twitter:title, in this order
    element: str
    site: str
    lesser: tuple[str, ...] = ()  # h2 to h4
    marked: tuple[str, ...] = ()  # whatever carries itemprop="headline"
    address: str = ""


def choose_title(evidence: TitleEvidence) -> str | None:
    """Return the title as the page shows it, None when it has none.

    A heading that the metadata repeat is best; where it holds a kicker as well, the stated title inside
    it; then what is marked as headline, a lesser heading that is a part of the metadata, a lone one;
    then what is stated, shorn of the site's name.
    """
    headings = [
        text for each in evidence.headings if _is_own(text := _without_kicker(each, evidence), evidence)
    ]
    ways = (_repeated, _kickered, _marked, _lesser, _alone)
    chosen = next((found for way in ways if (found := way(headings, evidence))), None)
    return chosen or _stated(evidence) or next(iter(headings), None)


def _repeated(headings: list[str], evidence: TitleEvidence) -> str | None:
    """Return the heading that the metadata repeat: one they open with, else the longest."""
    everything = [*evidence.stated, evidence.element]
    found = [heading for heading in headings if any(_opens(heading, title) for title in everything)]
    best = max(found, key=lambda heading: (_begins(heading, everything), len(heading)), default=None)
    return _without_site(best, evidence) if best else None


def _kickered(headings: list[str], evidence: TitleEvidence) -> str | None:
    return next((title for heading in headings for title in evidence.stated if _holds(heading, title)), None)


def _marked(headings: list[str], evidence: TitleEvidence) -> str | None:
    """Return the one text marked as headline, as the heading around it shows it."""
    if len(set(evidence.marked)) != 1:
        return None
    marked = _letters(evidence.marked[0])
    return next(
        (each for each in headings if _letters(each) in marked or marked in _letters(each)),
        evidence.marked[0],
    )


def _alone(headings: list[str], evidence: TitleEvidence) -> str | None:
    """Return a lone heading; a short one may name a section: it counts where nothing stated is against it."""
    if len(headings) != 1:
        return None
    letters = _letters(headings[0])
    is_likely = (
        len(letters) > _LEAST
        or not evidence.stated
        or any(letters in _letters(each) for each in evidence.stated)
    )
    return headings[0] if is_likely else None


def _lesser(_headings: list[str], evidence: TitleEvidence) -> str | None:
    """Return the first lesser heading that is a whole part of a stated title or of the title element."""
    parts = {_letters(part) for title in (*evidence.stated, evidence.element) for part in _parts(title)}
    fit = (
        each for each in evidence.lesser if len(_letters(each)) >= _LEAST_LESSER and _letters(each) in parts
    )
    return next((heading for heading in fit if not _same_site(heading, evidence.site)), None)


def _stated(evidence: TitleEvidence) -> str:
    title = next(filter(None, (*evidence.stated, evidence.element)), "")
    # An attribute ends at a quotation mark that nobody escaped; the element's text goes on.
    if evidence.element.startswith((f'{title} "', f'{title}"')):
        title = evidence.element
    return _shorn(title, evidence.site)


def _without_kicker(heading: Heading, evidence: TitleEvidence) -> str:
    """Return the part of a heading behind its kicker, where that is most of it or what the page is called."""
    if len(heading.main) >= _MAIN_SHARE * len(heading.whole) > 0:
        return heading.main
    known = {_letters(title) for title in (*evidence.stated, evidence.element)}
    return heading.main if heading.main and _letters(heading.main) in known else heading.whole


def _without_site(heading: str, evidence: TitleEvidence) -> str:
    """Return the stated title where a heading for readers of screens adds the site's name to it."""
    for title in evidence.stated:
        rest = heading[len(title) :] if title and heading.startswith(title) else ""
        if _SEPARATOR.match(rest) and _same_site(rest, evidence.site):
            return title
    return heading


def _letters(text: str) -> str:
    return _NOT_WORD.sub("", text.casefold())


def _parts(title: str) -> list[str]:
    """Return what separators part a title into, and each part with all before or all behind it."""
    cuts = list(_SEPARATOR.finditer(title))
    between = [title[a.end() : b.start()] for a, b in pairwise(cuts)]
    return [*(title[: cut.start()] for cut in cuts), *(title[cut.end() :] for cut in cuts), *between]


def _is_own(heading: str, evidence: TitleEvidence) -> bool:
    """Tell whether a heading is not just the site's name, which many sites set as h1."""
    letters = _letters(heading)
    if len(letters) < 2 or letters == _letters(evidence.site):
        return False
    if letters in map(_letters, evidence.stated):
        return True
    # "The title | The site": what stands behind the first separator is the site, if what stands before
    # is long ("News - The title" ends in no site), shown as a heading, or in the address.
    for cut in _SEPARATOR.finditer(evidence.element):
        before, behind = _letters(evidence.element[: cut.start()]), _letters(evidence.element[cut.end() :])
        if behind.startswith(letters) and _names_article(before, letters, evidence):
            return False
    return True


def _names_article(before: str, heading: str, evidence: TitleEvidence) -> bool:
    if len(before) < _LEAST_LESSER:
        return False
    shown = {_letters(each) for each in (*evidence.lesser, *(each.whole for each in evidence.headings))}
    address = _letters(evidence.address)
    return len(before) > len(heading) or before in shown or (before in address and heading not in address)


def _begins(heading: str, titles: list[str]) -> bool:
    return any(_letters(title).startswith(_letters(heading)) for title in titles)


def _opens(heading: str, title: str) -> bool:
    """Tell whether a title is this heading, alone, before the site's name, or after a short section name."""
    inner, outer = _letters(heading), _letters(title)
    return outer.startswith(inner) or (inner in outer and len(inner) > 0.4 * len(outer))


def _holds(heading: str, title: str) -> bool:
    inner, outer = _letters(title), _letters(heading)
    return len(inner) >= _LEAST and inner in outer


def _same_site(tail: str, site: str) -> bool:
    """Tell whether the end of a title is the site's name: "La Muestra" for "lamuestra.example" too."""
    given, known = _letters(tail), _letters(site)
    return given == known or (len(given) >= _LEAST_SITE and known.startswith(given))


def _shorn(title: str, site: str) -> str:
    pieces = list(_SEPARATOR.finditer(title))
    if not pieces:
        return title
    first, last = pieces[0], pieces[-1]
    if site and _letters(title[: first.start()]) == _letters(site):
        return title[first.end() :]
    if site and _letters(title[first.end() :]) == _letters(site):
        return title[: first.start()]
    head, tail = title[: last.start()], title[last.end() :]
    is_site = _same_site(tail, site) if site else len(tail) < len(head) and len(tail.split()) <= 5
    return head if is_site and last[0].strip() != ":" else title
