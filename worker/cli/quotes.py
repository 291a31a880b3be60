"""The record that ``detect`` prints for one statement; its fields are a contract."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from worker.shapes import Spans, Statement


def quote_record(statement: Statement) -> dict[str, Any]:
    """Return the fields others script against, in fixed order; offsets count into the article's text."""
    quotation, actor = statement.quotation, statement.actor
    return {
        "type": quotation.kind,
        "spans": _pairs(quotation.spans),
        "cue": _pairs(quotation.cue),
        "speaker": _pairs(quotation.speaker),
        "speaker_text": statement.speaker_mention,
        "speaker_name": actor.name if actor else None,
        "speaker_kind": actor.kind if actor else None,
        "role": actor.role if actor else None,
        "speaker_country": actor.country if actor else None,
        "channel": statement.channel,
        "addressee": statement.addressee,
        "targets": list(statement.targets),
        "said_on": statement.said_on.isoformat() if statement.said_on else None,
        "said_on_basis": statement.said_on_basis,
        "act": statement.act,
        "diplomatic": statement.diplomatic,
        "confidence": round(statement.confidence, 3),
    }


def _pairs(spans: Spans) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]
