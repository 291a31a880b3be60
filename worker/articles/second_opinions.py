"""What other extractors make of a page on which trafilatura's own found little: readability, justext.

The stages and their measures are those of ``trafilatura_sequence`` (trafilatura 2.3); its first stage, a
third of its time, has run already, and of its last two the one that finds more comes first
(docs/decisions/008). Threads of forums get no treatment of their own.
"""

from __future__ import annotations

from copy import copy
from typing import Any

from trafilatura import baseline, html2txt
from trafilatura.external import compare_extraction, justext_rescue
from trafilatura.htmlprocessing import convert_tags, tree_cleaning
from trafilatura.main_extractor import extract_content

_LONG = 3_000  # characters; so much text is believed
_SHARE = 0.2  # of all text of the page; more is believed
_MORE = 1.5  # times the text so far, that reading with fewer rules has to find
_MUCH_MORE = 2  # times, that justext has to find: it takes price lists for text


def best_body(page: Any, own: tuple[Any, str], options: Any) -> Any:
    """Return the body element of the best extraction.

    Args:
        page: the tree without its surroundings; it stays whole.
        own: body and text that trafilatura's own extractor found.
        options: trafilatura's; ``fast`` leaves readability and justext out.
    """
    body, text = own if options.fast else _compared(tree_cleaning(copy(page), options), page, own, options)
    if len(text) < options.min_extracted_size:
        everything, found, length = baseline(page)
        body, text = (everything, found) if length > len(text) else (body, text)
    if 0 < len(text) < _LONG and len(text) < _SHARE * len(html2txt(page)):
        return _more(page, body, len(text), options)
    return body


def _compared(cleaned: Any, page: Any, own: tuple[Any, str], options: Any) -> tuple[Any, str]:
    """Return readability's extraction, or justext's, where trafilatura prefers it to its own."""
    found: tuple[Any, str] = compare_extraction(cleaned, copy(page), *own, options)
    return found


def _more(page: Any, body: Any, length: int, options: Any) -> Any:
    """Return what justext, else trafilatura with fewer rules, finds more of a page that gave little."""
    rescued, rest = (None, "") if options.fast else justext_rescue(copy(page), options)
    if len(rest) > _MUCH_MORE * length:
        return rescued
    retried, text = _retried(page, options)
    return retried if len(text) >= options.min_extracted_size and len(text) > _MORE * length else body


def _retried(page: Any, options: Any) -> tuple[Any, str]:
    lenient = copy(options)
    lenient.focus = "recall"
    cleaned = tree_cleaning(copy(page), lenient)
    own = extract_content(convert_tags(copy(cleaned), lenient, options.url), lenient)
    return own if options.fast else _compared(cleaned, page, own, lenient)
