"""Whom a pronoun means: the last speaker it fits, or a person named since then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.statements.voices import less_sure, person_voice

if TYPE_CHECKING:
    from worker.statements.figures import Figure
    from worker.statements.scene import Scene, Voice

FITTING, UNFITTING = 0.75, 0.4  # a pronoun is less certain than the mention it stands for
FAR = 1_000  # tokens; the same for persons named since the last speaker
REACH = 100  # speakers looked back at; no reader looks further
PERSONAL = frozenset({"male", "female"})


def antecedent(scene: Scene, at: int, genders: set[str]) -> Voice | None:
    """Return the voice that a pronoun at a token stands for, None when nobody was named before.

    Args:
        scene: the article so far.
        at: token of the pronoun.
        genders: what the pronoun can be: male, female, plural, neuter.
    """
    spoken = [(mention, voice) for mention, voice in scene.spoken[-REACH:] if mention < at]
    unknown = genders >= PERSONAL  # one word for he and she fits everybody
    fitting = [
        (mention, voice)
        for mention, voice in spoken
        if _genders(voice) & genders or (unknown and not voice.genders)
    ]
    # Of somebody whose gender nothing tells, a pronoun speaks only when nobody else is there.
    fitting = fitting or [(mention, voice) for mention, voice in spoken if not voice.genders]
    last = fitting[-1] if fitting else None
    newer = _opening_figure(scene, at, genders, last[0] if last else -1)
    if newer is not None and (last is None or newer is not last[1].figure):
        _learn_gender(newer, genders)
        return less_sure(person_voice(scene, newer), FITTING)
    if last is not None:
        _learn_gender(last[1].figure, genders)
        return less_sure(last[1], FITTING)
    return less_sure(spoken[-1][1], UNFITTING) if spoken else None


def _genders(voice: Voice) -> frozenset[str]:
    """Return what a voice can be, with what the article has told since it spoke."""
    gender = voice.figure.gender if voice.figure is not None else None
    return frozenset({gender}) if gender else voice.genders


def _learn_gender(figure: Figure | None, genders: set[str]) -> None:
    """Note the gender that a pronoun tells: who was "he" is not meant by the next "she"."""
    if figure is not None and figure.gender is None and len(genders) == 1 and genders < PERSONAL:
        figure.gender = next(iter(genders))


def _opening_figure(scene: Scene, at: int, genders: set[str], since: int) -> Figure | None:
    """Return the person who opens a sentence between the last speaker and the pronoun: the likely subject."""
    if not genders & PERSONAL:
        return None
    for token in range(at - 1, max(since, at - 1 - FAR), -1):
        figure = scene.figures.by_token.get(token)
        if figure is None or (figure.gender and figure.gender not in genders):
            continue
        if scene.pack.script.capital_nouns and not (figure.role or figure.gender or len(figure.at) > 1):
            continue  # two nouns in a row are seldom a name where every noun has a capital
        if since < 0 or _opens_sentence(scene, token):
            return figure
    return None


def _opens_sentence(scene: Scene, token: int) -> bool:
    """Tell whether nothing but the name's own phrase stands between it and the start of its sentence."""
    reading = scene.reading
    at = token
    while at > 0 and (scene.figures.by_token.get(at - 1) is not None or reading.cover[at - 1] >= 0):
        at -= 1
    gap = reading.text[reading.ends[at - 1] : reading.starts[at]] if at else "\n"
    return "\n" in gap or reading.tokens[at - 1] in (".", "!", "?", "”", "“")
