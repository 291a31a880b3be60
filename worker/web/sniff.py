"""What a body is, by its first bytes and only then by its declared type, which is wrong too often.

It opens nothing: an archive stays an archive.
"""

from __future__ import annotations

import re
from typing import Literal

BodyLook = Literal["html", "feed", "json", "pdf", "image", "video", "archive", "text", "binary", "empty"]

HEAD = 4096  # bytes looked at; prologues and comments rarely fill more
MAX_CONTROL_SHARE = 0.02  # of the head: plain text of any charset has next to none

MAGIC: tuple[tuple[bytes, BodyLook], ...] = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"BM", "image"),
    (b"\x00\x00\x01\x00", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"\x1aE\xdf\xa3", "video"),
    (b"FLV\x01", "video"),
    (b"OggS", "video"),
    (b"ID3", "video"),
    (b"\x1f\x8b", "archive"),
    (b"PK\x03\x04", "archive"),
    (b"PK\x05\x06", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ\x00", "archive"),
    (b"\x28\xb5\x2f\xfd", "archive"),
    (b"7z\xbc\xaf'\x1c", "archive"),
    (b"Rar!\x1a", "archive"),
)
BOX: dict[bytes, BodyLook] = {b"WEBP": "image", b"avif": "image", b"heic": "image", b"mif1": "image"}
TYPES: tuple[tuple[str, BodyLook], ...] = (
    ("image/", "image"),
    ("video/", "video"),
    ("audio/", "video"),
    ("application/pdf", "pdf"),
    ("application/zip", "archive"),
    ("application/gzip", "archive"),
    ("text/html", "html"),
    ("application/xhtml+xml", "html"),
    ("application/octet-stream", "binary"),
)
UTF16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
FEED_ROOT = re.compile(
    r"<(?:[\w.-]{1,40}:)?(?:rss|feed|rdf|channel|urlset|sitemapindex)[\s>/]", re.IGNORECASE
)
COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)  # may hold any markup, as an example or a trap
HTML_MARK = re.compile(r"<!doctype\s+html|<(?:html|head|body|title|meta|article|div|p|h1)\b", re.IGNORECASE)


def looks_like(body: bytes, content_type: str | None = None) -> BodyLook:
    """Return what a body is; audio counts as video, sitemaps as feeds, text means none of the others."""
    if not body.strip(b"\xef\xbb\xbf \t\r\n\0"):
        return "empty"
    known = _by_magic(body)
    if known:
        return known
    text = _head(body)
    if _is_binary(text):
        return _declared(content_type, "binary")
    return _by_markup(text) or _declared(content_type, "text")


def _by_magic(body: bytes) -> BodyLook | None:
    if body[:4] == b"RIFF" or body[4:8] == b"ftyp":
        return BOX.get(body[8:12], "video")
    if body[:2] == b"BM" and body[6:10] != b"\0\0\0\0":
        return None  # a word that begins like a bitmap
    return next((look for mark, look in MAGIC if body.startswith(mark)), None)


def _head(body: bytes) -> str:
    """Decode so far as markup shows: UTF-16 by its mark or its NULs, else every byte a character."""
    head = body[:HEAD]
    codec = UTF16.get(head[:2]) or UTF16.get({b"<\0": b"\xff\xfe", b"\0<": b"\xfe\xff"}.get(head[:2], b""))
    text = head.decode(codec, "replace") if codec else head.removeprefix(b"\xef\xbb\xbf").decode("latin-1")
    return text.lstrip("\ufeff \t\r\n")


def _is_binary(text: str) -> bool:
    control = sum(char < "\t" or "\r" < char < "\x1b" or "\x1b" < char < " " for char in text)
    return control > MAX_CONTROL_SHARE * len(text)


def _by_markup(text: str) -> BodyLook | None:
    if text[:1] in ("{", "["):
        return "json"
    text = COMMENT.sub("", text)
    feed, html = FEED_ROOT.search(text), HTML_MARK.search(text)
    if feed and (not html or feed.start() < html.start()):
        return "feed"
    return "html" if html else None


def _declared(content_type: str | None, otherwise: BodyLook) -> BodyLook:
    declared = (content_type or "").strip().lower()
    look = next((look for start, look in TYPES if declared.startswith(start)), otherwise)
    return otherwise if otherwise == "binary" and look == "html" else look
