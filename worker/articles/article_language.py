"""Which language an article is in when page, text and outlet disagree: docs/decisions/003."""

from __future__ import annotations

from worker.text.language import UNKNOWN, detect_language, language_code

_ENOUGH = 200  # characters; from there a confident verdict was right 6,900 of 6,900 times outside close kin
_ENOUGH_WIDE = 60  # of scripts that say more with fewer characters
_SURE = 0.5
_CERTAIN = 0.95
# Kin that a detector can't tell apart on one article: what is declared decides among them.
_KIN = (
    frozenset(("bs", "hr", "sr")),
    frozenset(("id", "ms")),
    frozenset(("da", "no")),
    frozenset(("cs", "sk")),
    frozenset(("gl", "pt")),
    frozenset(("af", "nl")),
)
_NEVER_CERTAIN = _KIN[:2]


def choose_language(text: str, declared: str | None, outlet: str | None) -> str | None:
    """Return the article's language as our code, None when nobody knows.

    The text decides when there is enough of it; close kin are told apart by what the page, else the
    outlet, declares; without enough text the page's word counts, then the outlet's, then the guess.

    Args:
        text: the article's clean text.
        declared: the page's or feed's code, already normalised.
        outlet: the outlet's tag as registered.
    """
    outlet = language_code(outlet) if outlet else None
    detected, confidence = detect_language(text)
    if detected == UNKNOWN:
        return declared or outlet
    if _is_enough(text, detected) and confidence >= _SURE:
        return _among_kin(detected, confidence, declared, outlet)
    return declared or outlet or (detected if confidence >= _SURE else None)


def _is_enough(text: str, detected: str) -> bool:
    return len(text) >= (_ENOUGH_WIDE if detected in ("zh", "ja", "ko", "th", "km", "lo", "my") else _ENOUGH)


def _among_kin(detected: str, confidence: float, declared: str | None, outlet: str | None) -> str:
    family = next((kin for kin in _KIN if detected in kin), frozenset[str]())
    if confidence >= _CERTAIN and family not in _NEVER_CERTAIN:
        return detected
    return next((code for code in (declared, outlet) if code in family and code), detected)
