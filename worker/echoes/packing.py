"""Evidence as one short text, so that a candidate is compared without reading its words again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.echoes.evidence import Evidence

if TYPE_CHECKING:
    from worker.echoes.renderings import Rendering
    from worker.packs.registry import ActorRegistry

VERSION = "1"  # of what is packed; another one is made anew from the words
_FIELDS = ("numbers", "keys", "bones", "cognates")
_BETWEEN_FIELDS, _BETWEEN_WORDS = "\t", "|"


def pack(evidence: Evidence) -> str:
    """Return the parts of a rendering's evidence that are costly to make, as one line."""
    parts = (_BETWEEN_WORDS.join(sorted(getattr(evidence, name))) for name in _FIELDS)
    return _BETWEEN_FIELDS.join((VERSION, *parts))


def unpack(packed: str, rendering: Rendering, actors: ActorRegistry, key: str) -> Evidence:
    """Return a rendering's evidence from what was packed; ``key`` is that of its wording.

    What another version packed is made from the words again.
    """
    evidence = Evidence(rendering, actors)
    version, *parts = packed.split(_BETWEEN_FIELDS)
    if version == VERSION and len(parts) == len(_FIELDS):
        known = {
            name: frozenset(part.split(_BETWEEN_WORDS)) if part else frozenset()
            for name, part in zip(_FIELDS, parts, strict=True)
        }
        evidence.__dict__.update(known, key=key)  # where cached properties look first
    return evidence
