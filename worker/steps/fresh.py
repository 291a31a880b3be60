"""Statements made ready to be matched: what is new, or says something else than when it was matched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from worker.echoes.evidence import Evidence
from worker.echoes.origins import Origin, origin_of, rank_of
from worker.echoes.packing import pack
from worker.echoes.renderings import Rendering
from worker.packs.actors import load_actors

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from worker.echoes.vectors import Meaning, Vectors
    from worker.store.told import Told


@dataclass(frozen=True, slots=True)
class Fresh:
    """A statement ready to be compared."""

    told: Told
    evidence: Evidence
    post: str | None
    origin: Origin
    rank: int
    model: str | None
    vector: Vectors | None

    @property
    def voice(self) -> str:
        """Who speaks, as one word; empty when nobody knows."""
        return self.evidence.rendering.voice

    @property
    def wording(self) -> str:
        """Equal for equal words."""
        return self.evidence.key

    @property
    def day(self) -> date:
        """When it was said, as far as anybody knows."""
        return self.told.day

    def row(self) -> dict[str, Any]:
        """Return what is kept of it as a rendering, as far as it does not depend on others."""
        told, vector = self.told, self.vector
        return {
            "statement_id": told.id,
            "origin": self.origin,
            "rank": self.rank,
            "length": len(told.text),
            "voice": self.voice,
            "post": self.post,
            "day": told.day,
            "lang": told.lang,
            "wording": self.wording,
            "evidence": pack(self.evidence),
            "model": self.model if vector is not None else None,
            "vector": vector.tobytes() if vector is not None else None,
        }


def prepared(told: Sequence[Told], meaning: Meaning | None) -> list[Fresh]:
    """Return what has to be compared, in its order; the rest stays where it is."""
    actors = load_actors()
    changed = []
    for each in told:
        rendering = Rendering(
            each.id, each.lang, each.text, each.actor_key or "", each.day, each.act, each.country
        )
        evidence = Evidence(rendering, actors)
        if each.matched != (evidence.key, rendering.voice, each.day, each.lang):
            changed.append((each, evidence))
    texts, langs = [each.text for each, _ in changed], [each.lang for each, _ in changed]
    vectors = meaning.vectors(texts, langs) if meaning and changed else None
    name = meaning.name if meaning else None
    return [
        _fresh(each, evidence, name, vectors[at] if vectors is not None else None)
        for at, (each, evidence) in enumerate(changed)
    ]


def _fresh(told: Told, evidence: Evidence, model: str | None, vector: Vectors | None) -> Fresh:
    post = f"{told.country}/{told.role}" if told.country and told.role else None
    origin = origin_of(told.lang, told.country, told.outlet_kind, told.outlet_country)
    return Fresh(told, evidence, post, origin, rank_of(told.kind, origin), model, vector)
