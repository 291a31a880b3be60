"""Whether a statement is diplomatic, and why: the office decides, never the opinion."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from worker.statements.scene import Voice


def judge(voice: Voice | None) -> tuple[bool, str]:
    """Return yes or no with the reason in a few words.

    Yes: holders of a state, parliamentary or intergovernmental office, ministries, governments, state bodies.
    No: former holders, police and courts, parties, companies, and whoever has no office that the text names.
    """
    if voice is None:
        return False, "nobody is named"
    if voice.document:
        return False, "a document, not an office holder"
    if voice.former:
        return False, f"no longer in office: {voice.why}"
    if voice.state is None:
        return False, voice.why or "no office is named"
    return (
        (True, f"speaks for a state or its organisations: {voice.why}")
        if voice.state
        else (False, f"no office of state: {voice.why}")
    )
