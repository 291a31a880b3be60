"""Acts as a reader meets them: a short label and one of three tones."""

from __future__ import annotations

from typing import Literal

Tone = Literal["with", "plain", "against"]

TONES: tuple[Tone, ...] = ("with", "plain", "against")
TONE_LABELS: dict[Tone, str] = {"with": "cooperative", "plain": "neutral", "against": "conflictual"}
# PLOVER's own split into verbal cooperation and verbal conflict; STATE and APPEAL are ours and take no side.
COOPERATIVE = {"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"}
CONFLICTUAL = {"REQUEST", "ACCUSE", "REJECT", "THREATEN", "DENY", "WARN", "PROTEST", "SANCTION", "COERCE"}


def base_act(act: str) -> str:
    """Return the act without its mode: ``ACCUSE`` of ``ACCUSE/disapprove``."""
    return act.partition("/")[0].upper() or "STATE"


def tone_of(act: str) -> Tone:
    """Tell whether an act counts as cooperation, as conflict, or as neither; an unknown act is neither."""
    base = base_act(act)
    if base in COOPERATIVE:
        return "with"
    return "against" if base in CONFLICTUAL else "plain"


def label_of(act: str) -> str:
    """Return the act as words: ``accuse · disapprove``."""
    base, _, mode = act.partition("/")
    return f"{base.lower()} · {mode}" if mode else base.lower() or "state"
