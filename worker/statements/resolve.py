"""The room's one door: an article and its quotations in; out come who, for whom, when, how, to what end."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

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
    from datetime import date

    from worker.packs.language import LanguagePack
    from worker.packs.registry import ActorRegistry
    from worker.shapes import Article, Quotation
    from worker.statements.scene import Scene, Voice
    from worker.text.tokens import Tokens

VERSION = "2"  # of the rules in this room; part of every statement


def resolve_statements(
    article: Article,
    quotations: Sequence[Quotation],
    pack: LanguagePack,
    actors: ActorRegistry,
    tokens: Tokens | None = None,
) -> tuple[Statement, ...]:
    """Return one statement per quotation, in the same order.

    Args:
        article: its text is read once, whatever the number of quotations.
        quotations: what was found in it.
        pack: the language it is written in.
        actors: whoever is known in advance.
        tokens: of the text, where somebody has cut it already.

    Raises:
        BadPack: the pack's naming sections break their format.
    """
    if not quotations:
        return ()
    naming = naming_of(pack, actors)
    reading = read_article(tokens or tokens_of(article.text, pack.tokens), pack, naming)
    scene = set_scene(article, reading, pack, naming, actors)
    quotations = [unchained(scene, quotation) for quotation in quotations]
    named = [channel_of(scene, quotation) for quotation in quotations]
    voices = _voices(scene, quotations, named)
    keys = [voice.actor.key if voice else None for voice in voices]
    published = article.published_at.date() if article.published_at else None
    dates = share_dates(keys, _dates(scene, quotations, published))
    channels = share_channels(keys, dates, named)
    if published is not None:
        dates = [day or SaidOn(published, "published") for day in dates]
    seen: Counter[str] = Counter()
    statements = []
    for quotation, voice, day, channel in zip(quotations, voices, dates, channels, strict=True):
        statements.append(_statement(scene, quotation, voice, (day, channel), seen))
    return tuple(statements)


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


def _dates(scene: Scene, quotations: Sequence[Quotation], published: date | None) -> list[SaidOn | None]:
    return [said_on(scene.reading, quotation, scene.naming.calendar, published) for quotation in quotations]


def _statement(
    scene: Scene,
    quotation: Quotation,
    voice: Voice | None,
    shared: tuple[SaidOn | None, str | None],
    seen: Counter[str],
) -> Statement:
    text = scene.reading.text
    content = " … ".join(text[start:end] for start, end in quotation.spans)
    act = act_of(scene, quotation, content)
    country = voice.actor.country if voice else None
    addressee, addressed = addressee_of(scene, quotation, act)
    targets = countries_in(scene, quotation.spans, country)
    if addressed is not None and addressed != country:
        targets = (addressed, *(code for code in targets if code != addressed))
    diplomatic, reason = judge(voice)
    day, channel = shared
    number = seen[content.casefold()]
    seen[content.casefold()] += 1
    mention = " … ".join(text[start:end] for start, end in quotation.speaker) or None
    return Statement(
        id=statement_id(scene.article, content, number),
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
