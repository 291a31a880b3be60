"""Bytes to characters, whatever the declarations claim; codecs that are no character sets are refused."""

from __future__ import annotations

import codecs
import re

_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s{0,20}=\s{0,20}[\"']([A-Za-z0-9._:-]{1,40})[\"']")
_IN_HEADER = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
# Some raise on any input, some turn plain bytes into surprises; none of them is a character set.
_NO_CHARSETS = frozenset(
    {
        "punycode",
        "idna",
        "undefined",
        "unicode-escape",
        "raw-unicode-escape",
        "utf-7",
        "mbcs",
        "oem",
        "palmos",
    }
)
# What browsers read under these names (WHATWG Encoding Standard).
_WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "tis-620": "cp874",
}
_TORN_SHARE = 0.1  # of the bytes beyond ASCII: up to here a text is damaged UTF-8, beyond it another charset


def decoded(body: bytes, content_type: str | None = None) -> str:
    """Return the text of an XML or JSON document; bytes that fit nothing become U+FFFD.

    Order: byte order mark, UTF-8 where it fits exactly, the charset declared by header or prologue,
    slightly damaged UTF-8, Windows-1252.
    """
    for mark, name in _MARKS:
        if body.startswith(mark):
            return body.decode(name, "replace").lstrip("\ufeff")
    names = _declared_charsets(body, content_type)
    order = (*names, "utf-8") if any(map(_is_wide, names)) else ("utf-8", *names)
    for name in order:
        text = _strictly(body, name)
        if text is not None:
            return text
    return _torn(body)


def charset(name: str) -> str | None:
    """Return the name of Python's codec for a charset label, None when it is unknown or no charset."""
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    is_text = getattr(codecs.lookup(found), "_is_text_encoding", True)
    return _WIDER.get(found, found) if is_text and found.replace("_", "-") not in _NO_CHARSETS else None


def _declared_charsets(body: bytes, content_type: str | None) -> tuple[str, ...]:
    header = _IN_HEADER.search(content_type or "")
    prologue = _DECLARED.search(body[:400])
    labels = [header[1]] if header else []
    labels += [prologue[1].decode("ascii")] if prologue else []
    return tuple(found for label in labels if (found := charset(label)) and not found.startswith("utf-"))


def _is_wide(name: str) -> bool:
    """Tell whether bytes of this charset may pass for UTF-8 or ASCII by accident."""
    return name.startswith(("gb", "big5", "cp9", "euc", "iso2022", "hz", "shift", "johab"))


def _strictly(body: bytes, name: str) -> str | None:
    try:
        return body.decode(name)
    except UnicodeDecodeError as error:
        # A body cut by a byte cap ends within a character.
        return body[: error.start].decode(name) if 0 < len(body) - error.start < 4 else None


def _torn(body: bytes) -> str:
    text = body.decode("utf-8", "replace")
    beyond_ascii = len(re.findall(rb"[\xc2-\xf4]", body))
    if text.count("\ufffd") <= _TORN_SHARE * beyond_ascii:
        return text
    return body.decode("cp1252", "replace")
