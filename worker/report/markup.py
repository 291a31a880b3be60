"""Text made safe for a page: escaped, no control characters; links other than http and https are refused."""

from __future__ import annotations

import re
from html import escape

# C0/C1 controls and the bidi overrides, which could make a page show words in an order nobody wrote.
UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def safe(text: str) -> str:
    """Return the text as HTML, fit for element content and for quoted attributes."""
    return escape(UNSEEN.sub("", text), quote=True)


def link(url: str | None, label: str) -> str:
    """Return an anchor around the label, or the label alone when the address is none to follow."""
    if url is None or not re.match(r"https?://[^\s]", url, re.IGNORECASE):
        return safe(label)
    return f'<a href="{safe(url)}" rel="noopener noreferrer external">{safe(label)}</a>'
