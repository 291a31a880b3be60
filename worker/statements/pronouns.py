"""Whom a pronoun means: the last speaker it fits, or a person named since at the head of a sentence."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from worker.packs.lexicon import Trait

if TYPE_CHECKING:
    from worker.statements.scene import Scene, Voice

UNSURE = 0.7  # a pronoun's voice is that much less certain than the mention it stands for


def antecedent(scene: Scene, at: int, genders: set[str]) -> Voice | None:
    """Return the voice a pronoun at a token stands for, None when nobody fits.

    Args:
        scene: the article so far.
        at: token of the pronoun.
        genders: what the pronoun can be: male, female, plural, neuter.
    """
    wanted = _told_apart(genders)
    for mention, voice in reversed(scene.spoken):
        if mention < at and _fits(voice, wanted):
            return replace(voice, certainty=voice.certainty * UNSURE)
    last = scene.last_voice()
    return replace(last, certainty=last.certainty * UNSURE / 2) if last is not None else None


def _told_apart(genders: set[str]) -> set[str]:
    return genders


def _fits(voice: Voice, wanted: set[str]) -> bool:
    return not voice.genders or bool(voice.genders & wanted)


_ = Trait
