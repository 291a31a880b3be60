"""The room's one door: an article and its quotations in; out come who, for whom, when, how, to what end."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from worker.packs.naming import naming_of
from worker.shapes import Statement
from worker.statements.acts import act_of, countries_in, polarity_of
from worker.statements.addressees import addressee_of
from worker.statements.base_forms import to_base_form
from worker.statements.channels import channel_of, unchained
from worker.statements.confidence import confidence
from worker.statements.dates import SaidOn, said_on
from worker.statements.diplomacy import judge
from worker.statements.identity import statement_id
from worker.statements.inheriting import share_channels, share_dates
from worker.statements.reading import read_article
from worker.statements.scene import set_scene
from worker.statements.speakers import resolve_speaker
from worker.statements.voices import retold
from worker.text.tokens import tokens_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from worker.packs.language import LanguagePack
    from worker.packs.registry import ActorRegistry
    from worker.shapes import Article, Quotation
    from worker.statements.reading import Reading
    from worker.statements.scene import Scene, Voice

VERSION = "2"  # of the rules in this room; part of every statement


class Utterance(NamedTuple):
    """A quotation with who speaks in it, through whom, and how often its words stood in the text before."""

    quotation: Quotation
    voice: Voice | None
    channel: str | None
    content: str
    number: int

    @property
    def key(self) -> str | None:
        """Return by what the speaker is known in other statements, None when nobody is named."""
        return self.voice.actor.key if self.voice else None


def resolve_statements(
    article: Article,
    quotations: Sequence[Quotation],
    pack: LanguagePack,
    actors: ActorRegistry,
    reading: Reading | None = None,
) -> tuple[Statement, ...]:
    """Return one statement per quotation, in the same order.

    Args:
        article: its text is read once, whatever the number of quotations.
        quotations: what was found in it.
        pack: the language it is written in.
        actors: whoever is known in advance.
        reading: of the text, where somebody has read it already.

    Raises:
        BadPack: the pack's naming sections break their format.
    """
    if not quotations:
        return ()
    naming = naming_of(pack, actors)
    reading = reading or read_article(tokens_of(article.text, pack.tokens), pack, naming)
    scene = set_scene(article, reading, pack, naming, actors)
    return _statements(scene, _utterances(scene, quotations))


def resolve_diplomatic(
    article: Article,
    quotations: Sequence[Quotation],
    pack: LanguagePack,
    actors: ActorRegistry,
    reading: Reading,
) -> tuple[Statement, ...]:
    """Return what :func:`resolve_statements` would, save the statements that are not diplomatic.

    Who speaks is told before anything else is asked, and the rest only of those who speak for a state.
    """
    if not quotations:
        return ()
    scene = set_scene(article, reading, pack, naming_of(pack, actors), actors)
    utterances = _utterances(scene, quotations)
    keys = {said.key for said in utterances if judge(said.voice)[0]}  # they share dates with all of their own
    found = _statements(scene, [said for said in utterances if said.key in keys])
    return tuple([statement for statement in found if statement.diplomatic])


def _utterances(scene: Scene, quotations: Sequence[Quotation]) -> list[Utterance]:
    quotations = [unchained(scene, quotation) for quotation in quotations]
    channels = [channel_of(scene, quotation) for quotation in quotations]
    voices = _voices(scene, quotations, channels)
    seen: Counter[str] = Counter()
    utterances = []
    for quotation, voice, channel in zip(quotations, voices, channels, strict=True):
        content = " … ".join([scene.reading.text[start:end] for start, end in quotation.spans])
        words = content.casefold()
        utterances.append(Utterance(quotation, voice, channel, content, seen[words]))
        seen[words] += 1
    return utterances


def _statements(scene: Scene, utterances: Sequence[Utterance]) -> tuple[Statement, ...]:
    keys = [said.key for said in utterances]
    at, calendar = scene.article.published_at, scene.naming.calendar
    published = at.date() if at else None
    told = [said_on(scene.reading, said.quotation, calendar, published) for said in utterances]
    dates = share_dates(keys, told)
    channels = share_channels(keys, dates, [said.channel for said in utterances])
    if published is not None:
        dates = [day or SaidOn(published, "published") for day in dates]
    every = zip(utterances, dates, channels, strict=True)
    return tuple([_statement(scene, said, day, channel) for said, day, channel in every])


def _voices(
    scene: Scene, quotations: Sequence[Quotation], channels: Sequence[str | None]
) -> list[Voice | None]:
    """Resolve the speakers in text order of their mentions, so that pronouns find whoever came before.

    A state's agency tells of its own state's offices without naming the state: "the ministry, KCNA said".
    """
    voices: list[Voice | None] = [None] * len(quotations)
    order = sorted(range(len(quotations)), key=lambda i: (quotations[i].speaker or quotations[i].spans)[0])
    for i in order:
        quotation = quotations[i]
        agency = scene.actors.agencies.get(channels[i] or "")
        seen_from = replace(scene, home=agency.country) if agency is not None and agency.state else scene
        voice = resolve_speaker(seen_from, quotation.speaker)
        if voice is None and not quotation.speaker and quotation.follows is not None:
            voice = voices[quotation.follows]
        if voice is not None:
            to_base_form(scene, quotation, voice)
        voices[i] = voice
    # What an article tells of a person late ("the Conservative MP") holds for the first mention, too.
    return [retold(scene, voice) if voice else None for voice in voices]


def _statement(scene: Scene, said: Utterance, day: SaidOn | None, channel: str | None) -> Statement:
    text, quotation, voice, content = scene.reading.text, said.quotation, said.voice, said.content
    act = act_of(scene, quotation, content)
    country = voice.actor.country if voice else None
    addressee, addressed = addressee_of(scene, quotation, act)
    targets = countries_in(scene, quotation.spans, country)
    if addressed is not None and addressed != country:
        targets = (addressed, *(code for code in targets if code != addressed))
    diplomatic, reason = judge(voice)
    mention = " … ".join(text[start:end] for start, end in quotation.speaker) or None
    return Statement(
        id=statement_id(scene.article, content, said.number),
        quotation=quotation,
        text=content,
        lang=scene.pack.code,
        act=act,
        actor=voice.actor if voice else None,
        speaker_mention=mention,
        channel=channel,
        addressee=addressee,
        targets=targets,
        said_on=day.day if day else None,
        said_on_basis=day.basis if day else None,
        cameo=scene.actors.cameo.get(act) or scene.actors.cameo.get(act.partition("/")[0]),
        polarity=polarity_of(quotation, act),
        diplomatic=diplomatic,
        reason=reason,
        confidence=confidence(quotation, voice),
        quoted_text=tuple(text[start:end] for start, end in quotation.quoted),
        versions=(("statements", VERSION), (f"pack-{scene.pack.code}", scene.pack.version)),
    )
