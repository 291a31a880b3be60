"""Which versions of the rules count as older than a given one; compared number by number, not as text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from worker.articles.extract import VERSION as EXTRACTOR
from worker.errors import BadPack, WrongUse
from worker.packs.load import known_codes, load_pack
from worker.statements.resolve import VERSION as DETECTOR
from worker.steps.fingerprints import detecting_mark, extracting_mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from worker.store.selection import ReadBy

CURRENT = "current"
KINDS = ("detector", "pack", "extractor")
VERSION = re.compile(r"\w+(?:\.\w+)*")
Key = tuple[tuple[int, str], ...]


def older_than(stored: Sequence[ReadBy], given: str, what: str) -> tuple[ReadBy, ...]:
    """Return those of the stored combinations of versions that are older than a given version.

    Args:
        stored: what articles and pages were read by.
        given: ``detector:2``, ``pack:3`` or ``extractor:2``; a bare ``2`` means the extractor where pages
            are read again, else the detector; ``2-3`` means the detector and its pack, as statements carry
            them; ``current`` means anything but today's rules, whether or not somebody raised a version.
        what: ``detect`` or ``extract``.

    An unknown version is older than any. So is an article that had no pack when there is one now.

    Raises:
        WrongUse: ``given`` is no version.
    """
    if given == CURRENT:
        return tuple(one for one in stored if not _is_current(one, what))
    kind, _, version = given.rpartition(":")
    if kind and kind not in KINDS:
        raise WrongUse(f"--older-than compares {', '.join(KINDS)}, not {kind!r}")
    detector, dash, pack = version.partition("-")
    if not all(map(VERSION.fullmatch, (detector, pack) if dash else (detector,))) or (kind and dash):
        raise WrongUse(
            f"{given!r} is no version: write it as 2, 2-3, detector:2, pack:3, extractor:2 or current"
        )
    if dash:
        return tuple(
            one for one in stored if _pair(one.detector) < (_key(detector), _key(pack)) or _lacks_pack(one)
        )
    kind = kind or ("extractor" if what == "extract" else "detector")
    return tuple(one for one in stored if _version(one, kind) < _key(version) or _lacks_pack(one))


def _is_current(one: ReadBy, what: str) -> bool:
    if what == "extract" and (one.extractor, one.extracting) != (EXTRACTOR, extracting_mark()):
        return False
    if not one.has_article:
        return True
    today = (_key(DETECTOR), _key(_pack_version(one.lang)))
    return _pair(one.detector) == today and one.detecting == detecting_mark(one.lang)


def _lacks_pack(one: ReadBy) -> bool:
    return one.has_article and not _pair(one.detector)[1] and _pack_version(one.lang) is not None


def _version(one: ReadBy, kind: str) -> Key:
    if kind == "extractor":
        return _key(one.extractor)
    detector, pack = _pair(one.detector)
    return detector if kind == "detector" else pack


def _pair(word: str | None) -> tuple[Key, Key]:
    detector, _, pack = (word or "").partition("-")
    return _key(detector), _key(pack)


def _key(version: str | None) -> Key:
    """Return a form that sorts as people read versions: 9 before 10, nothing before anything."""
    parts = re.findall(r"\d+|[^\W\d]+", version or "")
    return tuple((int(part), "") if part.isdigit() else (-1, part) for part in parts)


def _pack_version(lang: str | None) -> str | None:
    try:
        pack = load_pack(lang) if lang else None
    except BadPack:
        return None
    return pack.version if pack else None


def readable_languages() -> tuple[str, ...]:
    """Return the codes of the languages that have a pack."""
    return known_codes()
