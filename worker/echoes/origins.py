"""Original, relayed or translated: what an outlet and a language tell about a rendering."""

from __future__ import annotations

from typing import Literal

from worker.packs.countries import languages_of

Origin = Literal["source", "relay", "translation"]

OWN = frozenset({"ministry", "government", "presidency", "embassy", "parliament", "organisation"})
# What bodies of states work in, by their own rules of procedure; others by their members' lingua franca.
WORKING_LANGUAGES = {
    "UN": ("en", "fr", "es", "ru", "zh", "ar"),
    "EU": ("en", "fr", "de"),
    "NATO": ("en", "fr"),
    "AU": ("en", "fr", "ar", "pt", "sw"),
    "LAS": ("ar",),
    "OSCE": ("en", "fr", "de", "it", "ru", "es"),
}
ANYWHERE = "en"  # the language in which anybody may address the foreign press


def origin_of(lang: str, country: str | None, outlet_kind: str | None, outlet_country: str | None) -> Origin:
    """Return where a rendering stands between its speaker and us.

    Args:
        lang: of the rendering.
        country: of the speaker, or the code of an organisation; None when nobody knows.
        outlet_kind: "ministry", "agency", "newspaper" …, None for an outlet nobody has described.
        outlet_country: of the outlet.

    A language in which the speaker can't have spoken makes a translation, wherever it stands. Else the
    outlet of the speaker's own state or body is the source, its news agency included; all others relay.
    """
    if country and not _may_speak(country, lang):
        return "translation"
    owned = outlet_kind in OWN or outlet_kind == "agency"
    return "source" if owned and country is not None and outlet_country == country else "relay"


def rank_of(kind: str, origin: Origin) -> int:
    """Return how good a rendering's wording is, the best is 0: direct and original before all else."""
    kinds = {"direct": 0, "mixed": 2, "indirect": 4, "reported": 6}
    return kinds[kind] + (8 if origin == "translation" else 0 if origin == "source" else 1)


def _may_speak(country: str, lang: str) -> bool:
    spoken = WORKING_LANGUAGES.get(country) or languages_of(country)
    return lang == ANYWHERE or not spoken or lang in spoken
