"""Pages that are no articles, each kind told by one small predicate; in doubt a page passes.

Every gate needs evidence *and* little text: an article about paywalls is an article. A wrong refusal
loses statements for good, a wrong pass costs one look.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from worker.text.urls import host_of

if TYPE_CHECKING:
    from worker.articles.linked_data import LinkedData
    from worker.packs.gates import GatePhrases
    from worker.shapes import Page

_LEAST = 100  # letters an article has at least; a news flash of one sentence has about 120
_SHORT = 600
_TEASER = 450
_HEADLINE = 25  # characters; links inside sentences are shorter
_MAX_LINKS = 500
_CHALLENGE_MARKS = (
    "/cdn-cgi/challenge-platform",
    "_cf_chl_opt",
    "captcha-delivery.com",
    "px-captcha",
    "awswafcookie",
)
_CONSENT_HOST = re.compile(r"(?:^|\.)(?:consent|cmp|privacy-mgmt|cookies?)\.")
_CONSENT_PATH = re.compile(
    r"/(?:consent|privacy-?wall|cookie-?(?:consent|wall)|collectconsent)\b", re.IGNORECASE
)
_MISSING_PATH = re.compile(
    r"/(?:404|error|not-?found|page-?not-?found|seite-nicht-gefunden)(?:\.\w+|/|$)", re.IGNORECASE
)
_MISSING_CODE = re.compile(r"(?:^|\W)404(?:\W|$)")
_PAYWALL_MARK = re.compile(
    r"paywall|paid-?content|premium-?(?:wall|overlay)|regwall|subscriber-?only", re.IGNORECASE
)
_PLAYERS = re.compile(
    r"youtube(?:-nocookie)?\.com/embed|player\.vimeo\.com|dailymotion\.com/embed|jwplayer|brightcove"
)
_LISTING_TYPES = frozenset(("collectionpage", "itemlist", "searchresultspage", "profilepage", "blog"))
_WIDE = re.compile("[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@dataclass(frozen=True, slots=True)
class Sight:
    """A page as the gates see it; ``text`` is what extraction made of it, possibly nothing."""

    page: Page
    markup: str
    tree: Any
    linked: LinkedData
    page_type: str  # og:type
    title: str
    text: str
    phrases: GatePhrases

    @property
    def size(self) -> int:
        """Count the text's characters; one of Chinese, Japanese or Korean says as much as two and a half."""
        return len(self.text) + 3 * len(_WIDE.findall(self.text)) // 2


def refusal(sight: Sight) -> tuple[str, str] | None:
    """Return the outcome word of the first gate that refuses a page, and why; None when it is an article."""
    gates = (
        ("bot-challenge", challenge_reason),
        ("consent-page", consent_reason),
        ("soft-404", missing_reason),
        ("listing-page", listing_reason),
        ("paywall", paywall_reason),
        ("video-only", video_reason),
        ("too-short", short_reason),
    )
    for outcome, gate in gates:
        reason = gate(sight)
        if reason:
            return outcome, reason
    return None


def challenge_reason(sight: Sight) -> str | None:
    """Tell why a page is a bot challenge: the server's own header, a challenge's script, or its words."""
    if (sight.page.header("cf-mitigated") or "").lower() == "challenge":
        return "cf-mitigated header"
    if sight.size > _SHORT or sight.linked.is_article:
        return None
    mark = next((mark for mark in _CHALLENGE_MARKS if mark in sight.markup), None)
    if mark and (sight.size < _LEAST or sight.page.status >= 400):
        return mark
    visible = _visible(sight.tree)
    return _phrase(sight.phrases.challenge, f"{sight.title}\n{visible}") if len(visible) < _SHORT else None


def consent_reason(sight: Sight) -> str | None:
    """Tell why a page only asks for consent: its address, or its words on a page without an article."""
    address = urlsplit(sight.page.final_url)
    moved = host_of(sight.page.final_url) != host_of(sight.page.url)
    if moved and (_CONSENT_HOST.search(host_of(sight.page.final_url)) or _CONSENT_PATH.search(address.path)):
        return host_of(sight.page.final_url)
    if sight.size > _SHORT or sight.linked.is_article or sight.page_type == "article":
        return None
    # Banners stand on every page: words count where they are the text, or where there is no text.
    said = _phrases(sight.phrases.consent, f"{sight.title}\n{sight.text}")
    if len(said) > 1:
        return said[0]
    visible = _visible(sight.tree) if sight.size < _LEAST else ""
    return _phrase(sight.phrases.consent, visible) if len(visible) < 3 * _SHORT else None


def missing_reason(sight: Sight) -> str | None:
    """Tell why a page with a good status is a "not found": sent to the front page, or it says so on top."""
    asked, given = urlsplit(sight.page.url), urlsplit(sight.page.final_url)
    if len(asked.path.strip("/")) > 15 and not given.path.strip("/") and not given.query:
        return None if sight.linked.is_article else "sent to the front page"
    if sight.size > 2 * _SHORT or sight.linked.is_article:
        return None
    if _MISSING_PATH.search(given.path) and not _MISSING_PATH.search(asked.path):
        return given.path
    top = "\n".join([sight.title, *(h.text_content() for h in list(sight.tree.iter("h1", "title"))[:5])])
    if _MISSING_CODE.search(top) and sight.size < _SHORT and len(sight.title) < 40:
        return "404 in the title"
    return _phrase(sight.phrases.missing, top)


def listing_reason(sight: Sight) -> str | None:
    """Tell why a page lists articles: headlines that are links are most of its text.

    A page that calls itself an article passes. One that calls itself a list, or is a front page, needs less.
    """
    if sight.linked.is_article or sight.page_type == "article":
        return None
    text = _folded(sight.text)
    links = {_folded(link.text_content()) for link in list(sight.tree.iter("a"))[:_MAX_LINKS]}
    headlines = [link for link in links if len(link) >= _HEADLINE and link in text]
    share = sum(map(len, headlines)) / max(1, len(text))
    says_so = not _LISTING_TYPES.isdisjoint(sight.linked.types)
    is_front = not urlsplit(sight.page.final_url).path.strip("/")
    enough = 0.25 if says_so or is_front else 0.5
    return f"{len(headlines)} linked headlines" if len(headlines) >= 8 and share > enough else None


def paywall_reason(sight: Sight) -> str | None:
    """Tell why only a teaser is here: the page declares it isn't free, or asks for a subscription."""
    if sight.size > _TEASER:
        return None
    if sight.linked.free is False:
        return "isAccessibleForFree is false"
    words = _phrase(sight.phrases.paywall, _visible(sight.tree))
    classes = sight.tree.xpath("//@class | //@id")
    marked = any(_PAYWALL_MARK.search(str(value)) for value in classes)
    return words if words and (marked or sight.size < 2 * _LEAST) else None


def video_reason(sight: Sight) -> str | None:
    """Tell why a page is a video with a caption: its type says so, or a player beside hardly any text."""
    if sight.size > _TEASER:
        return None
    types = sight.linked.types
    if sight.page_type.startswith("video") or ("videoobject" in types and not sight.linked.is_article):
        return "its type is video"
    player = next(sight.tree.iter("video"), None) is not None or _PLAYERS.search(sight.markup)
    return "a player and hardly any text" if player and sight.size < 2 * _LEAST else None


def short_reason(sight: Sight) -> str | None:
    """Tell why the text is too short for an article."""
    return f"{len(sight.text)} characters" if sight.size < _LEAST else None


def _phrase(phrases: tuple[str, ...], text: str) -> str | None:
    return next(iter(_phrases(phrases, text)), None)


def _phrases(phrases: tuple[str, ...], text: str) -> list[str]:
    folded = _folded(text)
    return [phrase for phrase in phrases if phrase in folded]


def _visible(tree: Any) -> str:
    body = tree.find(".//body")
    parts = [] if body is None else body.xpath(".//text()[not(ancestor::script or ancestor::noscript)]")
    return " ".join(" ".join(parts).split())


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
