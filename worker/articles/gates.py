"""Pages that are no articles, each kind told by one small predicate; in doubt a page passes.

Every gate needs evidence *and* little text: an article about paywalls is an article. A wrong refusal
loses statements for good, a wrong pass costs one look.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from worker.articles.listings import linked_headlines, teasers
from worker.text.urls import host_of

if TYPE_CHECKING:
    from worker.articles.linked_data import LinkedData
    from worker.packs.gates import GatePhrases
    from worker.shapes import Page

_LEAST = 100  # letters an article has at least; a news flash of one sentence has about 120
_SHORT = 600
_TEASER = 450
_TAIL = 200  # of the text, where a teaser breaks off
_MAX_MARKUP = 200_000  # characters; challenges are small
_LEAST_LISTED, _LEAST_TEASERS = 8, 6
_MOSTLY = 0.75  # of a text
_CHALLENGE_MARKS = (
    "/cdn-cgi/challenge-platform",
    "_cf_chl_opt",
    "captcha-delivery.com",
    "px-captcha",
    "awswafcookie",
    "_incapsula_resource",
    "sucuri_cloudproxy",
    "ddos-guard",
)
_CONSENT_HOST = re.compile(r"(?:^|\.)(?:consent|cmp|privacy-mgmt|cookies?)\.")
_CONSENT_PATH = re.compile(
    r"/(?:consent|privacy-?wall|cookie-?(?:consent|wall)|collectconsent)\b", re.IGNORECASE
)
_MISSING_PATH = re.compile(
    r"/(?:404|error|not-?found|page-?not-?found|seite-nicht-gefunden)(?:\.\w+|/|$)", re.IGNORECASE
)
_MISSING_QUERY = re.compile(r"|.*(?:404|error|not-?_?found|missing).*", re.IGNORECASE)
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
        return _size(self.text)


@lru_cache(maxsize=1)  # a dozen questions about the one text at hand
def _size(text: str) -> int:
    return len(text) + 3 * len(_WIDE.findall(text)) // 2


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
    markup = sight.markup[:_MAX_MARKUP].lower()
    mark = next((mark for mark in _CHALLENGE_MARKS if mark in markup), None)
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
    if sight.size > 4 * _SHORT or sight.linked.is_article or sight.page_type == "article":
        return None
    # Banners stand on every page: words count where they are the text, or where there is no text.
    said = _phrases(sight.phrases.consent, f"{sight.title}\n{sight.text}")
    if len(said) > (1 if sight.size <= _SHORT else 2):
        return said[0]
    visible = _visible(sight.tree) if sight.size < _LEAST else ""
    return _phrase(sight.phrases.consent, visible) if len(visible) < 3 * _SHORT else None


def missing_reason(sight: Sight) -> str | None:
    """Tell why a page with a good status is a "not found": sent to the front page, or it says so on top."""
    asked, given = urlsplit(sight.page.url), urlsplit(sight.page.final_url)
    if (
        len(asked.path.strip("/")) > 15
        and not given.path.strip("/")
        and _MISSING_QUERY.fullmatch(given.query)
    ):
        return None if sight.linked.is_article else "sent to the front page"
    if sight.linked.is_article:
        return None
    tops = [_folded(each.text_content()) for each in list(sight.tree.iter("h1", "title"))[:5]]
    if sight.size > 2 * _SHORT:  # whatever is offered instead, a heading that says nothing else is enough
        said = ((_phrase(sight.phrases.missing, top), top) for top in tops)
        return next((phrase for phrase, top in said if phrase and len(phrase) > len(top) / 2), None)
    if _MISSING_PATH.search(given.path) and not _MISSING_PATH.search(asked.path):
        return given.path
    top = "\n".join([sight.title, *tops])
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
    says_so = not _LISTING_TYPES.isdisjoint(sight.linked.types)
    is_front = not urlsplit(sight.page.final_url).path.strip("/")
    number, share = linked_headlines(sight.tree, text, _folded)
    if number >= _LEAST_LISTED and share > (0.25 if says_so or is_front else 0.5):
        return f"{number} linked headlines"
    number, share = teasers(sight.tree, text, _folded)
    return f"{number} teasers" if number >= _LEAST_TEASERS and share > _MOSTLY else None


def paywall_reason(sight: Sight) -> str | None:
    """Tell why only a teaser is here: the page declares it isn't free, or asks for a subscription."""
    if sight.size > _TEASER:
        return None
    if sight.linked.free is False:
        return "isAccessibleForFree is false"
    tiers = sight.tree.xpath(
        '//meta[@property="article:content_tier" or @name="article:content_tier"]/@content'
    )
    if any(str(tier).strip().lower() == "locked" for tier in tiers):
        return "its tier is locked"
    words = _phrase(sight.phrases.paywall, _visible(sight.tree))
    if words is None or sight.size < 2 * _LEAST or words in _folded(sight.text)[-_TAIL:]:
        return words
    classes = sight.tree.xpath("//@class | //@id")
    return words if any(_PAYWALL_MARK.search(str(value)) for value in classes) else None


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
    return " ".join(text.split()).casefold().replace("’", "'")
