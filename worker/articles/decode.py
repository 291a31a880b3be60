"""Bytes of a page become markup, once; refuses what is not HTML or too large, and never inflates anything."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from charset_normalizer import from_bytes

from worker.errors import GiveUp

if TYPE_CHECKING:
    from collections.abc import Iterator

    from worker.shapes import Page

MAX_PAGE_BYTES = 8_000_000  # the largest of 1,000 real article pages had 2.9 MB
_SNIFFED = 65_536
_SAMPLE_BYTES = 8_000
_MAX_BROKEN_SHARE = 0.02  # of the bytes outside ASCII: a slip of the editor, not another charset

_MAGIC = {
    b"\x1f\x8b": "gzip",
    b"\x28\xb5\x2f\xfd": "zstd",
    b"%PDF": "pdf",
    b"PK\x03\x04": "zip",
    b"\x89PNG": "png",
    b"\xff\xd8\xff": "jpeg",
    b"GIF8": "gif",
    b"RIFF": "riff",
}
_BOMS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_OTHER_TYPES = (
    "image/",
    "audio/",
    "video/",
    "font/",
    "application/pdf",
    "application/zip",
    "application/json",
)
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|title|meta|article|main|div|p)\b", re.IGNORECASE)
_XML_ROOT = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?<(?:rss|feed|rdf:rdf|urlset|sitemapindex|svg)\b", re.IGNORECASE
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\ufffd]")
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NO_LETTER = re.compile(r"&#(?:0+|[xX]0+|[xX][dD][89a-fA-F][0-9a-fA-F]{2});")  # NUL and half characters
_META_CHARSET = re.compile(rb"<meta\b[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w:.-]{2,40})", re.IGNORECASE)
_HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w:.-]{2,40})", re.IGNORECASE)

# Labels as the WHATWG Encoding Standard reads them: the superset that browsers use, never the exotic codecs
# of Python (punycode, undefined, unicode_escape) that a hostile header could name.
_CODECS = {
    **dict.fromkeys(("utf-8", "utf8", "unicode-1-1-utf-8"), "utf-8"),
    **dict.fromkeys(
        ("iso-8859-1", "iso8859-1", "latin1", "latin-1", "ascii", "us-ascii", "windows-1252"), "cp1252"
    ),
    **dict.fromkeys(("iso-8859-9", "latin5", "windows-1254"), "cp1254"),
    **dict.fromkeys(("gb2312", "gbk", "gb18030", "x-gbk"), "gb18030"),
    **dict.fromkeys(("big5", "big5-hkscs", "x-x-big5"), "big5hkscs"),
    **dict.fromkeys(("shift_jis", "shift-jis", "sjis", "x-sjis", "windows-31j"), "cp932"),
    **dict.fromkeys(("euc-kr", "ks_c_5601-1987", "ksc5601", "korean"), "cp949"),
    **dict.fromkeys(("tis-620", "iso-8859-11", "windows-874"), "cp874"),
    **dict.fromkeys(("utf-16", "utf-16le"), "utf-16-le"),
    "utf-16be": "utf-16-be",
    **{name: name for name in ("euc-jp", "iso-2022-jp", "koi8-r", "koi8-u")},
    **{f"iso-8859-{part}": f"iso8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
    **{f"windows-{page}": f"cp{page}" for page in (1250, 1251, 1253, 1255, 1256, 1257, 1258)},
    **{f"cp{page}": f"cp{page}" for page in range(1250, 1259)},
}
_GUESSES = """
    cp1251 cp1252 cp1250 cp1253 cp1254 cp1255 cp1256 cp1257
    koi8_r gb18030 big5hkscs cp932 euc_jp cp949 cp874
"""


def decode_page(page: Page) -> str:
    """Return a page's markup as text, without the characters that XML forbids (lxml raises on them).

    The charset is the byte order mark's, else UTF-8 where the bytes are valid UTF-8, else the header's,
    else the meta element's, else a guess from the text alone.

    Raises:
        GiveUp: ``too-large``, ``not-html`` or, for an empty body, ``too-short``.
    """
    body = page.body
    if len(body) > MAX_PAGE_BYTES:
        raise GiveUp("too-large", f"{len(body):,} bytes")
    if not body.strip():
        raise GiveUp("too-short", "empty body")
    other = next((name for magic, name in _MAGIC.items() if body.startswith(magic)), None)
    if other:
        raise GiveUp("not-html", f"{other} bytes")
    markup = _decode(body, page.header("content-type") or "")
    fault = _not_html(markup, page.header("content-type") or "")
    if fault:
        raise GiveUp("not-html", fault)
    return _NO_XML.sub("", _NO_LETTER.sub("", markup))


def _not_html(markup: str, content_type: str) -> str | None:
    beginning = markup[:_SNIFFED]
    if len(_CONTROL.findall(beginning)) > 0.02 * len(beginning) + 20:
        return "binary"
    if beginning.lstrip()[:1] in ("{", "["):
        return "json"
    if _XML_ROOT.match(beginning):
        return "xml"
    if not _HTML.search(beginning):
        return content_type or "no HTML element"
    # Servers mislabel: the type counts only where the body doesn't open like a page.
    opens = re.match(r"\s*<(?:!doctype|html)", beginning, re.IGNORECASE)
    return content_type if content_type.lower().startswith(_OTHER_TYPES) and not opens else None


def _decode(body: bytes, content_type: str) -> str:
    for bom, codec in _BOMS.items():
        if body.startswith(bom):
            return body[len(bom) :].decode(codec, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    beyond = len(body) - len(body.translate(None, bytes(range(0x80, 0x100))))
    for codec in _declared(body, content_type):
        markup = body.decode(codec, "replace")
        if markup.count("\ufffd") <= max(1, _MAX_BROKEN_SHARE * beyond):
            return markup
    return body.decode(_guess(body), "replace")


def _declared(body: bytes, content_type: str) -> Iterator[str]:
    header = _HEADER_CHARSET.search(content_type)
    if header and (codec := _CODECS.get(header[1].lower())):
        yield codec
    meta = _META_CHARSET.search(body[:_SNIFFED])
    if meta and (codec := _CODECS.get(meta[1].decode("ascii", "replace").lower())):
        # A meta element that could be read is not in UTF-16, whatever it says (HTML standard).
        yield "utf-8" if codec.startswith("utf-16") else codec


def _guess(body: bytes) -> str:
    # Markup is ASCII and hides the letters: only runs of text with bytes beyond it are shown to the guesser.
    runs = [run.partition(b">")[2] for run in body[:1_000_000].split(b"<") if not run.isascii()]
    sample = b" ".join(run for run in runs if not run.isascii())[:_SAMPLE_BYTES] or body[:_SAMPLE_BYTES]
    best = from_bytes(sample, cp_isolation=_GUESSES.split()).best()
    return best.encoding if best else "cp1252"
