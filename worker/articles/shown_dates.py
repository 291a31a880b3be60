"""The day a page shows its readers beside the headline; not those of events, comments and other articles.

Metadata carry the hour of the last edit, of the import, or of another clock; what the day shown is worth
was measured (docs/decisions/009).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from worker.articles.written_days import read_days

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from worker.articles.written_days import WrittenDay

_ELEMENTS_BEHIND, _ELEMENTS_BEFORE = 120, 40
_CHARACTERS_BEHIND, _CHARACTERS_BEFORE = 600, 400  # of text between headline and date
_LONGEST_LINE = 70  # characters a line of a date has; a longer one is prose
_LONGEST_LABEL = 25  # characters before the day: "Veröffentlicht am", a weekday, a name
_PROSE_LABEL = 3
_MAX_HEADINGS = 3
_MAX_PARTS = 6  # elements of a line
_MAX_HEADING = _MAX_LINE = 1_000
_LEAST_HEADING = 15  # letters from which a heading may hold more or less than the title
_ELSEWHERE = re.compile(
    r"comment|related|profile|menu|\bnav|recommend|teaser|sidebar|widget|event|popular|latest|footer|trending|archive|calend|(?<![\w-])(?:hidden|rich-snippet-hidden)(?![\w-])",
    re.IGNORECASE,
)
_INLINE = frozenset(("a", "b", "strong", "em", "i", "u", "span", "font", "mark"))
_NO_ARTICLE = frozenset(("nav", "footer", "form", "select", "script", "noscript"))
_BYLINE_CLASS = re.compile(r"\bmeta|byline|info", re.IGNORECASE)  # of an aside that is no other article
_UPDATED_CLASS = re.compile(r"modif|last-?updat", re.IGNORECASE)  # "updated" is hAtom's for any date
_DATE_CLASS = re.compile(r"date|time|datum|publi|fecha|data\b", re.IGNORECASE)
_UPDATED = re.compile(
    r"updat|modif|edited|aktuali[sz]|geändert|änderung|mise? à jour|actualiz|aggiorna|atualiza|actualiz"
    r"|bijgewerkt|gewijzigd|uppdater|opdater|oppdater|päivitet|muokat|zaktual|aktualiz|обновл|оновл|изменен"
    r"|güncelle|ενημέρωσ|frissít|módosít|diperbarui|cập nhật|עודכן|تحديث|به.?روز|更新|업데이트|수정",
    re.IGNORECASE,
)
_NOT_WORD = re.compile(r"\W+")


@dataclass(frozen=True, slots=True)
class ShownDay:
    """The day beside a headline, its other reading ("3/4/2022"), and how the page writes it for machines."""

    day: date
    other: date | None = None
    written: str = ""


def find_shown_day(tree: Any, title: str | None, lang: str | None) -> ShownDay | None:
    """Return the first day shown behind a page's headline, else the nearest one before it; None without one.

    A day that the page calls its update is passed over: what was published stays published.
    """
    return next((found for heading in _headings(tree, title) if (found := _beside(heading, lang))), None)


def _beside(heading: Any, lang: str | None) -> ShownDay | None:
    around = {heading, *heading.iterancestors()}
    behind = islice(_behind(heading), _ELEMENTS_BEHIND)
    found = _first(behind, _CHARACTERS_BEHIND, around, lang)
    return found or _first(islice(_before(heading), _ELEMENTS_BEFORE), _CHARACTERS_BEFORE, around, lang)


def _headings(tree: Any, title: str | None) -> list[Any]:
    """Return the headings that show the title, whole or with a kicker, the likeliest first.

    Some stand apart for readers of screens; one that is a link may lead to another article.
    """
    wanted = _letters(title or "")
    shown = [each for each in tree.iter("h1", "h2", "h3", "h4") if wanted and _shows(each, wanted)]
    return sorted(shown, key=lambda each: (each.tag != "h1", _is_link(each)))[:_MAX_HEADINGS]


def _shows(heading: Any, title: str) -> bool:
    shown = _letters(heading.text_content()[:_MAX_HEADING])
    return shown == title or (len(shown) >= _LEAST_HEADING and (shown in title or title in shown))


def _is_link(heading: Any) -> bool:
    return heading.find(".//a") is not None or any(each.tag == "a" for each in heading.iterancestors())


def _letters(text: str) -> str:
    return _NOT_WORD.sub("", text.casefold())


def _behind(heading: Any) -> Iterator[Any]:
    for element in chain((heading,), heading.iterancestors()):
        if element.tag == "body":
            return
        for sibling in element.itersiblings():
            yield from sibling.iter()


def _before(heading: Any) -> Iterator[Any]:
    for element in chain((heading,), heading.iterancestors()):
        if element.tag == "body":
            return
        for sibling in element.itersiblings(preceding=True):
            yield from reversed(list(islice(sibling.iter(), _ELEMENTS_BEHIND)))


def _first(elements: Iterator[Any], reach: int, around: set[Any], lang: str | None) -> ShownDay | None:
    passed = 0  # characters
    for element in elements:
        if passed > reach:
            return None
        machine = element.get("datetime") or (element.get("title") if element.tag == "abbr" else "") or ""
        for text in (machine, *_lines(element)):
            days = read_days(text, lang) if text else []
            found = next((each for each in days if _is_dateline(text, each)), None)
            if found and not _is_in_prose(element, text) and not _is_elsewhere(element, around):
                if _is_update(element, text[: found.start]):
                    continue
                return ShownDay(found.day, found.other, machine)
        passed += len(_line(element.text)) + len(_line(element.tail))
    return None


def _lines(element: Any) -> Iterator[str]:
    """Yield an element's own text, whole where it has hardly any parts, and the text behind it."""
    if element.tag not in _NO_ARTICLE:
        yield _line(element.text_content() if len(element) and _is_small(element) else element.text)
    yield _line(element.tail)


def _line(text: str | None) -> str:
    return " ".join((text or "")[:_MAX_LINE].split())


def _is_small(element: Any) -> bool:
    return sum(1 for _ in islice(element.iter(), _MAX_PARTS)) < _MAX_PARTS


def _is_dateline(text: str, written: WrittenDay) -> bool:
    """Tell whether a day stands on a line of its own, or opens a paragraph: "29.11.2022 – The minister …"."""
    return written.start <= (_LONGEST_LABEL if len(text) <= _LONGEST_LINE else _PROSE_LABEL)


def _is_in_prose(element: Any, text: str) -> bool:
    """Tell whether a line is only a word in bold or a link inside a paragraph that began before it."""
    parent = element.getparent()
    if element.tag not in _INLINE or parent is None or text == _line(element.tail):
        return False
    previous = element.getprevious()
    begun = parent.text if previous is None else previous.tail
    return bool(begun and begun.strip()) and len(parent.text_content()) > _LONGEST_LINE


def _is_elsewhere(element: Any, around: set[Any]) -> bool:
    """Tell whether an element belongs to something else: a comment, a menu, another article."""
    for each in chain((element,), element.iterancestors()):
        if each in around:
            return False
        kind = f"{each.get('class')} {each.get('id')}"
        if each.tag in _NO_ARTICLE or (each.tag == "aside" and not _BYLINE_CLASS.search(kind)):
            return True
        if _ELSEWHERE.search(kind):
            return True
        if each.tag == "a" and not _DATE_CLASS.search(each.get("class") or "") and _says_more(each):
            return True
    return False


def _says_more(link: Any) -> bool:
    return len(_line(link.text_content())) > _LONGEST_LABEL


def _is_update(element: Any, label: str) -> bool:
    kind = element.get("class") or ""
    return bool(_UPDATED.search(label) or _UPDATED_CLASS.search(kind))
